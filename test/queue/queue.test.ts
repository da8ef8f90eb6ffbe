// Starting the set-up takes most of the time, so all these tests share one. They run in this order.
import { describeAtOnce } from './atOnce';
import { describeCalledWorkflows } from './calledWorkflows';
import { describeCancellation } from './cancellation';
import { describeDatabaseQueries } from './databaseQueries';
import { describeKill } from './kill';
import { describeOnceOnly } from './onceOnly';
import { QueueRig } from './rig';
import { describeSends } from './sends';
import { describeSettings } from './settings';
import { describeTrigger } from './trigger';

describe("in n8n's queue mode, as deploy/ sets it up", () => {
	const rig = new QueueRig();

	beforeAll(() => rig.start());
	afterAll(() => rig.stop());

	describeSettings(rig);
	describeSends(rig);
	describeCalledWorkflows(rig);
	describeDatabaseQueries(rig);
	describeTrigger(rig);
	describeOnceOnly(rig);
	describeCancellation(rig);
	describeAtOnce(rig);
	describeKill(rig);
});
