import { ACCOUNTS, createSandbox } from '../../sandbox/server/server';
import { ALL_PROFILES, PROFILES } from '../profiles';
import { complaintsOf, forEach, type Expectation, type Trial } from './cells';
import { FAULTS, type Fault, type Truth } from './faults';
import { Front, PLAIN, wire, type Behaviour } from './front';
import { labelOf, SIGNING_IN, type OperationCase } from './operations';
import { useStage } from './stage';
import { count, note } from './tally';

/*
 * The request for a token goes wrong. Nothing can have been sent then, because the request that
 * sends was never made: so everything but a token is a refusal.
 */

const stage = useStage();
const QUICK = FAULTS.filter(({ isSlow }) => isSlow !== true);
const GROUPS = [...new Set(QUICK.map(({ group }) => group))];

/** The operations that are tried once more, without going on at a failure: one message, and many. */
const STOPPING = new Set(['sms: send', 'sms: sendBulk (same message, list)']);

/** What a failed sign-in says, whatever the reason. */
const SIGN_IN_FAILED: Expectation = {
	code: 'SIGN_IN_FAILED',
	says: /sign in|no token|refused|does not know/,
	advises: /credential|Try again later/,
};

/** Tries cells of all operations; all that is wrong. */
async function tryAll<Each extends { name: string; group: string }>(
	table: string,
	all: readonly Each[],
	trialOf: (each: Each, operation: OperationCase) => Omit<Trial, 'operation' | 'sandbox'>,
	operations = SIGNING_IN,
): Promise<string[]> {
	const { sandbox } = stage;
	const complaints: string[] = [];
	const cells = operations.flatMap((operation) => all.map((each) => ({ operation, each })));
	await forEach(cells, 25, async ({ operation, each }) => {
		for (const stops of STOPPING.has(operation.name) ? [false, true] : [false]) {
			const trial = trialOf(each, operation);
			const found = await complaintsOf({ operation, sandbox, isSignIn: true, stops, ...trial });
			complaints.push(...found.map((what) => `${labelOf(operation)}, ${each.name}: ${what}`));
		}
		count(table, operation, each.group, 1);
	});
	note(complaints);
	return complaints;
}

/** Only a send and a question name their failure's code. */
const expectedOf = ({ kind }: OperationCase, expected: Expectation): Expectation =>
	kind === 'test' ? { ...expected, code: undefined } : expected;

describe('the first sign-in goes wrong', () => {
	it.each(GROUPS)('%s', async (group) => {
		const faults = QUICK.filter((fault) => fault.group === group);
		const complaints = await tryAll('sign-ins x faults', faults, (fault, operation) => ({
			place: stage.front.place(PLAIN, fault),
			truth: fault.truth,
			expected: expectedOf(operation, SIGN_IN_FAILED),
		}));
		expect(complaints).toEqual([]);
	});
});

describe('the gateway refuses the token, and the sign-in after that goes wrong', () => {
	/** Signs in once as on a good day. */
	function laterOnly(fault: Behaviour): Behaviour {
		let asked = 0;
		return {
			isTaken: true,
			answer: (...call) => (asked++ === 0 ? PLAIN : fault).answer(...call),
		};
	}
	const refuses: Behaviour = {
		isTaken: false,
		answer: (_, socket) => {
			socket.end(wire({ status: 401, contentType: 'text/plain', body: Buffer.alloc(0) }));
		},
	};
	/** The test of a credential does not ask again. */
	const mayAskTwice = ({ kind }: OperationCase, { truth }: Fault) =>
		kind !== 'test' && truth.includes('told');

	it.each(GROUPS)('%s', async (group) => {
		const faults = QUICK.filter((fault) => fault.group === group);
		const { front } = stage;
		const complaints: string[] = [];
		await forEach(
			SIGNING_IN.filter(({ isSignIn }) => !isSignIn).flatMap((operation) =>
				faults.map((fault) => ({ operation, fault })),
			),
			25,
			async ({ operation, fault }) => {
				const place = front.place(refuses, laterOnly(fault));
				const found = await complaintsOf({
					operation,
					sandbox: stage.sandbox,
					place,
					truth: 'refused',
					mostRequests: mayAskTwice(operation, fault) ? 2 : 1,
				});
				const label = `${labelOf(operation)}, ${fault.name}`;
				complaints.push(...found.map((each) => `${label}: ${each}`));
				count('renewals x faults', operation, group, 1);
			},
		);
		note(complaints);
		expect(complaints).toEqual([]);
	});
});

interface Reply {
	name: string;
	group: string;
	status?: number;
	body: unknown;
	expected: Expectation;
}

const { customerId, password } = ACCOUNTS.messageCentral;
const key = Buffer.from(password).toString('base64');
const noToken = { ...SIGN_IN_FAILED, says: /no token|refused to sign in/ };
const wrongPassword = { says: /refused the password/, advises: /check the password/ };
const wrongCustomer = { says: /does not know this customer ID/, advises: /check the customer ID/ };

/** Answers without a token. The two sentences are those that the gateway is known to answer with. */
const REPLIES: readonly Reply[] = [
	...[
		{},
		{ status: 200 },
		{ status: 200, token: null },
		{ status: 200, token: '' },
		{ status: 200, token: 5 },
		{ status: 200, token: true },
		{ status: 200, token: { token: 'x' } },
		{ status: 200, token: ['x'] },
		{ status: 200, data: { tokens: 'x' } },
		{ status: 200, Token: 'x' },
		{ responseCode: 200, auth: 'x' },
	].map((body) => ({
		name: JSON.stringify(body),
		group: 'no token in it',
		body,
		expected: noToken,
	})),
	...[200, 400, 401, 403, 500].flatMap((status): Reply[] => [
		{
			name: `HTTP ${status}, a wrong password`,
			group: 'refused credentials',
			status,
			body: { status: 400, error: 'password is wrong' },
			expected: wrongPassword,
		},
		{
			name: `HTTP ${status}, a wrong customer ID`,
			group: 'refused credentials',
			status,
			body: { status: 400, error: 'customerId is invalid' },
			expected: wrongCustomer,
		},
		{
			name: `HTTP ${status}, another error`,
			group: 'refused credentials',
			status,
			body: { status: 400, error: 'account is blocked' },
			expected:
				status < 500
					? { says: /refused to sign in/, advises: /check the customer ID, password/ }
					: { says: /returned no token/, advises: /try again later/ },
		},
	]),
	...[
		{ status: 400, error: `password ${password} is wrong` },
		{ status: 400, error: `customerId ${customerId} is invalid for key=${key}` },
		{ status: 400, error: `nobody has ${password} or ${key}` },
		{ status: 400, error: { password, key } },
		{ status: 400, message: `key=${key}`, password, key },
	].map((body, at) => ({
		name: `an error that repeats the password (${at + 1})`,
		group: 'refused credentials',
		body,
		expected: SIGN_IN_FAILED,
	})),
];

const saysWhatIsWrong = ({ node }: OperationCase) => PROFILES[node].token?.saysWhatIsWrong === true;

/** Where a refusal has no words, its status is all there is. */
const WORDLESS: readonly Reply[] = [
	...REPLIES.filter(({ group }) => group === 'no token in it'),
	...[400, 401, 403].map(
		(status): Reply => ({
			name: `HTTP ${status}`,
			group: 'refused credentials',
			status,
			body: { message: `nobody has ${ACCOUNTS.messangiElastic.password}` },
			expected: { says: /refused the username or password/, advises: /check both/ },
		}),
	),
	...[404, 429, 500, 503].map(
		(status): Reply => ({
			name: `HTTP ${status}`,
			group: 'refused credentials',
			status,
			body: {},
			expected: { says: /returned no token/, advises: /try again later/ },
		}),
	),
];

it.each([
	['in words', REPLIES, true],
	['by its status only', WORDLESS, false],
] as const)('an answer without a token, %s', async (_label, replies, inWords) => {
	const complaints = await tryAll(
		'sign-ins x answers',
		replies,
		(reply, operation) => ({
			place: stage.front.place(PLAIN, {
				isTaken: false,
				answer: (_, socket) => {
					const body = Buffer.from(JSON.stringify(reply.body));
					socket.end(wire({ status: reply.status ?? 200, contentType: 'application/json', body }));
				},
			}),
			truth: 'refused',
			expected: expectedOf(operation, { ...reply.expected, code: 'SIGN_IN_FAILED' }),
		}),
		SIGNING_IN.filter((operation) => saysWhatIsWrong(operation) === inWords),
	);
	expect(complaints).toEqual([]);
});

/** A JWT that nobody has signed. */
function jwt(payload: string): string {
	const part = (text: string) => Buffer.from(text).toString('base64url');
	return `${part('{"alg":"HS512"}')}.${part(payload)}.c2lnbmF0dXJl`;
}

/** Those that need nothing of the sandbox's own account. */
const SENDS_AND_TEST = SIGNING_IN.filter(({ kind }) => kind !== 'check');
const IN_AN_HOUR = Math.floor(Date.now() / 1000) + 3600;

describe('a token of an odd kind', () => {
	it.each<[string, string, Truth]>([
		['no JWT', 'opaque-0123456789', 'told'],
		['a JWT that is no JSON', jwt('nonsense'), 'told'],
		['a JWT of two parts', jwt(`{"exp":${IN_AN_HOUR}}`).replace(/\.[^.]*$/, ''), 'told'],
		['a JWT without an end', jwt('{"sub":"C-SANDBOX"}'), 'told'],
		['a JWT whose end is a text', jwt(`{"exp":"${IN_AN_HOUR}"}`), 'told'],
		['a JWT that ends in a million years', jwt('{"exp":31556926000000}'), 'told'],
		['a JWT whose end is beyond all numbers', jwt('{"exp":1e999}'), 'told'],
		// The clocks of the two machines may differ: the gateway is the one to know.
		['a JWT that has run out', jwt('{"exp":1000000000}'), 'told'],
		['a JWT that ran out before it began', jwt('{"exp":-1}'), 'told'],
		// None of these can stand in a header, so nothing can be asked with them.
		['a token with a line break', 'opaque\r\nx-injected: 1', 'refused'],
		['a token in letters that no header has', 'opaque-Ж-0123456789', 'refused'],
		['a token with a zero byte', 'opaque-\0-0123456789', 'refused'],
	])('%s', async (name, authToken, truth) => {
		const own = ALL_PROFILES.flatMap(({ name: gateway, token }) =>
			token === undefined ? [] : [[gateway, { [token.longLived]: authToken }]],
		);
		const sandbox = await createSandbox({ accounts: Object.fromEntries(own) as object });
		const front = await Front.open(sandbox);
		const signIn: Behaviour = {
			isTaken: false,
			answer: (_, socket) => {
				const body = Buffer.from(JSON.stringify({ status: 200, token: authToken }));
				socket.end(wire({ status: 200, contentType: 'application/json', body }));
			},
		};
		const complaints: string[] = [];
		try {
			await forEach(SENDS_AND_TEST, 8, async (operation) => {
				const place = front.place(PLAIN, signIn);
				const trial = { operation, sandbox, place, truth, isSignIn: true };
				const found = await complaintsOf({ ...trial, secrets: [authToken] });
				complaints.push(...found.map((each) => `${labelOf(operation)}: ${each}`));
				count('sign-ins x answers', operation, name, 1);
			});
		} finally {
			await front.close();
			await sandbox.close();
		}
		expect(complaints).toEqual([]);
	});
});

describe('a token that the gateway no longer takes', () => {
	it.each(SIGNING_IN.filter(({ kind }) => kind !== 'test').map((each) => [labelOf(each), each]))(
		'%s',
		async (_label, operation) => {
			const sandbox = await createSandbox();
			const front = await Front.open(sandbox);
			let issued = 0;
			const place = front.place(PLAIN, {
				isTaken: true,
				answer: (reply, socket) => {
					if (issued++ === 0) sandbox.expireTokens();
					socket.end(wire(reply));
				},
			});
			try {
				const complaints = await complaintsOf({
					operation,
					sandbox,
					place,
					truth: 'told',
					mostRequests: 2,
					isRenewed: true,
				});
				expect(complaints).toEqual([]);
				expect(place.signIns).toHaveLength(2);
				expect(place.requests).toHaveLength(2);
				if (operation.kind === 'send') expect(sandbox.messages()).toHaveLength(1);
			} finally {
				await front.close();
				await sandbox.close();
			}
		},
	);
});
