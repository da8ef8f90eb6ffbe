import type { INode } from 'n8n-workflow';
import { failureOf } from '../../http/failures';
import { createSandbox, type Fault, type Sandbox } from '../../sandbox/server/server';
import { outputs, runNode, type NodeRun } from '../runtime/engine';
import { credentialsFor, GATEWAYS, secretsIn, SENDS } from '../runtime/gateways';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await createSandbox();
});
beforeEach(() => {
	sandbox.reset();
});
afterAll(() => sandbox.close());

/** A port on which nobody listens: one that was just given back. */
async function closedPort(): Promise<string> {
	const other = await createSandbox();
	await other.close();
	return other.url;
}

interface Case {
	label: string;
	gateways: readonly NodeRun['node'][];
	outcome: 'rejected' | 'unknown';
	code: string | RegExp;
	text: RegExp;
	fault?: Fault;
	changes?: Record<string, Record<string, string>>;
	unreachable?: 'refused' | 'unknown host';
	/** How many messages the gateway has taken all the same. */
	taken?: number;
}

const wrong = 'wrong-secret-of-the-test';
const cases: Case[] = [
	{
		label: 'a wrong private key',
		gateways: ['messangi'],
		changes: { messangiApi: { privateKey: wrong } },
		outcome: 'rejected',
		code: 'BAD_SIGNATURE',
		text: /refused the signature/,
	},
	{
		label: 'a wrong instance',
		gateways: ['messangi'],
		changes: { messangiApi: { instanceId: '9' } },
		outcome: 'rejected',
		code: 'BAD_SIGNATURE',
		text: /refused the signature/,
	},
	{
		label: 'a wrong password',
		gateways: ['mGage'],
		changes: { mGageApi: { password: wrong } },
		outcome: 'rejected',
		code: 'HTTP_401',
		text: /mGage refused the credentials/,
	},
	{
		label: 'a wrong password',
		gateways: ['messageCentral'],
		changes: { messageCentralApi: { password: wrong } },
		outcome: 'rejected',
		code: 'SIGN_IN_FAILED',
		text: /refused the password/,
	},
	{
		label: 'a wrong auth token',
		gateways: ['messageCentral'],
		changes: { messageCentralApi: { authentication: 'authToken', authToken: wrong } },
		outcome: 'rejected',
		code: 'HTTP_401',
		text: /Message Central refused the credentials/,
	},
	{
		label: 'a server that refuses connections',
		gateways: ['messangi', 'mGage'],
		unreachable: 'refused',
		outcome: 'rejected',
		code: 'ECONNREFUSED',
		text: /refuses connections/,
	},
	{
		label: 'a server that refuses connections',
		gateways: ['messageCentral'],
		unreachable: 'refused',
		outcome: 'rejected',
		code: 'SIGN_IN_FAILED',
		text: /could not be reached to sign in/,
	},
	{
		label: 'a host that does not exist',
		gateways: ['messangi', 'mGage'],
		unreachable: 'unknown host',
		outcome: 'rejected',
		code: /^(ENOTFOUND|EAI_AGAIN)$/,
		text: /host name cannot be/,
	},
	{
		label: 'HTML instead of the reply',
		gateways: GATEWAYS,
		fault: {
			path: 'e',
			skip: 0,
			body: '<html><body>Hello</body></html>',
			contentType: 'text/html',
		},
		outcome: 'unknown',
		code: 'UNREADABLE_REPLY',
		text: /HTML page/,
	},
	{
		label: 'an empty reply',
		gateways: GATEWAYS,
		fault: { status: 200, body: '' },
		outcome: 'unknown',
		code: 'UNREADABLE_REPLY',
		text: /cannot be read/,
	},
	{
		label: 'a connection that is cut at once',
		gateways: GATEWAYS,
		fault: { cut: 'before' },
		outcome: 'unknown',
		code: 'CONNECTION_CUT',
		text: /cut before the gateway had answered/,
	},
	{
		label: 'a connection that is cut after the message was taken',
		gateways: GATEWAYS,
		fault: { cut: 'after' },
		outcome: 'unknown',
		code: 'CONNECTION_CUT',
		text: /cut before/,
		taken: 1,
	},
	{
		label: 'a reply that is cut off',
		gateways: GATEWAYS,
		fault: { cut: 'middle' },
		outcome: 'unknown',
		code: /^(CONNECTION_CUT|UNREADABLE_REPLY)$/,
		text: /cut before|cannot be read/,
		taken: 1,
	},
	{
		label: 'no answer in time',
		gateways: GATEWAYS,
		fault: { hang: true },
		outcome: 'unknown',
		code: 'NO_ANSWER',
		text: /did not answer within 0\.5 seconds/,
	},
	{
		label: 'no answer in time, though the message was taken',
		gateways: GATEWAYS,
		fault: { hang: true, accept: true },
		outcome: 'unknown',
		code: 'NO_ANSWER',
		text: /did not answer/,
		taken: 1,
	},
	{
		label: 'a redirect',
		gateways: GATEWAYS,
		fault: { status: 307, headers: { location: 'http://127.0.0.1:9/stolen' } },
		outcome: 'unknown',
		code: 'UNREADABLE_REPLY',
		text: /HTTP 307/,
	},
	{
		label: 'not found',
		gateways: GATEWAYS,
		fault: { status: 404, body: '<html>404</html>' },
		outcome: 'rejected',
		code: 'HTTP_404',
		text: /HTTP 404/,
	},
	{
		label: 'a fault of a server on the way',
		gateways: GATEWAYS,
		fault: { status: 502, body: 'Bad Gateway' },
		outcome: 'unknown',
		code: 'UNREADABLE_REPLY',
		text: /HTTP 502/,
	},
];

const rows = cases.flatMap((each) =>
	each.gateways.map((node) => [node, each.label, each] as const),
);

describe.each(rows)('%s: %s', (node, _label, each) => {
	async function run(onError?: INode['onError']) {
		sandbox.reset();
		const url =
			each.unreachable === 'refused'
				? await closedPort()
				: each.unreachable === 'unknown host'
					? 'http://gateway.invalid'
					: sandbox.url;
		const credentials = credentialsFor({ url }, each.changes);
		// The token is not what fails here.
		if (node === 'messageCentral' && each.fault)
			await runNode({ node, credentials, parameters: SENDS[node] });
		const before = sandbox.messages().length;
		if (each.fault) sandbox.failNext({ gateway: node, path: '/', ...each.fault });
		const result = await runNode({
			node,
			credentials,
			onError,
			parameters: { ...SENDS[node], options: { timeout: 500 }, simplify: false },
		});
		expect(sandbox.messages().length - before).toBe(each.taken ?? 0);
		for (const secret of [secretsIn(result.run.data.resultData), secretsIn(result.error)])
			expect(secret).toEqual([]);
		expect(JSON.stringify(result.items)).not.toContain(wrong);
		expect(
			`${result.error?.message} ${result.error?.description} ${result.error?.stack}`,
		).not.toContain(wrong);
		return result;
	}

	it('stops the node with a text that says what happened and what to do', async () => {
		const { error, items } = await run();
		expect(items).toEqual([]);
		expect(error?.message).toMatch(each.text);
		expect(error?.description).toMatch(
			each.outcome === 'unknown' ? /may have been sent/ : /not sent|Private Key/,
		);
	});

	it('is an outcome of its item when the node continues', async () => {
		const result = await run('continueRegularOutput');
		expect(result.error).toBeUndefined();
		const [output] = outputs(result);
		expect(output).toMatchObject({
			gateway: node,
			outcome: each.outcome,
			error: {
				code: expect.stringMatching(each.code) as string,
				message: expect.stringMatching(each.text) as string,
			},
		});
		expect((output?.error as { hint: string }).hint).not.toBe('');
	});
});

it('a node without its credential says so, and sends nothing', async () => {
	const credentials = credentialsFor(sandbox);
	delete credentials.stored.messangiApi;
	const result = await runNode({
		node: 'messangi',
		credentials,
		parameters: SENDS.messangi,
		onError: 'continueRegularOutput',
	});
	expect(outputs(result)[0]?.outcome).not.toBe('accepted');
	expect(sandbox.requests()).toEqual([]);
});

it.each([
	['us', 'communicatepro.mgage.com'],
	['uk', 'communicatepro-uk.mgage.com'],
])('region %s is asked at %s', async (region, host) => {
	// No network here reaches it; that it is looked for is what shows.
	const { MGageApi } = await import('../../credentials/MGageApi.credentials');
	const options = await new MGageApi().authenticate(
		{ region, username: 'u', password: 'p' },
		{ url: 'api/gateway' },
	);
	expect(options.url).toBe(`https://${host}/api/gateway`);
	expect(options.auth).toEqual({ username: 'u', password: 'p' });
});

describe('what Node.js says of a connection, as the HTTP client wraps it', () => {
	it.each([
		['connect ECONNRESET 127.0.0.1:443', 'ECONNRESET', 'connect', 'rejected'],
		['connect ETIMEDOUT 127.0.0.1:443', 'ETIMEDOUT', 'connect', 'rejected'],
		['connect ENETDOWN 127.0.0.1:443', 'ENETDOWN', 'connect', 'rejected'],
		['getaddrinfo EAI_FAIL gateway.invalid', 'EAI_FAIL', 'getaddrinfo', 'rejected'],
		[
			'Client network socket disconnected before secure TLS connection was established',
			'ECONNRESET',
			undefined,
			'rejected',
		],
		['certificate revoked', 'CERT_REVOKED', undefined, 'rejected'],
		['unsupported certificate purpose', 'INVALID_PURPOSE', undefined, 'rejected'],
		['read ECONNRESET', 'ECONNRESET', 'read', 'unknown'],
		['write EPIPE', 'EPIPE', 'write', 'unknown'],
		['read ETIMEDOUT', 'ETIMEDOUT', 'read', 'unknown'],
		['write EPROTO SSL routines:wrong version number', 'EPROTO', 'write', 'unknown'],
		['socket hang up', 'ECONNRESET', undefined, 'unknown'],
		['INVALID', 'INVALID_ARGUMENT', undefined, 'unknown'],
	])('%s', (message, code, syscall, outcome) => {
		const cause = Object.assign(new Error(message), { code, syscall });
		const wrapped = Object.assign(new Error(message, { cause }), { code, isAxiosError: true });
		const failure = failureOf(new Error('The connection failed', { cause: wrapped }), 1000);
		expect(failure.outcome).toBe(outcome);
		expect(failure.problem.message).toMatch(/^\S.{10,}[^.]$/);
		expect(failure.problem.hint).toMatch(/not sent\.$|may have been sent/);
	});

	it.each<[string, string, string | undefined, boolean]>([
		['connect ECONNREFUSED', 'ECONNREFUSED', 'connect', true],
		['connect ETIMEDOUT', 'ETIMEDOUT', 'connect', true],
		[
			'Client network socket disconnected before secure TLS connection was established',
			'ECONNRESET',
			undefined,
			true,
		],
		['getaddrinfo ENOTFOUND', 'ENOTFOUND', 'getaddrinfo', false],
		['certificate has expired', 'CERT_HAS_EXPIRED', undefined, false],
		['socket hang up', 'ECONNRESET', undefined, false],
	])(
		'%s: a list of addresses is named where a gateway may have one',
		(message, code, syscall, isNamed) => {
			const cause = Object.assign(new Error(message), { code, syscall });
			const wrapped = Object.assign(new Error(message, { cause }), { code, isAxiosError: true });
			const hint = 'It may have a list.';
			expect(failureOf(wrapped, 1000, hint).problem.hint.includes(hint)).toBe(isNamed);
			expect(failureOf(wrapped, 1000).problem.hint).not.toContain(hint);
		},
	);
});
