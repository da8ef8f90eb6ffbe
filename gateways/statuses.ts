import type { DeliveryStatus } from './callback';
import { lookUp } from './table';

/** What a gateway's word for a message's state means. */
export interface StatusMeaning {
	status: DeliveryStatus;
	/** Whether the gateway will not say anything else about this message. */
	final: boolean;
}

export const DELIVERED: StatusMeaning = { status: 'delivered', final: true };
export const FAILED: StatusMeaning = { status: 'failed', final: true };
export const EXPIRED: StatusMeaning = { status: 'expired', final: true };
export const REJECTED: StatusMeaning = { status: 'rejected', final: true };
export const PENDING: StatusMeaning = { status: 'pending', final: false };
/** Nobody can tell, so it must not pass for an end. */
export const UNKNOWN: StatusMeaning = { status: 'unknown', final: false };

/**
 * The states of SMPP, in the spelling of its delivery receipts and in full. Source: SMPP 3.4,
 * section 5.2.28 and appendix B. Two are read with more care than there: `UNKNOWN` proves no end,
 * and `ACCEPTED` is used by carriers for what they took, not for what was read.
 */
export const SMPP_STATUSES: Record<string, StatusMeaning> = {
	DELIVRD: DELIVERED,
	DELIVERED,
	UNDELIV: FAILED,
	UNDELIVERED: FAILED,
	UNDELIVERABLE: FAILED,
	DELETED: FAILED,
	FAILED,
	EXPIRED,
	REJECTD: REJECTED,
	REJECTED,
	ACCEPTD: PENDING,
	ACCEPTED: PENDING,
	ENROUTE: PENDING,
	BUFFRED: PENDING,
	BUFFERED: PENDING,
	SUBMITD: PENDING,
	SUBMITTED: PENDING,
	SENT: PENDING,
	QUEUED: PENDING,
	PENDING,
	UNKNOWN,
};

/**
 * What a word means, in whatever case it is written and with blanks, hyphens or underscores in it.
 *
 * @param table by words in capitals, with underscores
 */
export function meaningOf(
	table: Record<string, StatusMeaning>,
	word: string | null,
): StatusMeaning {
	if (word === null || word.length > 100) return UNKNOWN;
	const normal = word
		.trim()
		.toUpperCase()
		.replace(/[\s_-]+/g, '_');
	return lookUp(table, normal) ?? UNKNOWN;
}
