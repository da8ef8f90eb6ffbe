import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GATEWAYS, PROFILES } from '../../profiles';
import { outputs, runNode, stopAt, type MemoryCredentials } from '../engine';
import { credentialsFor } from '../credentials';
import { sandboxForTests } from '../../sandbox/forTests';

const sandbox = sandboxForTests();

/** Contacts with numbers that tell their place: +1 305 670 1000, 1001 ... */
const contacts = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ phone: `+1305670${1000 + index}` }));
const each = { ...PROFILES.messangi.send, to: '={{ $json.phone }}' };

describe('concurrency', () => {
	it('never has more requests at once than asked for, and keeps the order of the items', async () => {
		sandbox.setLatency(50);
		const items = contacts(100);
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items,
			parameters: { ...each, options: { concurrency: 10 } },
		});
		expect(outputs(result).map(({ to }) => to)).toEqual(items.map(({ phone }) => phone));
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		expect(sandbox.stats().requests).toBe(100);
		expect(sandbox.stats().maxConcurrentRequests).toBeLessThanOrEqual(10);
	});

	it.each([
		[1, 1],
		[-5, 1],
		['', 10],
		[3, 3],
		['many', 10],
	])('an option of %j means %i', async (concurrency, expected) => {
		sandbox.setLatency(expected === 10 ? 300 : 50);
		await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: contacts(12),
			parameters: { ...each, options: { concurrency } },
		});
		expect(sandbox.stats()).toMatchObject({ requests: 12, maxConcurrentRequests: expected });
	});

	it('spreads requests over time when asked to', async () => {
		const started = Date.now();
		await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: contacts(6),
			parameters: { ...each, options: { requestsPerSecond: 20 } },
		});
		// The sixth starts five intervals of 50 ms after the first.
		expect(Date.now() - started).toBeGreaterThanOrEqual(245);
		expect(sandbox.messages()).toHaveLength(6);
	});
});

describe('automatic concurrency', () => {
	const ACCEPTED =
		'<response><status>OK</status><result><messages><message><id>7</id><status>SENT_TO_CARRIER</status></message></messages></result></response>';

	/** A gateway that has too much to do with more than 12 requests at once. */
	async function withStandIn(test: (url: string) => Promise<void>): Promise<void> {
		let underWay = 0;
		const server = createServer((request, response) => {
			const isTooMany = ++underWay > 12;
			request.resume();
			setTimeout(
				() => {
					underWay--;
					response.statusCode = isTooMany ? 503 : 200;
					response.end(isTooMany ? '' : ACCEPTED);
				},
				isTooMany ? 1 : 150,
			);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		try {
			await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
		} finally {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	}
	const runOn = async (url: string, concurrency: number) =>
		await runNode({
			node: 'messangi',
			credentials: credentialsFor({ url }),
			items: contacts(200),
			parameters: { ...each, options: { concurrency } },
		});

	it('grows, and no run stops for what it tried', async () => {
		await withStandIn(async (url) => {
			const result = await runOn(url, 0);
			expect(result.error).toBeUndefined();
			const outcomes = outputs(result).map(({ outcome }) => outcome);
			const failed = outcomes.filter((outcome) => outcome !== 'accepted').length;
			expect(outcomes).toHaveLength(200);
			expect(failed).toBeGreaterThanOrEqual(1);
			expect(failed).toBeLessThanOrEqual(3);
			expect(JSON.stringify(result.hints)).toContain(
				`${failed} message${failed === 1 ? '' : 's'} failed because the gateway could not handle more requests at once`,
			);
		});
	});

	it('is not what stops: a fixed number too high does', async () => {
		await withStandIn(async (url) => {
			expect((await runOn(url, 20)).error?.description).toContain('The run stopped. Of ');
		});
	});
});

describe('a run that stops', () => {
	it('says how many were accepted, and starts no more', async () => {
		sandbox.failNext({ skip: 37, code: 'NOT_ENOUGH_FUNDS' });
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: contacts(100),
			parameters: { ...each, options: { concurrency: 1 } },
		});
		expect(result.error?.message).toBe('The Messangi account is out of credit');
		expect(result.error?.description).toContain(
			'stopped. Of 100 items: 37 already accepted, 1 rejected, 0 unknown, 62 not tried',
		);
		expect(result.error?.context.itemIndex).toBe(37);
		expect(sandbox.messages()).toHaveLength(37);
		expect(sandbox.stats().requests).toBe(38);
	});

	it('waits for those under way and counts them', async () => {
		sandbox.setLatency(30);
		sandbox.failNext({ path: 'rest', code: 'BAD_SIGNATURE' });
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: contacts(50),
			parameters: { ...each, options: { concurrency: 5 } },
		});
		const { requests } = sandbox.stats();
		expect(requests).toBeLessThan(12);
		expect(result.error?.description).toContain(
			`${requests - 1} already accepted, 1 rejected, 0 unknown, ${50 - requests} not tried`,
		);
	});

	it('does not send what was waiting for its turn', async () => {
		sandbox.failNext({ code: 'NOT_ENOUGH_FUNDS' });
		const started = Date.now();
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: contacts(10),
			parameters: { ...each, options: { requestsPerSecond: 1, concurrency: 10 } },
		});
		expect(result.error?.description).toContain(
			'0 already accepted, 1 rejected, 0 unknown, 9 not tried',
		);
		expect(sandbox.stats().requests).toBe(1);
		expect(Date.now() - started).toBeLessThan(3000);
	});

	it('warns of Retry On Fail, which sends the accepted ones again', async () => {
		sandbox.failNext({ skip: 1, count: 9, code: 'BAD_TO' });
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: contacts(2),
			parameters: { ...each, options: { concurrency: 1 } },
			retryOnFail: true,
		});
		expect(result.error?.description).toContain('Retry On Fail');
		sandbox.reset();
		const smooth = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			parameters: PROFILES.messangi.send,
			retryOnFail: true,
		});
		expect(JSON.stringify(smooth.run.data.resultData.runData)).toContain('Retry On Fail is on');
	});

	it('goes on when the node continues', async () => {
		sandbox.failNext({ skip: 2, code: 'NOT_ENOUGH_FUNDS' });
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: contacts(5),
			parameters: { ...each, options: { concurrency: 1 } },
			onError: 'continueRegularOutput',
		});
		expect(outputs(result).map(({ outcome }) => outcome)).toEqual([
			'accepted',
			'accepted',
			'rejected',
			'accepted',
			'accepted',
		]);
	});

	it('sends failed items to the error output, with everything that is known of them', async () => {
		sandbox.failNext({ skip: 1, code: 'BAD_TO' });
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: contacts(3),
			parameters: { ...each, options: { concurrency: 1 } },
			onError: 'continueErrorOutput',
		});
		expect(outputs(result).map(({ to }) => to)).toEqual(['+13056701000', '+13056701002']);
		expect(result.errorItems.map(({ json }) => json)).toMatchObject([
			{
				phone: '+13056701001',
				error: {
					code: 'BAD_TO',
					message: 'Messangi refused the number',
					hint: expect.any(String) as string,
				},
				details: { gateway: 'messangi', outcome: 'rejected', to: '+13056701001' },
			},
		]);
	});
});

describe('the stop button', () => {
	it('starts no more messages', async () => {
		sandbox.setLatency(50);
		await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: contacts(100),
			parameters: { ...each, options: { concurrency: 2 } },
			onStart: stopAt(sandbox, 6),
		}).catch(() => undefined);
		const pause = () => new Promise((resolve) => setTimeout(resolve, 200));
		// What was on its way when the run was stopped may arrive now.
		await pause();
		const { requests } = sandbox.stats();
		await pause();
		expect(requests).toBeLessThan(30);
		expect(sandbox.stats().requests).toBe(requests);
	});

	it('ends a wait', async () => {
		const started = Date.now();
		await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: contacts(10),
			parameters: { ...each, options: { requestsPerSecond: 1, concurrency: 1 } },
			onStart: (stop) => setTimeout(stop, 100),
		}).catch(() => undefined);
		expect(Date.now() - started).toBeLessThan(3000);
		expect(sandbox.stats().requests).toBeLessThan(3);
	});
});

describe('HTTP 429', () => {
	const one = { node: 'messangi', parameters: PROFILES.messangi.send } as const;

	it('waits as long as the gateway asks, then sends once', async () => {
		sandbox.failNext({ status: 429, headers: { 'retry-after': '1' } });
		const started = Date.now();
		const result = await runNode({ ...one, credentials: credentialsFor(sandbox) });
		expect(outputs(result)).toMatchObject([{ outcome: 'accepted' }]);
		expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
		expect(sandbox.messages()).toHaveLength(1);
		expect(sandbox.stats().requests).toBe(2);
	});

	it('understands a date', async () => {
		sandbox.failNext({
			status: 429,
			headers: { 'retry-after': new Date(Date.now() + 1500).toUTCString() },
		});
		expect(outputs(await runNode({ ...one, credentials: credentialsFor(sandbox) }))).toMatchObject([
			{ outcome: 'accepted' },
		]);
	});

	it('waits a second where the gateway says nothing, and holds the other messages back', async () => {
		sandbox.failNext({ status: 429 });
		const started = Date.now();
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: contacts(4),
			parameters: { ...each, options: { concurrency: 1 } },
		});
		expect(outputs(result).map(({ outcome }) => outcome)).toEqual(Array(4).fill('accepted'));
		expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
		expect(sandbox.stats().requests).toBe(5);
	});

	it.each(['61', '3600', new Date(Date.now() + 3_600_000).toUTCString()])(
		'gives up at once when asked to wait for %s',
		async (retryAfter) => {
			sandbox.failNext({ status: 429, count: 5, headers: { 'retry-after': retryAfter } });
			const result = await runNode({
				...one,
				credentials: credentialsFor(sandbox),
				onError: 'continueRegularOutput',
			});
			expect(outputs(result)).toMatchObject([{ outcome: 'rejected', error: { code: 'HTTP_429' } }]);
			expect(sandbox.stats().requests).toBe(1);
		},
	);

	it.each([500, 502, 503, 504, 408])('nothing else is asked again: HTTP %i', async (status) => {
		sandbox.failNext({ status, body: 'later', headers: { 'retry-after': '1' } });
		const result = await runNode({
			...one,
			credentials: credentialsFor(sandbox),
			onError: 'continueRegularOutput',
		});
		expect(outputs(result)).toMatchObject([{ outcome: 'unknown' }]);
		expect(sandbox.stats().requests).toBe(1);
	});

	it('does not send again what a 429 says was accepted', async () => {
		sandbox.failNext({
			status: 429,
			accept: true,
			body: '<response><status>OK</status></response>',
			headers: { 'retry-after': '1' },
		});
		await runNode({
			...one,
			credentials: credentialsFor(sandbox),
			parameters: { ...PROFILES.messangi.send, operation: 'sendCampaign', carrier: '' },
		});
		expect(sandbox.messages()).toHaveLength(1);
		expect(sandbox.stats().requests).toBe(1);
	});
});

describe('the credential', () => {
	it.each(GATEWAYS)('%s: is read once a run', async (node) => {
		const credentials = credentialsFor(sandbox);
		const items = contacts(25);
		const parameters = {
			...PROFILES[node].send,
			to: '={{ $json.phone }}',
			message: '=Hi {{ $json.phone }}',
		};
		const result = await runNode({ node, credentials, items, parameters });
		expect(outputs(result).map(({ outcome }) => outcome)).toEqual(Array(25).fill('accepted'));
		expect(credentials.reads).toBe(1);
	});

	it('counts from the next run on when it is edited in the middle of one', async () => {
		const credentials = credentialsFor(sandbox);
		const run = async () =>
			await runNode({
				node: 'messangi',
				credentials,
				items: contacts(10),
				parameters: { ...each, options: { concurrency: 1 } },
				onError: 'continueRegularOutput',
			});
		let requests = 0;
		sandbox.onRequest(() => {
			if (++requests === 3)
				Object.assign(credentials.stored.messangiApi ?? {}, { privateKey: 'x' });
		});
		const accepted = (outcome: unknown) => outcome === 'accepted';
		expect(outputs(await run()).filter(({ outcome }) => accepted(outcome))).toHaveLength(10);
		sandbox.onRequest(() => undefined);
		expect(outputs(await run()).filter(({ outcome }) => accepted(outcome))).toHaveLength(0);
	});

	it('with a token that runs out in the middle of a run: one more token serves the rest', async () => {
		const credentials = credentialsFor(sandbox, {
			messageCentralApi: { email: 'middle@example.com' },
		});
		let requests = 0;
		sandbox.onRequest(({ path }) => {
			if (path.includes('/send') && ++requests === 10) sandbox.expireTokens();
		});
		const result = await runNode({
			node: 'messageCentral',
			credentials,
			items: contacts(40),
			parameters: {
				...PROFILES.messageCentral.send,
				to: '={{ $json.phone }}',
				options: { concurrency: 5 },
			},
		});
		sandbox.onRequest(() => undefined);
		expect(outputs(result).map(({ outcome }) => outcome)).toEqual(Array(40).fill('accepted'));
		expect(sandbox.stats().tokensIssued).toBe(2);
		expect(sandbox.messages()).toHaveLength(40);
		// Those that were under way went out twice, refused and then accepted; the rest once.
		expect(requests).toBeLessThanOrEqual(46);
		expect(credentials.reads).toBe(1);
	});
});

describe('Message Central’s token', () => {
	const one = { node: 'messageCentral', parameters: PROFILES.messageCentral.send } as const;
	let account = 0;
	/** An account of its own for each test: sessions live as long as the process. */
	const fresh = () =>
		credentialsFor(sandbox, { messageCentralApi: { email: `${account++}@example.com` } });

	/** Twenty messages at once, after one that is sent already: all go out, with a second token. */
	async function expectOneMoreToken(credentials: MemoryCredentials): Promise<void> {
		const result = await runNode({
			node: 'messageCentral',
			credentials,
			items: contacts(20),
			parameters: {
				...PROFILES.messageCentral.send,
				to: '={{ $json.phone }}',
				options: { concurrency: 20 },
			},
		});
		expect(outputs(result).map(({ outcome }) => outcome)).toEqual(Array(20).fill('accepted'));
		expect(sandbox.stats().tokensIssued).toBe(2);
		expect(sandbox.messages()).toHaveLength(21);
	}

	it('is fetched once, however many messages go out at once, and kept by n8n', async () => {
		sandbox.setLatency(20);
		const credentials = fresh();
		const items = contacts(30);
		const run = {
			node: 'messageCentral',
			credentials,
			items,
			parameters: {
				...PROFILES.messageCentral.send,
				to: '={{ $json.phone }}',
				options: { concurrency: 30 },
			},
		} as const;
		expect(outputs(await runNode(run)).map(({ outcome }) => outcome)).toEqual(
			Array(30).fill('accepted'),
		);
		expect(sandbox.stats().tokensIssued).toBe(1);
		await runNode(run);
		expect(sandbox.stats().tokensIssued).toBe(1);
		expect(credentials.stored.messageCentralApi?.sessionToken).toMatch(/./);
	});

	it('is fetched anew once when it was refused, and every message goes out once', async () => {
		const credentials = fresh();
		await runNode({ ...one, credentials });
		sandbox.expireTokens();
		sandbox.setLatency(20);
		await expectOneMoreToken(credentials);
	});

	it.each([401, 403])('is fetched anew after HTTP %i, once', async (status) => {
		const credentials = fresh();
		await runNode({ ...one, credentials });
		sandbox.failNext({ status, path: '/send' });
		expect(outputs(await runNode({ ...one, credentials }))).toMatchObject([
			{ outcome: 'accepted' },
		]);
		expect(sandbox.stats().tokensIssued).toBe(2);
		sandbox.failNext({ status, path: '/send', count: 9 });
		const refused = await runNode({ ...one, credentials, onError: 'continueRegularOutput' });
		expect(outputs(refused)).toMatchObject([
			{ outcome: 'rejected', error: { code: `HTTP_${status}` } },
		]);
		expect(sandbox.stats().tokensIssued).toBe(3);
	});

	it.each<[string, object | string]>([
		['a responseCode', { responseCode: 401, message: 'UNAUTHORIZED', data: null }],
		['a responseCode as text', { responseCode: '401' }],
		['a 403', { responseCode: 403, message: 'FORBIDDEN' }],
		['a status', { status: 401, error: 'Unauthorized', path: '/verification/v3/send' }],
		['a status as text', { status: '403' }],
		['a status with its name', { status: '401 UNAUTHORIZED' }],
		['codes outside and inside', { responseCode: 401, data: { responseCode: '401' } }],
	])('is fetched anew after %s in the body of an HTTP 200, once', async (_label, content) => {
		const credentials = fresh();
		await runNode({ ...one, credentials });
		const body = JSON.stringify(content);
		sandbox.failNext({ body, path: '/send' });
		expect(outputs(await runNode({ ...one, credentials }))).toMatchObject([
			{ outcome: 'accepted' },
		]);
		expect(sandbox.stats().tokensIssued).toBe(2);
		expect(sandbox.messages()).toHaveLength(2);
		sandbox.failNext({ body, path: '/send', count: 9 });
		const { requests } = sandbox.stats();
		const refused = await runNode({ ...one, credentials, onError: 'continueRegularOutput' });
		expect(outputs(refused)).toMatchObject([
			{ outcome: 'rejected', error: { code: /40\d/.exec(body)?.[0] } },
		]);
		// A refused send, a sign-in, and the same once more.
		expect(sandbox.stats()).toMatchObject({ tokensIssued: 3, requests: requests + 3 });
		expect(sandbox.messages()).toHaveLength(2);
	});

	it.each<[string, object, 'unknown' | 'accepted']>([
		['a message', { responseCode: 401, data: { transactionId: 'x' } }, 'unknown'],
		['a success inside', { responseCode: 401, data: { responseCode: '200' } }, 'unknown'],
		['another code', { responseCode: 777, status: 401 }, 'unknown'],
		['a success', { responseCode: 200, status: 401 }, 'accepted'],
	])(
		'is not fetched anew after a 401 beside %s: it may have been sent',
		async (_label, content, outcome) => {
			const credentials = fresh();
			await runNode({ ...one, credentials });
			const { requests } = sandbox.stats();
			sandbox.failNext({ body: JSON.stringify(content), path: '/send' });
			const result = await runNode({ ...one, credentials, onError: 'continueRegularOutput' });
			expect(outputs(result)).toMatchObject([{ outcome }]);
			expect(sandbox.stats()).toMatchObject({ tokensIssued: 1, requests: requests + 1 });
		},
	);

	it('is not fetched anew when it was just fetched: the account is refused, and the run ends', async () => {
		sandbox.failNext({ code: 401, path: '/send', count: 9 });
		const run = {
			node: 'messageCentral',
			credentials: fresh(),
			items: contacts(5),
			parameters: {
				...PROFILES.messageCentral.send,
				to: '={{ $json.phone }}',
				options: { concurrency: 1 },
			},
			onError: 'continueRegularOutput',
		} as const;
		const codes = outputs(await runNode(run)).map(({ error }) => (error as { code: string }).code);
		expect(codes).toEqual(['401', ...Array<string>(4).fill('NOT_TRIED')]);
		expect(sandbox.stats()).toMatchObject({ tokensIssued: 1, requests: 2 });
	});

	it('is not fetched anew when it was renewed for this request after HTTP 401', async () => {
		const credentials = fresh();
		await runNode({ ...one, credentials });
		sandbox.failNext({ status: 401, path: '/send' });
		sandbox.failNext({ code: 401, path: '/send', count: 9 });
		const result = await runNode({ ...one, credentials, onError: 'continueRegularOutput' });
		expect(outputs(result)).toMatchObject([{ outcome: 'rejected', error: { code: '401' } }]);
		expect(sandbox.stats().tokensIssued).toBe(2);
		expect(sandbox.messages()).toHaveLength(1);
	});

	it('is fetched anew once for many messages that are refused in the body', async () => {
		const credentials = fresh();
		await runNode({ ...one, credentials });
		sandbox.setLatency(20);
		sandbox.failNext({ code: 401, path: '/send', count: 20 });
		await expectOneMoreToken(credentials);
	});

	it('is fetched anew for the check of a code, once', async () => {
		const credentials = fresh();
		await runNode({ ...one, credentials });
		sandbox.failNext({ code: 403, path: '/validateOtp' });
		const parameters = { resource: 'otp', operation: 'verify', channel: 'SMS' };
		const verify = {
			node: 'messageCentral',
			credentials,
			parameters: { ...parameters, verificationId: '77', code: '0000' },
		} as const;
		expect(outputs(await runNode(verify))).toMatchObject([
			{ verified: false, reason: 'unknownVerification' },
		]);
		expect(sandbox.stats().tokensIssued).toBe(2);
	});

	it('is fetched anew when that of another worker and that of this process have ended', async () => {
		const credentials = fresh();
		await runNode({ ...one, credentials });
		const account = credentials.stored.messageCentralApi ?? {};
		account.sessionToken = (account.sessionToken as string).replace(/[^|]*$/, 'of-another-worker');
		sandbox.expireTokens();
		expect(outputs(await runNode({ ...one, credentials }))).toMatchObject([
			{ outcome: 'accepted' },
		]);
		expect(sandbox.stats().tokensIssued).toBe(2);
		expect(sandbox.messages()).toHaveLength(2);
	});

	it('of the console is not asked again', async () => {
		const credentials = credentialsFor(sandbox, {
			messageCentralApi: { authentication: 'authToken', sessionToken: '1|x|y' },
		});
		sandbox.failNext({ code: 401, path: '/send', count: 9 });
		const result = await runNode({ ...one, credentials, onError: 'continueRegularOutput' });
		expect(outputs(result)).toMatchObject([{ outcome: 'rejected', error: { code: '401' } }]);
		expect(sandbox.stats().requests).toBe(1);
	});

	it.each([508, 805])('code %i, out of credit, ends the run', async (code) => {
		sandbox.failNext({ code, path: '/send', count: 9 });
		const result = await runNode({
			node: 'messageCentral',
			credentials: fresh(),
			items: contacts(5),
			parameters: {
				...PROFILES.messageCentral.send,
				to: '={{ $json.phone }}',
				options: { concurrency: 1 },
			},
			onError: 'continueRegularOutput',
		});
		expect(outputs(result).map(({ error }) => (error as { code: string }).code)).toEqual([
			String(code),
			...Array<string>(4).fill('NOT_TRIED'),
		]);
	});

	it('is fetched anew in an n8n that takes no exceptions, and nothing is sent twice', async () => {
		const credentials = fresh();
		credentials.takesNoExceptions = true;
		await runNode({ ...one, credentials });
		sandbox.expireTokens();
		expect(outputs(await runNode({ ...one, credentials }))).toMatchObject([
			{ outcome: 'accepted' },
		]);
		expect(sandbox.stats().tokensIssued).toBe(2);
		expect(sandbox.messages()).toHaveLength(2);
		sandbox.failNext({ status: 401, path: '/send', count: 9 });
		const refused = await runNode({ ...one, credentials, onError: 'continueRegularOutput' });
		expect(outputs(refused)).toMatchObject([{ outcome: 'rejected', error: { code: 'HTTP_401' } }]);
		expect(sandbox.messages()).toHaveLength(2);
	});

	it('is not used for another account when the credential is changed', async () => {
		const credentials = fresh();
		await runNode({ ...one, credentials });
		credentials.stored.messageCentralApi = {
			...credentials.stored.messageCentralApi,
			customerId: 'C-SOMEBODY-ELSE',
		};
		const result = await runNode({ ...one, credentials, onError: 'continueRegularOutput' });
		expect(outputs(result)).toMatchObject([
			{
				outcome: 'rejected',
				error: {
					code: 'SIGN_IN_FAILED',
					message: 'Message Central does not know this customer ID',
				},
			},
		]);
		expect(sandbox.messages()).toHaveLength(1);
	});

	it('is the one of the console when that is chosen', async () => {
		const credentials = credentialsFor(sandbox, {
			messageCentralApi: { authentication: 'authToken' },
		});
		expect(outputs(await runNode({ ...one, credentials }))).toMatchObject([
			{ outcome: 'accepted' },
		]);
		expect(sandbox.stats().tokensIssued).toBe(0);
	});
});
