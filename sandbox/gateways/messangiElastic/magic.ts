/** The senders that the sandbox's account may use. The vendor's are numbers or names. */
export const CODES: readonly string[] = ['12345', '22222', '87767', '19893653744', 'ACME'];

/** A sender that is refused only after the message was accepted: both are possible (assumed). */
const REFUSED_LATER = '99999';

/** What happens to a message to a certain number. */
export interface Fate {
	/** The status in the reply; default ACCEPTED. */
	readonly status?: string;
	/** Whether the reply has the older, flat shape. */
	readonly isFlat?: boolean;
	/** The last status instead of DELIVRD. */
	readonly end?: string;
}

/** The numbers with a fate of their own. No vendor has such numbers: they are the sandbox's. */
const FATES: Readonly<Record<string, Fate>> = {
	'573000000001': { status: 'QUEUE' },
	'573000000002': { isFlat: true },
	'573000000003': { isFlat: true, status: 'REJECTED' },
	'573000000004': { end: 'UNDELIV' },
	'573000000005': { end: 'EXPIRED' },
	'573000000006': { status: 'BLACKLISTED' },
	'573000000007': { end: 'BLACKLISTED' },
	'573000000008': { end: 'EXHAUSTED' },
	'573000000009': { status: 'INVALID_ROUTING' },
};

/** What happens to a message, by its sender, number and text. */
export function fateOf(from: string, to: string, text: string): Fate {
	if (from === REFUSED_LATER) return { end: 'CODE_NOT_ALLOWED' };
	if (!CODES.includes(from)) return { status: 'CODE_NOT_ALLOWED' };
	if (text.length >= FIRST_TOO_LONG) return { status: 'SEGMENTS_EXCEEDED' };
	return Object.hasOwn(FATES, to) ? (FATES[to] ?? {}) : {};
}

/**
 * Why the sandbox refuses a message at once.
 *
 * @param status the word in the reply
 */
export function whyRefused(status: string, from: string, to: string, text: string): string {
	switch (status) {
		case 'CODE_NOT_ALLOWED':
			return `${status}: from: expected one of ${CODES.join(', ')}, got "${from}"`;
		case 'SEGMENTS_EXCEEDED':
			return `${status}: text: expected fewer than ${FIRST_TOO_LONG} characters, got ${text.length}`;
		case 'BLACKLISTED':
			return `${status}: to: expected a number that is not blocked, got "${to}"`;
		default:
			return `${status}: to: expected a number that the sandbox does not always refuse, got "${to}"`;
	}
}

/** Messages must have fewer characters, says the vendor's page on statuses. */
const FIRST_TOO_LONG = 1600;
