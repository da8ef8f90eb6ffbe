// Starting n8n takes most of the time, so all these tests share one. They run in this order.
import { describeCredentialTests } from './credential-tests';
import { describeExamples } from './examples';
import { describeFailing } from './failing';
import { describeLoading } from './loading';
import { describeRestart } from './restart';
import { Rig } from './rig';
import { describeSecrets } from './secrets';
import { describeSending } from './sending';

describe('in a real n8n, from the packed package', () => {
	const rig = new Rig();

	beforeAll(() => rig.start());
	afterAll(() => rig.stop());

	describeLoading(rig);
	describeCredentialTests(rig);
	describeSending(rig);
	describeFailing(rig);
	describeExamples(rig);
	describeRestart(rig);
	describeSecrets(rig);
});
