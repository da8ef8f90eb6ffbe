import type { CallbackOutcome, Entry } from '../protocol';

/** The name of a conversation; calls without a phone number share one. */
export function nameOf(number: string): string {
	if (number === '') return 'Other API calls';
	return /^\d+$/.test(number) ? `+${number}` : number;
}

/** E.g. `2 parts, UCS-2`. */
export function sizeOf({ parts, encoding }: Entry): string {
	return `${count(parts, 'part')}, ${encoding}`;
}

/** E.g. `1 message`, `12,000 messages`. */
export function count(number: number, what: string): string {
	return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
}

const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const EXACT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

export const timeOf = (at: number): string => TIME.format(at);
export const dayOf = (at: number): string => DAY.format(at);
export const exactTimeOf = (at: number): string => EXACT.format(at);

/** The parts of the usual sentence on why a call was refused. */
export interface Reason {
	readonly code?: string;
	readonly check: string;
	readonly expected: string;
	readonly got: string;
}

/** Parses e.g. `107: message: expected at most 160 characters, got 161`. */
export function readReason(because: string): Reason | undefined {
	const form = /^(?:(\d+): )?([^:"]{1,60}): expected ([^]*), got ([^]*)$/;
	const [, code, check = '', expected = '', got = ''] = form.exec(because) ?? [];
	if (check === '') return undefined;
	return { ...(code === undefined ? {} : { code }), check, expected, got };
}

/** The label of a detail by its name in the API, e.g. `Program ID` for `programId`. */
export function labelOf(name: string): string {
	const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
	return words
		.replace(/^./, (letter) => letter.toUpperCase())
		.replace(/\b(?:id|json|otp|pin)\b/gi, (short) => short.toUpperCase());
}

/** What became of a callback, in a few words. */
export function callbackWords(outcome: CallbackOutcome): { words: string; isBad: boolean } {
	const { status, error, attempts, done, proof, url } = outcome;
	const isForN8n = /^[^?]*\/webhook(?:-test|-waiting)?\//.test(url);
	const again = done ? '' : `, retrying (${count(attempts, 'attempt')})`;
	if (attempts === 0) return { words: 'Posting …', isBad: false };
	if (status === null) return { words: `No answer: ${error ?? 'unknown'}${again}`, isBad: true };
	if (status >= 200 && status < 300) {
		return { words: `Posted${isForN8n ? ' to n8n' : ''}: ${status}`, isBad: false };
	}
	return { words: `${status}${reasonOf(status, proof, isForN8n)}${again}`, isBad: true };
}

function reasonOf(status: number, proof: CallbackOutcome['proof'], isForN8n: boolean): string {
	if (status === 401 || status === 403) {
		return proof === 'none' ? ', no secret was sent' : ', wrong secret';
	}
	if (status === 404) return isForN8n ? ', the workflow is not published' : ', wrong URL';
	return '';
}

/** The outcome of an entry, in a word. */
export const OUTCOMES: Readonly<Record<Entry['outcome'], string>> = {
	accepted: 'Accepted',
	refused: 'Refused',
	disturbed: 'Made to fail',
	answered: 'Answered',
	received: 'Received',
};
