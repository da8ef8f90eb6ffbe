import { WordTable } from '../wordTable';

export type DeliveryStatus =
	| 'delivered'
	| 'failed'
	| 'expired'
	| 'rejected'
	| 'pending'
	| 'unknown';

/** The meaning of a gateway's word for a status. */
export interface StatusMeaning {
	status: DeliveryStatus;
	/** Whether this is the last status of the message. */
	final: boolean;
}

export const DELIVERED: StatusMeaning = { status: 'delivered', final: true };
export const FAILED: StatusMeaning = { status: 'failed', final: true };
export const EXPIRED: StatusMeaning = { status: 'expired', final: true };
export const REJECTED: StatusMeaning = { status: 'rejected', final: true };
export const PENDING: StatusMeaning = { status: 'pending', final: false };
/** Not known, so it must not count as final. */
export const UNKNOWN: StatusMeaning = { status: 'unknown', final: false };

/**
 * The states of SMPP, abbreviated as in delivery receipts and in full. Source: SMPP 3.4, section 5.2.28
 * and appendix B. Two are read more carefully than there: `UNKNOWN` is not final, and carriers use
 * `ACCEPTED` for messages that they accepted, not for those that were read.
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

/** The meaning of a word for a status; `unknown` if it is not in the table. */
export function meaningOf(table: WordTable<StatusMeaning>, word: string | null): StatusMeaning {
	const entry = table.find(word)?.entry;
	return entry === undefined ? UNKNOWN : { status: entry.status, final: entry.final };
}

/** The states of SMPP; see above. */
export const SMPP_STATUSES = new WordTable(SMPP);
