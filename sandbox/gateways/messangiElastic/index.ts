import { randomUUID } from 'node:crypto';

import type { Accounts } from '../../accounts';
import { forgetOldest, isKept } from '../../server/budget';
import { checkField, wholeNumber } from '../../server/checks';
import { elapsed } from '../../server/clock';
import {
	TEXT,
	unknownPath,
	wrongMethod,
	type Answer,
	type Attempt,
	type ReceivedRequest,
	type StandIn,
} from '../../server/gateway';
import { sameSecret } from '../../server/secrets';
import { Tokens } from '../../server/tokens';
import { endOf, notice, report, type Remembered } from './callbacks';
import { CODES, fateOf, whyRefused, type Fate } from './magic';
import { connectionsAnswer, flatAnswer, isWord, messageAnswer, refuse } from './replies';
import { bearerOf, readFields, type Fields } from './requests';

const LOGIN = '/kingslanding/login';
const MESSAGES = '/raven/v2/messages';
const CONNECTIONS = '/raven/v2/codes/connections';

/** The vendor's page: a key from a login is valid for 24 hours. */
const TOKEN_LIFETIME_SECONDS = 24 * 60 * 60;

interface Route {
	readonly operation: string;
	readonly verb: 'GET' | 'POST';
	/** Needs no token. */
	readonly open?: boolean;
	run(request: ReceivedRequest): Answer;
}

/** What the vendor's pages leave open. */
export interface MessangiElasticOptions {
	/**
	 * The most messages of the newer platform per second; more are refused with HTTP 429 (assumed).
	 * Default 0: no limit.
	 */
	messangiElasticPerSecond: number;
}

/** The options with their defaults. @throws RangeError for a limit out of range */
export function completeOptions(given: Partial<MessangiElasticOptions>): MessangiElasticOptions {
	const { messangiElasticPerSecond = 0 } = given;
	checkField('messangiElasticPerSecond', messangiElasticPerSecond, wholeNumber(0, 1_000_000));
	return { messangiElasticPerSecond };
}

/** The error message of `blockNumbers`. */
export const BLOCKED_REFUSAL = 'The numbers must be a list of strings.';

export interface MessangiElastic extends StandIn {
	/** @throws RangeError for anything but a list of strings */
	blockNumbers(numbers: readonly string[]): void;
}

/** Messangi's newer platform, from its documentation. Base URL: `<sandbox>/messangi-elastic`. */
export function createMessangiElastic(
	options: MessangiElasticOptions,
	account: Accounts['messangiElastic'],
): MessangiElastic {
	const tokens = new Tokens({
		subject: account.username,
		lifetimeSeconds: TOKEN_LIFETIME_SECONDS,
		longLived: account.apiKey,
		header: 'authorization',
	});
	const remembered = new Map<string, Remembered>();
	const blocked = new Set<string>();
	const isTooFast = limiter(options.messangiElasticPerSecond);

	const login = (request: ReceivedRequest): Answer => {
		const fields = readFields(request);
		if ('unreadable' in fields) return refuse(400, fields.unreadable);
		const because = wrongLogin(valueIn(fields), account);
		if (because !== undefined) {
			return { status: 403, contentType: TEXT, body: '', refusedBecause: because };
		}
		return {
			status: 200,
			contentType: TEXT,
			body: '',
			headers: {
				authorization: `Bearer ${tokens.issue()}`,
				'access-control-expose-headers': 'Authorization',
			},
			tokenIssued: true,
		};
	};

	const send = (request: ReceivedRequest): Answer => {
		const fields = readFields(request);
		if ('unreadable' in fields) return refuse(400, fields.unreadable);
		const value = valueIn(fields);
		const because = wrongField(value);
		if (because !== undefined) return refuse(400, because);
		if (isTooFast()) {
			return refuse(429, `expected at most ${options.messangiElasticPerSecond} a second, got more`);
		}

		const [from, to, text] = [value('from'), value('to'), value('text')];
		const fate: Fate = blocked.has(to) ? { status: 'BLACKLISTED' } : fateOf(from, to, text);
		const { status = 'ACCEPTED', isFlat = false, end } = fate;
		const isAccepted = status === 'ACCEPTED' || status === 'QUEUE';
		const id = isFlat && !isAccepted ? '' : randomUUID();
		const message = { id, status, from, to, text };
		const answer = isFlat
			? flatAnswer(message, isAccepted ? '' : 'The message was rejected')
			: messageAnswer(message);
		if (!isAccepted) return { ...answer, refusedBecause: whyRefused(status, from, to, text) };
		const [externalId, callback] = [value('externalId'), value('callback')];
		if (externalId !== '' || callback !== '' || end !== undefined) {
			remembered.set(id, { externalId, callback, end });
			forgetOldest(remembered);
		}
		const details: Record<string, string> = externalId === '' ? {} : { externalId };
		return {
			...answer,
			accepted: [{ operation: 'send', id, to, from, text, details, ...endOf(end) }],
		};
	};

	const routes = new Map<string, Route>([
		[LOGIN, { operation: 'login', verb: 'POST', open: true, run: login }],
		[MESSAGES, { operation: 'send', verb: 'POST', run: send }],
		[CONNECTIONS, { operation: 'connections', verb: 'GET', run: () => connectionsAnswer(CODES) }],
	]);

	return {
		name: 'messangiElastic',

		handle(request) {
			const route = routes.get(pathOf(request));
			if (route === undefined) {
				return unknownPath(`path: expected one of ${[...routes.keys()].join(', ')}`);
			}
			if (route.verb !== request.method) return wrongMethod(route.verb, request.method);
			if (route.open !== true) {
				const because = tokens.refuse(bearerOf(request));
				if (because !== undefined) {
					return { status: 401, contentType: TEXT, body: '', refusedBecause: because };
				}
			}
			return route.run(request);
		},

		knowsCode: isWord,
		isCoded: (target) => target.startsWith(MESSAGES),
		answerCode(code, request, accepted) {
			const value = valueIn(readFields(request));
			const id = accepted[0]?.id ?? randomUUID();
			const [from, to, text] = [value('from'), value('to'), value('text')];
			return messageAnswer({ id, status: code, from, to, text });
		},

		report: (of) => report(of, remembered.get(of.message.id) ?? { externalId: '', callback: '' }),
		notice: (message, fields) => [notice(message, fields)],

		describe: (request): Attempt => {
			const operation = routes.get(pathOf(request))?.operation ?? 'unknown';
			if (operation !== 'send') return { operation, numbers: [], from: '', text: '' };
			const value = valueIn(readFields(request));
			const numbers = [value('to')].filter((number) => number !== '');
			return { operation, numbers, from: value('from'), text: value('text') };
		},

		expireTokens: () => {
			tokens.expireAll();
		},
		blockNumbers(numbers) {
			const isList = Array.isArray(numbers) && numbers.every((each) => typeof each === 'string');
			if (!isList) throw new RangeError(BLOCKED_REFUSAL);
			for (const number of numbers.filter(isKept)) blocked.add(number);
			forgetOldest(blocked);
		},
		reset: () => {
			blocked.clear();
			tokens.forgetAll();
			remembered.clear();
		},
	};
}

function pathOf({ target }: ReceivedRequest): string {
	return target.split('?', 1)[0] ?? '';
}

function valueIn(fields: Fields): (name: string) => string {
	return (name) => ('values' in fields ? (fields.values.get(name) ?? '') : '');
}

/** What is wrong with a login. */
function wrongLogin(
	value: (name: string) => string,
	account: Accounts['messangiElastic'],
): string | undefined {
	if (!sameSecret(account.username, value('username'))) {
		return `username: expected "${account.username}", got another one`;
	}
	if (!sameSecret(account.password, value('password'))) {
		return "password: expected the account's, got something else";
	}
	return undefined;
}

/** The longest ID and address that are kept for callbacks, in characters. */
const LONGEST_KEPT = 500;

/** What is wrong with a send. The digits are E.164's; clients in use send no plus sign. */
function wrongField(value: (name: string) => string): string | undefined {
	const [from, to, text, type] = ['from', 'to', 'text', 'type'].map(value);
	if (from === '') return 'from: expected a sender, got nothing';
	if (!/^\d{7,15}$/.test(to ?? '')) return `to: expected 7 to 15 digits, got "${to}"`;
	if (text === '') return 'text: expected a message, got nothing';
	// Kept for callbacks, so they have a limit of the sandbox's own.
	const long = ['externalId', 'callback'].find((name) => value(name).length > LONGEST_KEPT);
	if (long !== undefined) return `${long}: expected at most ${LONGEST_KEPT} characters, got more`;
	return type === '' || type === 'MT' ? undefined : `type: expected MT, got "${type}"`;
}

/** Counts calls in each second, and says whether there are too many. */
function limiter(most: number): () => boolean {
	let second = -1;
	let count = 0;
	return () => {
		if (most === 0) return false;
		const now = Math.floor(elapsed() / 1000);
		count = now === second ? count + 1 : 1;
		second = now;
		return count > most;
	};
}
