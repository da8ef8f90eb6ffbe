import type { Problem } from '../reply';

type Words = Omit<Problem, 'code'>;

/** The status of a call that ran. Source: the vendor's page "Response XML Basics". */
export const CALL_OK = 'OK';

/**
 * The statuses of a call that Messangi refused. Source: the vendor's page "Response XML Basics".
 */
export const CALL_REFUSALS: Record<string, Words> = {
	BAD_SIGNATURE: {
		message: 'Messangi refused the signature',
		hint: 'Check Instance ID, Public Key and Private Key in the credential. If they are right, turn on "Pad Base64" there: some accounts expect it.',
	},
};

/** Statuses for an internal error: the message may have been sent. Source: the same. */
export const CALL_FAULTS: Record<string, Words> = {
	ERROR: {
		message: 'Messangi reported an internal error',
		hint: 'The message may have been sent: check with Messangi before sending it again. If it happens every time, check the sender and the carrier, then ask support@messangi.com.',
	},
};

/**
 * The same statuses for a query: no message can have been sent, and no parameter is Base64.
 */
export const QUESTION_PROBLEMS: Record<string, Words> = {
	BAD_SIGNATURE: {
		message: 'Messangi refused the signature',
		hint: 'Check Instance ID, Public Key and Private Key in the credential.',
	},
	ERROR: {
		message: 'Messangi reported an internal error',
		hint: 'Try again later. If it happens every time, check the filters and dates, then ask support@messangi.com.',
	},
};
