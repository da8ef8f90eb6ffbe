import { WordTable } from '../wordTable';

export type DeliveryStatus =
	| 'delivered'
	| 'failed'
	| 'expired'
	| 'rejected'
	| 'pending'
	| 'unknown';

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
const SMPP: Record<string, StatusMeaning> = {
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

/** What a word for a message's state means; one that is not in the table proves nothing. */
export function meaningOf(table: WordTable<StatusMeaning>, word: string | null): StatusMeaning {
	const entry = table.find(word)?.entry;
	return entry === undefined ? UNKNOWN : { status: entry.status, final: entry.final };
}

/** The states of SMPP; see above. */
export const SMPP_STATUSES = new WordTable(SMPP);
