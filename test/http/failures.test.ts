import type { INode } from 'n8n-workflow';
import { failureOf } from '../../http/failures';
import { createSandbox, type Fault } from '../../sandbox/server/server';
import { ALL_PROFILES, GATEWAYS, PROFILES } from '../profiles';
import { WRONG_SECRET, type Fields } from '../profiles/profile';
import { outputs, runNode, type NodeRun } from '../runtime/engine';
import { credentialsFor, secretsIn } from '../runtime/credentials';
import { sandboxForTests } from '../sandbox/forTests';

const sandbox = sandboxForTests();

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
	changes?: Record<string, Fields>;
	unreachable?: 'refused' | 'unknown host';
	/** How many messages the gateway has taken all the same. */
	taken?: number;
}

/** Those that fetch a token first, which is what fails then, and the others. */
const SIGNING_IN = GATEWAYS.filter((name) => PROFILES[name].token !== undefined);
const OTHERS = GATEWAYS.filter((name) => PROFILES[name].token === undefined);

const cases: Case[] = [
	...ALL_PROFILES.flatMap(({ name, credential, wrongAccounts }) =>
		wrongAccounts.map(
			({ label, fields, code, says }): Case => ({
				label,
				gateways: [name],
				changes: { [credential.name]: fields },
				outcome: 'rejected',
				code,
				text: says,
			}),
		),
	),
	{
		label: 'a server that refuses connections',
		gateways: OTHERS,
		unreachable: 'refused',
		outcome: 'rejected',
		code: 'ECONNREFUSED',
		text: /refused the connection/,
	},
	{
		label: 'a server that refuses connections',
		gateways: SIGNING_IN,
		unreachable: 'refused',
		outcome: 'rejected',
		code: 'SIGN_IN_FAILED',
		text: /could not be reached to sign in/,
	},
	{
		label: 'a host that does not exist',
		gateways: OTHERS,
		unreachable: 'unknown host',
		outcome: 'rejected',
		code: /^(ENOTFOUND|EAI_AGAIN)$/,
		text: /host name (?:was not found|could not be)/,
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
		text: /lost before the gateway answered/,
	},
	{
		label: 'a connection that is cut after the message was taken',
		gateways: GATEWAYS,
		fault: { cut: 'after' },
		outcome: 'unknown',
		code: 'CONNECTION_CUT',
		text: /lost before/,
		taken: 1,
	},
	{
		label: 'a reply that is cut off',
		gateways: GATEWAYS,
		fault: { cut: 'middle' },
		outcome: 'unknown',
		code: /^(CONNECTION_CUT|UNREADABLE_REPLY)$/,
		text: /lost before|cannot be read/,
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
		if (SIGNING_IN.includes(node) && each.fault)
			await runNode({ node, credentials, parameters: PROFILES[node].send });
		const before = sandbox.messages().length;
		if (each.fault) sandbox.failNext({ gateway: node, path: '/', ...each.fault });
		const result = await runNode({
			node,
			credentials,
			onError,
			parameters: { ...PROFILES[node].send, options: { timeout: 500 }, simplify: false },
		});
		expect(sandbox.messages().length - before).toBe(each.taken ?? 0);
		for (const secret of [secretsIn(result.run.data.resultData), secretsIn(result.error)])
			expect(secret).toEqual([]);
		expect(JSON.stringify(result.items)).not.toContain(WRONG_SECRET);
		expect(
			`${result.error?.message} ${result.error?.description} ${result.error?.stack}`,
		).not.toContain(WRONG_SECRET);
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
			gateway: PROFILES[node].gateway,
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
		parameters: PROFILES.messangi.send,
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

/** What Node.js says of a connection. */
interface Said {
	message: string;
	code: string;
	syscall?: string;
}

describe('what Node.js says of a connection, as the HTTP client wraps it', () => {
	it.each<Said & { outcome: string }>([
		{
			message: 'connect ECONNRESET 127.0.0.1:443',
			code: 'ECONNRESET',
			syscall: 'connect',
			outcome: 'rejected',
		},
		{
			message: 'connect ETIMEDOUT 127.0.0.1:443',
			code: 'ETIMEDOUT',
			syscall: 'connect',
			outcome: 'rejected',
		},
		{
			message: 'connect ENETDOWN 127.0.0.1:443',
			code: 'ENETDOWN',
			syscall: 'connect',
			outcome: 'rejected',
		},
		{
			message: 'getaddrinfo EAI_FAIL gateway.invalid',
			code: 'EAI_FAIL',
			syscall: 'getaddrinfo',
			outcome: 'rejected',
		},
		{
			message: 'Client network socket disconnected before secure TLS connection was established',
			code: 'ECONNRESET',
			outcome: 'rejected',
		},
		{ message: 'certificate revoked', code: 'CERT_REVOKED', outcome: 'rejected' },
		{ message: 'unsupported certificate purpose', code: 'INVALID_PURPOSE', outcome: 'rejected' },
		{ message: 'read ECONNRESET', code: 'ECONNRESET', syscall: 'read', outcome: 'unknown' },
		{ message: 'write EPIPE', code: 'EPIPE', syscall: 'write', outcome: 'unknown' },
		{ message: 'read ETIMEDOUT', code: 'ETIMEDOUT', syscall: 'read', outcome: 'unknown' },
		{
			message: 'write EPROTO SSL routines:wrong version number',
			code: 'EPROTO',
			syscall: 'write',
			outcome: 'unknown',
		},
		{ message: 'socket hang up', code: 'ECONNRESET', outcome: 'unknown' },
		{ message: 'INVALID', code: 'INVALID_ARGUMENT', outcome: 'unknown' },
	])('$message', ({ message, code, syscall, outcome }) => {
		const cause = Object.assign(new Error(message), { code, syscall });
		const wrapped = Object.assign(new Error(message, { cause }), { code, isAxiosError: true });
		const failure = failureOf(new Error('The connection failed', { cause: wrapped }), 1000);
		expect(failure.outcome).toBe(outcome);
		expect(failure.problem.message).toMatch(/^\S.{10,}[^.]$/);
		expect(failure.problem.hint).toMatch(/not sent\.$|may have been sent/);
	});

	it.each<Said & { isNamed: boolean }>([
		{ message: 'connect ECONNREFUSED', code: 'ECONNREFUSED', syscall: 'connect', isNamed: true },
		{ message: 'connect ETIMEDOUT', code: 'ETIMEDOUT', syscall: 'connect', isNamed: true },
		{
			message: 'Client network socket disconnected before secure TLS connection was established',
			code: 'ECONNRESET',
			isNamed: true,
		},
		{
			message: 'getaddrinfo ENOTFOUND',
			code: 'ENOTFOUND',
			syscall: 'getaddrinfo',
			isNamed: false,
		},
		{ message: 'certificate has expired', code: 'CERT_HAS_EXPIRED', isNamed: false },
		{ message: 'socket hang up', code: 'ECONNRESET', isNamed: false },
	])(
		'$message: a list of addresses is named where a gateway may have one',
		({ message, code, syscall, isNamed }) => {
			const cause = Object.assign(new Error(message), { code, syscall });
			const wrapped = Object.assign(new Error(message, { cause }), { code, isAxiosError: true });
			const hint = 'It may have a list.';
			expect(failureOf(wrapped, 1000, hint).problem.hint.includes(hint)).toBe(isNamed);
			expect(failureOf(wrapped, 1000).problem.hint).not.toContain(hint);
		},
	);
});

describe('without the credential that the node needs', () => {
	it('nothing was sent', async () => {
		const { send } = PROFILES.messangi;
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			// The node has only the credential of the older platform.
			parameters: { ...send, platform: 'elastic' },
			onError: 'continueRegularOutput',
		});
		expect(outputs(result)).toMatchObject([
			{
				outcome: 'rejected',
				error: { code: 'NOT_SENT', message: expect.stringContaining('credentials') as string },
			},
		]);
		expect(sandbox.requests()).toEqual([]);
	});
});
