import type { Entry } from '../protocol';

/** What a conversation is called; calls that name no handset share one. */
export function nameOf(number: string): string {
	if (number === '') return 'Calls without a number';
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

/** A sentence on why a call was refused, taken apart where it has the usual form. */
export interface Reason {
	readonly code?: string;
	readonly check: string;
	readonly expected: string;
	readonly got: string;
}

/** Takes e.g. `107: message: expected at most 160 characters, got 161` apart. */
export function readReason(because: string): Reason | undefined {
	const form = /^(?:(\d+): )?([^:"]{1,60}): expected ([^]*), got ([^]*)$/;
	const [, code, check = '', expected = '', got = ''] = form.exec(because) ?? [];
	if (check === '') return undefined;
	return { ...(code === undefined ? {} : { code }), check, expected, got };
}

/** What became of an entry, in a word. */
export const OUTCOMES: Readonly<Record<Entry['outcome'], string>> = {
	accepted: 'Accepted',
	refused: 'Refused',
	disturbed: 'Made to fail',
	answered: 'Answered',
	received: 'Received',
};
