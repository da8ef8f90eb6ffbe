import { inspect, isDeepStrictEqual } from 'node:util';
import type { Sandbox } from '../../sandbox/server/server';
import { PROFILES } from '../profiles';
import type { Fields, Operation } from '../profiles/profile';
import {
	file,
	outputs,
	pollTrigger,
	runNode,
	testCredential,
	type MemoryCredentials,
} from '../runtime/engine';
import { credentialsFor, secretsIn } from '../runtime/credentials';
import { TIMEOUT, type Truth } from './faults';
import type { Place } from './front';
import type { OperationCase } from './operations';

type Kind = Operation['kind'];

/** What a cell of the matrix came to. */
export type Outcome = 'accepted' | 'rejected' | 'unknown' | 'answered' | 'failed' | 'stopped';

/** What may come of it, by what can be known. The rule that the whole matrix is held against. */
const RULE: Readonly<Record<'send' | 'question', Readonly<Record<Truth, readonly Outcome[]>>>> = {
	send: {
		told: ['accepted'],
		refused: ['rejected'],
		open: ['unknown'],
		'told or open': ['accepted', 'unknown'],
	},
	question: {
		told: ['answered'],
		refused: ['failed'],
		open: ['failed'],
		'told or open': ['answered', 'failed'],
	},
};

/** The same where it is the token that is asked for: without one nothing is sent. */
const SIGN_IN_RULE: typeof RULE = {
	send: { ...RULE.send, open: ['rejected'], 'told or open': ['accepted', 'rejected'] },
	question: RULE.question,
};

/** How often an operation may ask: a send once, and only a question again. */
const MOST_REQUESTS: Readonly<Record<Kind, number>> = {
	send: 1,
	check: 1,
	read: 3,
	// Pages 0, 1 and 2 of a list.
	poll: 9,
	test: 1,
};

let lastNumber = 0;

/** A number of its own for each cell: a gateway refuses a second code to the same one. */
export function nextNumber({ node }: OperationCase): string {
	lastNumber++;
	return PROFILES[node].numberOf(lastNumber);
}

/** What a cell is tried with. */
export interface Trial {
	operation: OperationCase;
	sandbox: Sandbox;
	place: Place;
	truth: Truth;
	/** Whether the node stops at the failure; otherwise it continues. */
	stops?: boolean;
	/** Whether no answer comes within a short time. */
	isSlow?: boolean;
	/** Fields of the credential that are others. */
	credential?: Fields;
	/** The most requests, where it is not that of the kind of operation. */
	mostRequests?: number;
	/** Whether it is the fetching of a token that goes wrong. */
	isSignIn?: boolean;
	/** Whether the gateway refuses the first token, so that a send is asked for twice. */
	isRenewed?: boolean;
	/** Texts besides the accounts' own secrets that nobody must read. */
	secrets?: readonly string[];
	/** What else is to come of it. */
	expected?: Expectation;
	/** Called with the recipient when everything is prepared, right before the operation runs. */
	beforeRun?: (to: string) => void;
}

/** What an outcome says besides its name; what is left out may be anything. */
export interface Expectation {
	/** The failure's code. */
	code?: string;
	/** What happened. */
	says?: RegExp;
	/** What to do about it. */
	advises?: RegExp;
	/** Fields of the output. */
	output?: Record<string, unknown>;
}

/** Runs a cell; everything that is wrong with it, as sentences. */
export async function complaintsOf(trial: Trial): Promise<string[]> {
	const { operation, truth, stops = false, place } = trial;
	const { kind } = operation;
	const seen = await outcomeOf(trial);
	const rule = trial.isSignIn === true ? SIGN_IN_RULE : RULE;
	const allowed: readonly string[] = rule[kind === 'send' ? 'send' : 'question'][truth];
	const complaints: string[] = [];
	const found = stops && seen.outcome === 'stopped' ? (allowed[0] ?? '') : seen.outcome;
	const isFailure = !/^(?:accepted|answered)$/.test(seen.outcome);
	if (!allowed.includes(found)) {
		complaints.push(`is ${seen.outcome}, not ${allowed.join(' or ')}: ${seen.message}`);
	}
	if (stops && kind !== 'poll' && kind !== 'test' && isFailure !== (seen.outcome === 'stopped')) {
		complaints.push(`the node should stop, and gave ${seen.outcome}`);
	}
	if (stops && isFailure && allowed.every((each) => /accepted|answered/.test(each))) {
		complaints.push(`stopped: ${seen.message}`);
	}
	if (isFailure) {
		if (seen.message.trim().length < 10) complaints.push(`says nothing: "${seen.message}"`);
		if (seen.hint.trim().length < 10) complaints.push(`gives no hint: "${seen.hint}"`);
		// The test of a credential tells the code as well, in brackets.
		if (kind !== 'test' && /ECONN|ETIMEDOUT|AxiosError|HPE_|undefined|\[object/.test(seen.message))
			complaints.push(`speaks to programmers: "${seen.message}"`);
		if (seen.item !== 0) complaints.push('does not name its item');
		if (OPTIONS_MISSING[kind].test(seen.hint))
			complaints.push(`tells of options that are not there: "${seen.hint}"`);
	}
	complaints.push(...differences(seen, trial.expected ?? {}, isFailure));
	if (
		seen.outcome === 'unknown' &&
		!/may have been sent|whether the message was sent/.test(seen.hint)
	)
		complaints.push(`does not warn: "${seen.hint}"`);
	const secrets = [...secretsIn(seen.all), ...textsIn(seen.all, trial.secrets)];
	if (secrets.length > 0) complaints.push(`tells secrets: ${secrets.join(', ')}`);
	const most = trial.mostRequests ?? MOST_REQUESTS[kind];
	if (place.requests.length > most) complaints.push(`asked ${place.requests.length} times`);
	if (
		trial.isSignIn === true &&
		place.requests.length > 0 &&
		!/^(?:accepted|answered)$/.test(seen.outcome)
	)
		complaints.push('asked without a token');
	if (place.signIns.length > 2) complaints.push(`signed in ${place.signIns.length} times`);
	if (kind === 'send' && place.taken > (trial.isRenewed === true ? 2 : 1))
		complaints.push(`sent ${place.taken} times`);
	if (kind === 'send' && seen.outcome === 'rejected' && place.taken > 0)
		complaints.push('is called rejected, and was taken');
	if (kind === 'send' && seen.outcome === 'accepted' && place.taken === 0)
		complaints.push('is called accepted, and was not taken');
	if (isPolluted()) complaints.push('polluted the prototype of all objects');
	return complaints;
}

/** The names of options that a kind of operation does not have. */
const OPTIONS_MISSING: Readonly<Record<Kind, RegExp>> = {
	send: /^(?!)/,
	read: /Concurrency|Requests per Second/,
	check: /Concurrency|Requests per Second/,
	poll: /Concurrency|Requests per Second|Timeout/,
	test: /Concurrency|Requests per Second|Timeout/,
};

/** What an outcome says otherwise than expected. */
function differences(seen: Seen, expected: Expectation, isFailure: boolean): string[] {
	const { code, says, advises, output = {} } = expected;
	// A node that stops puts nothing out.
	const fields = seen.outcome === 'stopped' ? [] : Object.entries(output);
	const wrong = fields
		.filter(([name, value]) => !isDeepStrictEqual(seen.output[name], value))
		.map(([name, value]) => `${name} is ${inspect(seen.output[name])}, not ${inspect(value)}`);
	if (!isFailure) return wrong;
	if (code !== undefined && seen.code !== code)
		wrong.push(`has the code ${seen.code}, not ${code}`);
	if (says?.test(seen.message) === false)
		wrong.push(`does not say ${String(says)}: "${seen.message}"`);
	if (advises?.test(seen.hint) === false)
		wrong.push(`does not advise ${String(advises)}: "${seen.hint}"`);
	return wrong;
}

/** Whether something wrote into what all objects share. */
export function isPolluted(): boolean {
	return 'polluted' in {} || 'responseCode' in {} || Object.keys(Object.prototype).length > 0;
}

interface Seen {
	outcome: Outcome;
	message: string;
	hint: string;
	/** The failure's code, also where it stands in the hint. */
	code: string;
	/** The fields of the first output item. */
	output: Record<string, unknown>;
	/** Which item the failure names. */
	item: number | undefined;
	/** Everything that n8n would keep and show. */
	all: unknown;
}

async function outcomeOf(trial: Trial): Promise<Seen> {
	const { operation, sandbox, place, stops } = trial;
	const credentials = credentialsAt(place, operation, trial.credential);
	if (operation.kind === 'test') {
		trial.beforeRun?.('');
		const result = await testCredential(operation.node, credentials);
		const { status, message } = result;
		const outcome = status === 'OK' ? 'answered' : 'failed';
		return { outcome, message, hint: message, code: '', output: {}, item: 0, all: result };
	}
	if (operation.kind === 'poll') {
		trial.beforeRun?.('');
		const { error } = await pollTrigger(operation.node, credentials);
		const outcome = error === null ? 'answered' : 'failed';
		return { outcome, ...wordsOf(error ?? {}), output: {}, item: 0, all: error };
	}
	const to = nextNumber(operation);
	const prepared = (await operation.prepare?.(sandbox, to)) ?? {};
	trial.beforeRun?.(to);
	const result = await runNode({
		node: operation.node,
		credentials,
		parameters: {
			...operation.parameters?.(to),
			...prepared,
			// A busy machine must not look like a slow gateway.
			options: { timeout: trial.isSlow === true ? TIMEOUT : 20_000 },
		},
		items: operation.items?.(to),
		...(operation.csv && { files: [file('recipients.csv', operation.csv(to), 'text/csv')] }),
		...(operation.waits === true && { execution: to.slice(1) }),
		onError: stops ? undefined : 'continueRegularOutput',
	});
	const all = { data: result.run.data.resultData, error: result.error };
	const { error } = result;
	if (error !== undefined) {
		const { itemIndex } = error.context as { itemIndex?: number };
		return { outcome: 'stopped', ...wordsOf(error), output: {}, item: itemIndex, all };
	}
	const [first] = result.items;
	const json = outputs(result)[0] as
		| {
				outcome?: Outcome;
				found?: boolean | null;
				error?: { code: string; message: string; hint: string };
		  }
		| undefined;
	const paired = first?.pairedItem as { item: number } | undefined;
	// A report that is looked into has the message: that it was not sent is never the answer.
	const verdicts: Record<string, Outcome> = { true: 'answered', null: 'failed', false: 'rejected' };
	const reconciled = json?.found === undefined ? undefined : verdicts[String(json.found)];
	return {
		outcome: reconciled ?? json?.outcome ?? (json?.error === undefined ? 'answered' : 'failed'),
		message: json?.error?.message ?? inspect(json),
		hint: json?.error?.hint ?? '',
		code: json?.error?.code ?? '',
		output: { ...json },
		item: paired?.item,
		all,
	};
}

/** What an error of n8n's says. */
function wordsOf(error: { message?: string; description?: string | null }) {
	const { message = '', description } = error;
	const hint = description ?? '';
	return { message, hint, code: /\(code (.+?)\)/.exec(hint)?.[1] ?? '' };
}

function credentialsAt(
	{ url }: Place,
	operation: OperationCase,
	changes: Fields = {},
): MemoryCredentials {
	const { name } = PROFILES[operation.node].credential;
	return credentialsFor({ url }, { [name]: { ...operation.credential, ...changes } });
}

/** Which texts stand somewhere in a value. */
function textsIn(value: unknown, texts: readonly string[] = []): string[] {
	const text = inspect(value, { depth: Infinity, maxStringLength: null });
	return texts.filter((each) => text.includes(each));
}

/** Calls a function for each, a bounded number at once. */
export async function forEach<Each>(
	all: readonly Each[],
	atOnce: number,
	task: (each: Each) => Promise<void>,
): Promise<void> {
	const rest = [...all];
	const worker = async () => {
		for (let each = rest.shift(); each !== undefined; each = rest.shift()) await task(each);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}
