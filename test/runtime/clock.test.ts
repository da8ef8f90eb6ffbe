import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { setTimeout as wait } from 'node:timers/promises';
import type { IExecuteFunctions } from 'n8n-workflow';
import { messageCentralSessions } from '../../credentials/messageCentralSessions';
import type { HttpRequest } from '../../credentials/sessions';
import { KeyStore } from '../../runtime/deduplication/keyStore';
import { PROFILES } from '../profiles';
import { keys, outputs, runNode } from './engine';
import { credentialsFor } from './credentials';
import { sandboxForTests } from '../sandbox/forTests';

/*
 * The machine's clock is set while something is going on. What takes its time takes as long as it
 * did, and nothing is sent twice.
 */

const sandbox = sandboxForTests({ deliveryTime: 60_000 });
/** How far the machine's clock is off, in milliseconds. */
let offBy = 0;
beforeEach(() => {
	keys.entries = [];
	offBy = 0;
	const now = Date.now.bind(Date);
	jest.spyOn(Date, 'now').mockImplementation(() => now() + offBy);
});
afterEach(() => {
	jest.restoreAllMocks();
});

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const STEPS = [-HOUR, -20 * SECOND, -200, 200, 10 * SECOND, HOUR];

const contacts = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		phone: `+1305670${String(1000 + index)}`,
		id: `visit-${String(index)}`,
	}));

/** How long something takes, in milliseconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

describe.each(STEPS)('the clock is set by %i ms', (step) => {
	it.each([
		['no limit', 0, 0],
		['40 requests a second', 40, 450],
	])('during a run with %s: no standstill, and no rush', async (_label, perSecond, atLeast) => {
		let requests = 0;
		sandbox.onRequest(() => {
			if (++requests === 5) offBy += step;
		});
		const took = await timed(async () => {
			const result = await runNode({
				node: 'messangi',
				credentials: credentialsFor(sandbox),
				items: contacts(20),
				parameters: {
					...PROFILES.messangi.send,
					to: '={{ $json.phone }}',
					options: { concurrency: 2, requestsPerSecond: perSecond },
				},
			});
			expect(outputs(result)).toHaveLength(20);
		});
		sandbox.onRequest(() => undefined);
		expect(sandbox.messages()).toHaveLength(20);
		expect(took).toBeGreaterThanOrEqual(atLeast);
		expect(took).toBeLessThan(5000);
	});

	it('during a call to the store of deduplication keys: no standstill', async () => {
		const record = keys.checkProcessedAndRecord.bind(keys);
		let calls = 0;
		jest.spyOn(keys, 'checkProcessedAndRecord').mockImplementation(async (items) => {
			const found = await record(items);
			if (++calls % 2 === 1) offBy += step;
			return found;
		});
		const took = await timed(async () => {
			const result = await runNode({
				node: 'messangi',
				credentials: credentialsFor(sandbox),
				items: contacts(20),
				parameters: {
					...PROFILES.messangi.send,
					to: '={{ $json.phone }}',
					options: { deduplicationKey: '={{ $json.id }}' },
				},
			});
			expect(outputs(result).every(({ outcome }) => outcome === 'accepted')).toBe(true);
		});
		expect(took).toBeLessThan(5000);
	});

	it('while two processes claim the same keys: one of them gets each', async () => {
		for (let round = 0; round < 20; round++) {
			const row = { id: `round ${String(round)} of ${String(step)}`, entries: [] };
			const found = await Promise.all(
				[KeyStore, Other].map(async (Store, index) => {
					// The second one reads before the first one writes, and writes after it.
					await wait(index * 5);
					return await claims(Store, row, step)(['key']);
				}),
			);
			const winners = found.filter((states) => states.get('key') === 'new');
			expect(winners).toHaveLength(1);
		}
	});

	it('while the gateway asks to wait until a moment: by its own clock', async () => {
		sandbox.failNext({
			status: 429,
			headers: { 'retry-after': new Date(Date.now() + 2000).toUTCString() },
		});
		offBy = step;
		const took = await timed(async () => {
			const result = await runNode({
				node: 'messangi',
				credentials: credentialsFor(sandbox),
				parameters: PROFILES.messangi.send,
			});
			expect(outputs(result)).toMatchObject([{ outcome: 'accepted' }]);
		});
		expect(took).toBeGreaterThan(900);
		expect(took).toBeLessThan(6000);
	});

	it('after a sign-in to Message Central: its token is good for as long as it is', async () => {
		const account = accountOf(`set by ${String(step)}`);
		const { request, count } = tokens();
		const credentials = { ...account, sessionToken: await signIn(account, request) };
		offBy = step;
		expect(currentToken(credentials)).toMatch(/^h\./);
		// Only the process itself gets older.
		const start = performance.now();
		jest.spyOn(performance, 'now').mockReturnValue(start + HOUR);
		expect(() => currentToken(credentials)).toThrow('must be renewed');
		credentials.sessionToken = await signIn(credentials, request);
		expect(currentToken(credentials)).toMatch(/^h\./);
		expect(count()).toBe(2);
	});

	it('after a message was sent: the sandbox has it on its way for as long', async () => {
		await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			parameters: PROFILES.messangi.send,
		});
		const { status } = sandbox.messages()[0] ?? {};
		offBy = step;
		expect(sandbox.messages()[0]?.status).toBe(status);
	});
});

describe('a clock that is wrong all the time', () => {
	it.each([-2 * HOUR, 2 * HOUR])(
		'by %i ms: a token is renewed before it is over, and used for a minute at least',
		async (wrong) => {
			offBy = wrong;
			const account = accountOf(`wrong by ${String(wrong)}`);
			const { request } = tokens(-wrong);
			const credentials = { ...account, sessionToken: await signIn(account, request) };
			expect(currentToken(credentials)).toMatch(/^h\./);
			const start = performance.now();
			jest.spyOn(performance, 'now').mockReturnValue(start + HOUR);
			expect(() => currentToken(credentials)).toThrow('must be renewed');
		},
	);
});

it('a machine that slept during a call to the store holds a claim up for half a minute at most', async () => {
	const waits: number[] = [];
	const start = globalThis.setTimeout;
	jest.spyOn(globalThis, 'setTimeout').mockImplementation(((task: () => void, ms = 0) => {
		waits.push(ms);
		return start(task, Math.min(ms, 20));
	}) as typeof setTimeout);
	let slept = 0;
	const now = performance.now.bind(performance);
	jest.spyOn(performance, 'now').mockImplementation(() => now() + slept);
	const claim = claims(KeyStore, { id: 'slept', entries: [] }, 0, () => (slept += HOUR));
	expect((await claim(['key'])).get('key')).toBe('new');
	expect(Math.max(...waits)).toBe(30_000);
});

/** The module as another process has it. */
let Other = KeyStore;
jest.isolateModules(() => {
	({ KeyStore: Other } = jest.requireActual<{ KeyStore: typeof KeyStore }>(
		'../../runtime/deduplication/keyStore',
	));
});

/** A run that claims keys in a row that it shares with others; the clock is set during each call. */
function claims(
	Store: typeof KeyStore,
	row: { id: string; entries: string[] },
	step: number,
	meanwhile = () => 0,
) {
	const checkProcessedAndRecord = async (items: string[]) => {
		const stood = new Set(row.entries);
		await wait(8);
		offBy += step;
		meanwhile();
		row.entries = [...new Set([...stood, ...items])];
		await wait(2);
		return { new: [], processed: items.filter((each) => stood.has(each)) };
	};
	const context = {
		getWorkflow: () => ({ id: row.id }),
		getNode: () => ({ id: 'node' }),
		helpers: {
			checkProcessedAndRecord,
			getProcessedDataCount: () => Promise.resolve(row.entries.length),
		},
	} as unknown as IExecuteFunctions;
	const store = new Store(context);
	return (names: string[]) =>
		store.claim(names.map((text) => ({ text, earlier: null, isFixed: false })));
}

function accountOf(name: string) {
	return {
		authentication: 'password',
		baseUrl: 'https://example.com/',
		customerId: name,
		password: 'secret',
		email: '',
		country: '',
		sessionToken: '',
	};
}

/** Gives tokens that live for an hour, by the clock of a server that is ahead of ours. */
function tokens(ahead = 0): { request: HttpRequest; count: () => number } {
	let count = 0;
	const request = () => {
		const iat = Math.floor((Date.now() + ahead) / 1000);
		const claims = { iat, exp: iat + 3600, jti: ++count };
		const token = `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
		return Promise.resolve({ statusCode: 200, headers: {}, body: JSON.stringify({ token }) });
	};
	return { request: request as unknown as HttpRequest, count: () => count };
}

/** The token that a request would carry. */
function currentToken(credentials: ICredentialDataDecryptedObject): unknown {
	return messageCentralSessions.authenticated(credentials, { url: '/verification/v3/send' }).headers
		?.authToken;
}

/** What n8n keeps after a request was told that it needs a token. */
async function signIn(
	credentials: ICredentialDataDecryptedObject,
	request: HttpRequest,
): Promise<string> {
	try {
		currentToken(credentials);
	} catch {
		// n8n asks for a token then.
	}
	const { sessionToken } = await messageCentralSessions.tokenToKeep(credentials, request);
	return typeof sessionToken === 'string' ? sessionToken : '';
}
