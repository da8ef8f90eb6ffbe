import type { Problem } from '../reply';

type Words = Omit<Problem, 'code'>;

/**
 * The statuses of a whole call by which Messangi refuses it. Source: the vendor's page "Response
 * XML Basics".
 */
export const CALL_REFUSALS: Record<string, Words> = {
	BAD_SIGNATURE: {
		message: 'Messangi refused the signature',
		hint: 'Check Instance ID, Public Key and Private Key in the credential. If they are right, turn on "Pad Base64" there: some accounts expect it.',
	},
};

/** Those by which it says that it failed itself: the message may have gone out. Source: the same. */
export const CALL_FAULTS: Record<string, Words> = {
	ERROR: {
		message: 'Messangi reported an internal error',
		hint: 'The message may have been sent: check with Messangi before sending it again. If it happens every time, check the sender and the carrier, then ask support@messangi.com.',
	},
};

/**
 * The same statuses, as answers to a question: nothing can have been sent by it, and none of its
 * parameters is Base64.
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

/**
 * The statuses of one message by which Messangi says that it took it. Source: the vendor's page
 * "Message's Status". The list is open.
 */
export const ACCEPTED_STATUSES = new Set([
	'SENT',
	'DELIVERED_TO_CARRIER',
	'SENT_TO_CARRIER',
	'SENT_TO_DEVICE',
	'DELIVERED_TO_DEVICE',
	'SENDING',
	'PENDING',
	'READ',
	'ACCEPTD',
	'BUFFRED',
	'DELIVRD',
]);

const ASK_AGAIN = 'It did not reach the handset; sending it again cannot deliver it twice.';

/** The statuses by which a message certainly did not arrive. Source: the same page. */
export const REFUSED_STATUSES: Record<string, Words> = {
	NOT_SENT: {
		message: 'Messangi did not send the message',
		hint: 'Check the sender and the carrier with Messangi.',
	},
	BAD_FROM: {
		message: 'Messangi refused the sender',
		hint: 'Check "From": it must be a short code or long code that belongs to your instance.',
	},
	BAD_TO: {
		message: 'Messangi refused the number',
		hint: 'Check the number and its country code.',
	},
	BAD_ENCODING: {
		message: 'Messangi could not decode the message',
		hint: 'Change "Pad Base64" in the credential and try again: accounts differ in it.',
	},
	'BAD_CARRIER/FROM': {
		message: 'Messangi does not know this carrier together with this sender',
		hint: 'Write the carrier exactly as Messangi names it (case matters), and use a sender that is connected to it.',
	},
	NOT_ENOUGH_FUNDS: {
		message: 'The Messangi account is out of credit',
		hint: 'Top up the account, then send again.',
	},
	BAD_TIMEZONE: {
		message: 'Messangi refused the time zone',
		hint: 'Check the time zone of your instance with Messangi.',
	},
	REJECTD: {
		message: 'The carrier rejected the message',
		hint: 'Check text, sender and number with the carrier’s rules.',
	},
	'BAD ADDRESS': {
		message: 'The carrier does not know the number',
		hint: 'Check the number and its country code.',
	},
	'INVALID ROUTING': {
		message: 'There is no route to this number',
		hint: 'Ask Messangi which carriers your sender reaches.',
	},
	'INVALID TEMPLATE ID': {
		message: 'The template is not known',
		hint: 'Check the template with Messangi.',
	},
	EXPIRED: { message: 'The message expired before it was delivered', hint: ASK_AGAIN },
	UNREACHABLE: { message: 'The handset could not be reached', hint: ASK_AGAIN },
	UNDELIVERED: { message: 'The message was not delivered', hint: ASK_AGAIN },
	UNDELIV: { message: 'The message was not delivered', hint: ASK_AGAIN },
	DELETED: { message: 'The message was deleted before it was delivered', hint: ASK_AGAIN },
};

/** Faults that leave open how far the message came. Source: the same page. */
export const UNCLEAR_STATUSES: Record<string, Words> = {
	'CARRIER GATEWAY ERROR': {
		message: 'The carrier’s gateway had a fault',
		hint: 'The message may have been sent: check with Messangi before sending it again.',
	},
	'INTERNAL ERROR': {
		message: 'Messangi had a fault of its own',
		hint: 'The message may have been sent: check with Messangi before sending it again.',
	},
};

/** Any other status: the vendor's list is open. */
export const UNCLEAR_STATUS_HINT =
	'This status does not say whether the message was sent: check with Messangi before sending it again.';
