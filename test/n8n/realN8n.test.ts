// Starting n8n takes most of the time, so all these tests share one. They run in this order.
import { describeApprovalStep } from './approvalStep';
import { describeBulk } from './bulk';
import { describeCredentialTests } from './credentialTests';
import { describeExamples } from './examples';
import { describeFailing } from './failing';
import { describeHttpRequest } from './httpRequest';
import { describeLoading } from './loading';
import { describeMessageCentral } from './messageCentral';
import { describeMessangi } from './messangi';
import { describeMessangiElastic } from './messangiElastic';
import { describeMessangiLists } from './messangiLists';
import { describeMGage } from './mgage';
import { describeModelAttacks } from './modelAttacks';
import { describeModelCallers } from './modelCallers';
import { describeOnceOnly } from './onceOnly';
import { describeOneTimePasswords } from './oneTimePasswords';
import { describeRestart } from './restart';
import { describePolling } from './polling';
import { Rig } from './rig';
import { describeSecrets } from './secrets';
import { describeTrigger } from './trigger';
import { describeTriggerStream } from './triggerStream';
import { describeWaiting } from './waiting';

describe('in a real n8n, from the packed package', () => {
	const rig = new Rig();

	beforeAll(() => rig.start());
	afterEach(() => rig.endServices());
	afterAll(() => rig.stop());

	describeLoading(rig);
	describeCredentialTests(rig);
	describeMessangi(rig);
	describeMessangiLists(rig);
	describeMessangiElastic(rig);
	describeMGage(rig);
	describeMessageCentral(rig);
	describeOneTimePasswords(rig);
	describeBulk(rig);
	describeFailing(rig);
	describeHttpRequest(rig);
	describeExamples(rig);
	describeTrigger(rig);
	describeTriggerStream(rig);
	describeOnceOnly(rig);
	describePolling(rig);
	describeWaiting(rig);
	describeApprovalStep(rig);
	describeModelCallers(rig);
	describeModelAttacks(rig);
	describeRestart(rig);
	describeSecrets(rig);
});
