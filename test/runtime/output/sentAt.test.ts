import { freePort } from '../../../tools/n8n/free-port';
import { ALL_PROFILES, PROFILES } from '../../profiles';
import { credentialsFor } from '../credentials';
import { outputs, runNode, type NodeRun } from '../engine';
import { sandboxForTests } from '../../sandbox/forTests';

/*
 * `sentAt`: the moment at which a message's request left, and null where none did.
 */

const sandbox = sandboxForTests();

/** Runs a node; returns the moments of its outputs, and when the run began and ended. */
async function run(test: Omit<NodeRun, 'credentials'> & Partial<Pick<NodeRun, 'credentials'>>) {
	const began = Date.now();
	const result = await runNode({
		credentials: credentialsFor(sandbox),
		onError: 'continueRegularOutput',
		...test,
	});
	const json = outputs(result);
	const moments = json.map(({ sentAt }) => sentAt as string | null);
	return { json, moments, began, ended: Date.now() };
}

describe.each(ALL_PROFILES.map(({ name }) => name))('%s', (name) => {
	const { send, numberOf, bulk, sharesRequests } = PROFILES[name];

	it('says when an accepted message was sent', async () => {
		const { moments, began, ended } = await run({ node: name, parameters: send });
		const [moment] = moments;
		expect(moment).toBe(new Date(String(moment)).toISOString());
		expect(Date.parse(String(moment))).toBeGreaterThanOrEqual(began);
		expect(Date.parse(String(moment))).toBeLessThanOrEqual(ended);
	});

	it('says when a message was sent whose answer never came', async () => {
		sandbox.failNext({ gateway: name, cut: 'before', path: sendPath(name) });
		const { json, moments, began } = await run({ node: name, parameters: send });
		expect(json).toMatchObject([{ outcome: 'unknown' }]);
		expect(Date.parse(String(moments[0]))).toBeGreaterThanOrEqual(began);
	});

	it('is null in a preview, and for what the node refuses', async () => {
		const items = [{ phone: numberOf(0) }, { phone: '12' }];
		const parameters = { ...send, to: '={{ $json.phone }}', options: { preview: true } };
		const { json, moments } = await run({ node: name, items, parameters });
		expect(json).toMatchObject([{ outcome: 'preview' }, { outcome: 'rejected' }]);
		expect(moments).toEqual([null, null]);
	});

	it('is null where nothing could connect', async () => {
		const port = await freePort();
		const credentials = credentialsFor({ url: `http://127.0.0.1:${port}` });
		const { json, moments } = await run({ node: name, parameters: send, credentials });
		expect(json).toMatchObject([{ outcome: 'rejected' }]);
		expect(moments).toEqual([null]);
	});

	it('is the moment of the shared request, or of each one’s own', async () => {
		const parameters = {
			...send,
			...bulk,
			operation: 'sendBulk',
			recipientSource: 'list',
			recipients: [numberOf(0), numberOf(1), numberOf(2)].join(', '),
			options: { concurrency: 1, requestsPerSecond: 50 },
		};
		const { json, moments } = await run({ node: name, parameters });
		expect(json.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
		expect(new Set(moments).size).toBe(sharesRequests === 'with nobody' ? 3 : 1);
	});
});

it('is the moment of the last try, where the gateway asked to wait', async () => {
	sandbox.failNext({ gateway: 'mGage', status: 429, headers: { 'Retry-After': '1' } });
	const { json, moments, began } = await run({ node: 'mGage', parameters: PROFILES.mGage.send });
	expect(json).toMatchObject([{ outcome: 'accepted' }]);
	expect(Date.parse(String(moments[0])) - began).toBeGreaterThanOrEqual(900);
});

/** Only the send itself fails, not what signs in. */
function sendPath(name: string): string {
	return name === 'messageCentral' ? '/send' : '';
}
