import {
	createSandbox,
	type Fault,
	type MGageReply,
	type Sandbox,
	type SandboxOptions,
} from '../../sandbox/server/server';
import { ALL_PROFILES, GATEWAYS, PROFILES } from '../profiles';
import type { ProfileName } from '../profiles/profile';
import { call, sendSMSPath } from '../sandbox/client';
import { complaintsOf, forEach, type Expectation, type Trial } from './cells';
import type { Code, MessageCentralCode } from './codes';
import { TIMEOUT, type Truth } from './faults';
import type { Place } from './front';
import { labelOf, OPERATIONS, SIGNING_IN, type OperationCase } from './operations';
import { count, note } from './tally';

/*
 * Everything that the sandbox can be told to do wrong, against every operation: what a user who
 * tries the nodes with it can see.
 */

/** Each operation has a sandbox of its own, which goes wrong for it alone. */
const sandboxes = new Map<OperationCase, Sandbox>();

beforeAll(async () => {
	for (const operation of OPERATIONS) sandboxes.set(operation, await createSandbox());
});
beforeEach(async () => {
	for (const sandbox of sandboxes.values()) {
		sandbox.reset();
		sandbox.receive([{ gateway: 'messangi', from: '13056708084', to: '87767', text: 'JOIN' }]);
		await call(sandbox, sendSMSPath());
	}
});
afterAll(async () => {
	for (const sandbox of sandboxes.values()) await sandbox.close();
});

const SIGN_IN_PATHS = ALL_PROFILES.flatMap(({ token }) => token?.signInPath ?? []);
const isSignIn = (path: string) => SIGN_IN_PATHS.some((each) => path.includes(each));

/** The sandbox itself, with what it was asked from now on, or since it was told to restart. */
function placeAt(sandbox: Sandbox): Place & { restart: () => void } {
	const held = () => sandbox.messages().length + sandbox.incoming().length;
	let heldBefore = held();
	let askedBefore = sandbox.requests().length;
	const requests = (wanted: boolean) =>
		sandbox
			.requests()
			.slice(askedBefore)
			.filter(({ path }) => isSignIn(path) === wanted)
			.map(({ method, path }) => ({ method, path, head: '', body: Buffer.alloc(0) }));
	return {
		url: sandbox.url,
		get requests() {
			return requests(false);
		},
		get signIns() {
			return requests(true);
		},
		get taken() {
			return held() - heldBefore;
		},
		restart: () => {
			heldBefore = held();
			askedBefore = sandbox.requests().length;
		},
	};
}

/** What is done to the sandbox for one operation, and what is to come of it. */
interface Cell {
	name: string;
	truth: Truth;
	arm: (sandbox: Sandbox, to: string) => void;
	more?: Partial<Trial>;
}

let accounts = 0;

/** Tries each operation with the cells that it has; all that is wrong. */
async function tryCells(cellsOf: (operation: OperationCase) => readonly Cell[]): Promise<string[]> {
	const complaints: string[] = [];
	await forEach(OPERATIONS, OPERATIONS.length, async (operation) => {
		const sandbox = sandboxes.get(operation);
		if (sandbox === undefined) throw new Error(`There is no sandbox for ${operation.name}.`);
		for (const { name, truth, arm, more } of cellsOf(operation)) {
			sandbox.clearFaults();
			sandbox.setLatency(0);
			// An account that nobody has signed in with: the node keeps the tokens of others.
			const credential = PROFILES[operation.node].token?.accountOf(accounts++);
			const place = placeAt(sandbox);
			const found = await complaintsOf({
				...{ operation, sandbox, place, truth, credential },
				...more,
				beforeRun: (to) => {
					// What came until then is none of the operation's own.
					place.restart();
					arm(sandbox, to);
				},
			});
			complaints.push(...found.map((each) => `${labelOf(operation)}, ${name}: ${each}`));
			count('operations x sandbox', operation, name, 1);
		}
	});
	note(complaints);
	return complaints;
}

/** A part of the address of what the operation itself asks for: not of a sign-in. */
const ownPath = ({ node }: OperationCase) => PROFILES[node].token?.otherPaths ?? '/';
/** Polls and tests of credentials wait longer than the options say. */
const isPatient = ({ kind }: OperationCase) => kind === 'poll' || kind === 'test';

/** A cell in which every request of the operation goes wrong. */
function failing(
	operation: OperationCase,
	fault: Fault,
	truth: Truth,
	more?: Partial<Trial>,
): Cell {
	return {
		name: JSON.stringify(fault),
		truth,
		arm: (sandbox) => {
			sandbox.failNext({ path: ownPath(operation), count: 1000, ...fault });
		},
		more,
	};
}

const BROKEN: Expectation = { says: /lost before|cannot be read/ };

/** Each field of a fault that says what goes wrong; one that is new has no line here. */
type What = Exclude<keyof Fault, 'gateway' | 'count' | 'skip' | 'path' | 'code'>;
const FAULTS: Readonly<Record<What, readonly [Fault, Truth, Partial<Trial>?][]>> = {
	status: [
		[{ status: 400 }, 'refused'],
		[{ status: 401 }, 'refused', { mostRequests: 2 }],
		[{ status: 404 }, 'refused'],
		[{ status: 429, headers: { 'retry-after': '3600' } }, 'refused'],
		[{ status: 204 }, 'open'],
		[{ status: 500 }, 'open'],
		[{ status: 503 }, 'open'],
	],
	headers: [[{ headers: { 'x-odd': 'yes' } }, 'told']],
	body: [
		[{ body: '' }, 'open'],
		[{ body: '<html>Hello</html>', contentType: 'text/html' }, 'open'],
	],
	contentType: [[{ contentType: 'image/png' }, 'told']],
	cut: [
		[{ cut: 'before' }, 'open', { expected: BROKEN }],
		[{ cut: 'middle' }, 'open', { expected: BROKEN }],
		[{ cut: 'after' }, 'open', { expected: BROKEN }],
	],
	hang: [[{ hang: true }, 'open', { isSlow: true }]],
	accept: [
		[{ status: 502, accept: true }, 'open'],
		[{ body: '', accept: true }, 'open'],
		[{ hang: true, accept: true }, 'open', { isSlow: true }],
	],
};

it.each(Object.entries(FAULTS))('%s', async (_what, faults) => {
	const complaints = await tryCells((operation) =>
		faults
			.filter(([{ hang }]) => hang !== true || !isPatient(operation))
			.map(([fault, truth, more]) => failing(operation, fault, truth, more)),
	);
	expect(complaints).toEqual([]);
});

it('every answer late', async () => {
	const complaints = await tryCells((operation) =>
		isPatient(operation)
			? []
			: [
					{
						name: 'latency',
						truth: 'open',
						arm: (sandbox) => {
							sandbox.setLatency(3 * TIMEOUT);
						},
						more: { isSlow: true },
					},
				],
	);
	expect(complaints).toEqual([]);
});

it('one request only: a question is asked again, a send is not', async () => {
	const complaints = await tryCells((operation) => {
		const repeats = operation.kind === 'read' || operation.kind === 'poll';
		const truth = repeats ? 'told' : 'open';
		return [{ status: 503 }, { cut: 'after' } as const].map((fault) =>
			failing(operation, { ...fault, count: 1 }, truth),
		);
	});
	expect(complaints).toEqual([]);
});

it('the request after it', async () => {
	const complaints = await tryCells((operation) =>
		// A list and a poll ask more than once.
		operation.kind === 'read' || operation.kind === 'poll'
			? []
			: [failing(operation, { status: 500, skip: 1 }, 'told')],
	);
	expect(complaints).toEqual([]);
});

it('a gateway that is not asked', async () => {
	const complaints = await tryCells((operation) => {
		const gateway = GATEWAYS.find((name) => name !== operation.node);
		return [failing(operation, { status: 500, gateway }, 'told')];
	});
	expect(complaints).toEqual([]);
});

it('the sign-in', async () => {
	const faults: readonly Fault[] = [
		...[400, 401, 403, 429, 500, 503].map((status) => ({ status })),
		...[{ body: '' }, { body: '{}' }, { cut: 'before' }, { cut: 'middle' }, { cut: 'after' }],
	] as Fault[];
	const codes: readonly Fault[] = [{ code: 400 }, { code: 500 }];
	const complaints = await tryCells((operation) =>
		SIGNING_IN.includes(operation)
			? [...faults, ...(PROFILES[operation.node].token?.saysWhatIsWrong === true ? codes : [])].map(
					(fault) =>
						failing(
							operation,
							{ path: PROFILES[operation.node].token?.signInPath, ...fault },
							'refused',
							{
								isSignIn: true,
							},
						),
				)
			: [],
	);
	expect(complaints).toEqual([]);
});

it('tokens that have run out', async () => {
	const account = accounts++;
	const cell = (name: string, arm: Cell['arm'], more: Partial<Trial>) =>
		tryCells((operation) => {
			if (!SIGNING_IN.includes(operation) || operation.kind === 'test') return [];
			const credential = PROFILES[operation.node].token?.accountOf(account);
			return [{ name, truth: 'told', arm, more: { credential, ...more } }];
		});
	expect(await cell('signing in', () => undefined, {})).toEqual([]);
	const expire = (sandbox: Sandbox) => {
		sandbox.expireTokens();
	};
	expect(await cell('expireTokens', expire, { mostRequests: 2 })).toEqual([]);
	for (const operation of SIGNING_IN.filter(({ kind }) => kind === 'send')) {
		const asked = sandboxes.get(operation)?.requests() ?? [];
		// The message that stands there from the start; a token and a send; a refusal and the same again.
		expect(asked.map(({ status }) => status)).toEqual([200, 200, 200, 401, 200, 200]);
	}
});

it('one-time passwords that have run out', async () => {
	const complaints = await tryCells((operation) =>
		operation.kind === 'check'
			? [
					{
						name: 'expireOtps',
						truth: 'told',
						arm: (sandbox) => {
							sandbox.expireOtps();
						},
						more: { expected: { output: { verified: false, reason: 'expired' } } },
					},
				]
			: [],
	);
	expect(complaints).toEqual([]);
});

/** What a code of the sandbox's means for an operation. */
function meaningOf(operation: OperationCase, code: Code): [Truth, Expectation] {
	const { node, kind, refusal } = operation;
	const told: [Truth, Expectation] = ['told', {}];
	if (kind === 'test' && PROFILES[node].isTestedByAnyCode) return told;
	const failure: [Truth, Expectation] = [
		kind === 'send' || code.truth === 'told' ? code.truth : 'refused',
		kind === 'test' ? {} : { code: code.code, says: code.says },
	];
	if (kind === 'check') {
		const { notVerified } = code as MessageCentralCode;
		if (notVerified !== undefined) return ['told', { output: { verified: false } }];
		return code.code === '200' ? told : failure;
	}
	return refusal === undefined ? failure : ['refused', refusal];
}

/** A code as the sandbox answers with it; where a message was taken, it takes it. */
function coded(operation: OperationCase, code: Code): Cell {
	const [truth, expected] = meaningOf(operation, code);
	const accept = operation.kind === 'send' && truth !== 'refused';
	return failing(operation, { code: code.code, accept }, truth, { expected });
}

/** For the tests of a block, gives the operations of a gateway sandboxes with settings of their own. */
function useSandboxes(gateway: ProfileName, options: SandboxOptions): void {
	const own = new Map<OperationCase, Sandbox>();
	const usual = new Map<OperationCase, Sandbox>();
	beforeAll(async () => {
		for (const operation of OPERATIONS.filter(({ node }) => node === gateway)) {
			const replaced = sandboxes.get(operation);
			if (replaced !== undefined) usual.set(operation, replaced);
			own.set(operation, await createSandbox(options));
		}
		for (const [operation, sandbox] of own) sandboxes.set(operation, sandbox);
	});
	afterAll(async () => {
		for (const [operation, sandbox] of usual) sandboxes.set(operation, sandbox);
		for (const sandbox of own.values()) await sandbox.close();
	});
}

/** Each gateway with each way in which the sandbox answers with its codes. */
const ANSWERING = ALL_PROFILES.flatMap(({ name, variants = [{}] }) =>
	variants.map((options) => ({ name, options })),
);

describe.each(ANSWERING)('codes of $name with $options', ({ name, options }) => {
	useSandboxes(name, options);

	it('mean what the vendor says', async () => {
		const complaints = await tryCells((operation) =>
			operation.node === name
				? PROFILES[name].codesOf(operation).map((code) => coded(operation, code))
				: [],
		);
		expect(complaints).toEqual([]);
	});
});

describe.each<MGageReply>(['xml', 'json', 'text'])('mGage answers as %s', (mgageReply) => {
	useSandboxes('mGage', { mgageReply });

	it('with the number left out, or refused', async () => {
		const isSend = ({ node, name, kind }: OperationCase) =>
			node === 'mGage' && kind === 'send' && name.startsWith('sms: ');
		const complaints = await tryCells((operation) =>
			isSend(operation)
				? [
						{
							name: 'refuseNumbers',
							truth: 'refused',
							arm: (sandbox, to) => {
								sandbox.refuseNumbers({ [to.slice(1)]: 111 });
							},
							more: { expected: { code: '111', says: /does not accept this number/ } },
						},
						{
							name: 'omitFromNextMGageReply',
							truth: 'open',
							arm: (sandbox, to) => {
								sandbox.omitFromNextMGageReply([to.slice(1)]);
							},
						},
					]
				: [],
		);
		expect(complaints).toEqual([]);
	});
});
