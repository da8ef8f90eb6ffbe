import type { Problem } from '../reply';
import {
	DELIVERED,
	EXPIRED,
	FAILED,
	PENDING,
	REJECTED,
	UNKNOWN,
	type StatusMeaning,
} from '../callbacks/statuses';
import { WordTable } from '../wordTable';

/** What a word of Messangi's means, in the reply to a send and in a callback. */
export interface MessangiWord extends StatusMeaning {
	/** The outcome of a send whose reply has it. */
	outcome: 'accepted' | 'rejected' | 'unknown';
	/** What to tell the user if it was not accepted; null for words without a known meaning. */
	words: Omit<Problem, 'code'> | null;
	/** Whether it is about the account, so that no other message would fare better. */
	fatal: boolean;
}

const ASK_AGAIN = 'It did not reach the phone, so sending it again cannot deliver it twice.';
const CHECK_FIRST = 'The message may have been sent: check with Messangi before sending it again.';
const CHECK_TEMPLATE = 'Check the template with Messangi.';
const CHECK_NUMBER = 'Check the number and its country code.';

/** For any word that is not in the table: the vendor's list is not complete. */
export const UNCLEAR_STATUS_HINT =
	'This status does not say whether the message was sent: check with Messangi before sending it again.';

const taken = (meaning: StatusMeaning): MessangiWord => ({
	...meaning,
	outcome: 'accepted',
	words: null,
	fatal: false,
});
const refused = (meaning: StatusMeaning, message: string, hint: string): MessangiWord => ({
	...meaning,
	outcome: 'rejected',
	words: { message, hint },
	fatal: false,
});
const unclear = (meaning: StatusMeaning, message: string): MessangiWord => ({
	...meaning,
	outcome: 'unknown',
	words: { message, hint: CHECK_FIRST },
	fatal: false,
});
const says = (meaning: StatusMeaning): MessangiWord => ({
	...meaning,
	outcome: 'unknown',
	words: null,
	fatal: false,
});

/**
 * Messangi's words for the state of a message, in replies to sends and in callbacks. Sources: the
 * vendor's page "Message's Status", "SMS Status" for the newer platform, and SMPP 3.4 for the words
 * of carriers. If the two pages spell a word differently, this is the older spelling. The lists are not
 * complete.
 */
export const STATUSES = new WordTable<MessangiWord>({
	// In progress. A carrier's acceptance, or sending to a device, does not prove delivery.
	SENT: taken(PENDING),
	DELIVERED_TO_CARRIER: taken(PENDING),
	SENT_TO_CARRIER: taken(PENDING),
	SENT_TO_DEVICE: taken(PENDING),
	SENDING: taken(PENDING),
	PENDING: taken(PENDING),
	ACCEPTD: taken(PENDING),
	ACCEPTED: taken(PENDING),
	BUFFRED: taken(PENDING),
	BUFFERED: taken(PENDING),
	ENROUTE: taken(PENDING),
	SUBMITD: taken(PENDING),
	SUBMITTED: taken(PENDING),
	QUEUE: taken(PENDING),
	QUEUED: taken(PENDING),
	DEQUEUED: taken(PENDING),
	/** Some parts of a long message have no state yet. */
	INCOMPLETE: taken(PENDING),

	DELIVERED_TO_DEVICE: taken(DELIVERED),
	READ: taken(DELIVERED),
	DELIVRD: taken(DELIVERED),
	DELIVERED: taken(DELIVERED),

	NOT_SENT: refused(
		FAILED,
		'Messangi did not send the message',
		'Check the sender and the carrier with Messangi.',
	),
	BAD_FROM: refused(
		REJECTED,
		'Messangi refused the sender',
		'Check "From": it must be a short code or long code that belongs to your instance.',
	),
	BAD_TO: refused(REJECTED, 'Messangi refused the number', CHECK_NUMBER),
	BAD_ENCODING: refused(
		REJECTED,
		'Messangi could not decode the message',
		'Change "Pad Base64" in the credential and try again: accounts differ.',
	),
	'BAD_CARRIER/FROM': refused(
		REJECTED,
		'Messangi does not know this combination of carrier and sender',
		'Spell the carrier exactly as Messangi does (case matters), and use a sender that is connected to it.',
	),
	NOT_ENOUGH_FUNDS: {
		...refused(
			REJECTED,
			'The Messangi account is out of credit',
			'Top up the account, then send again.',
		),
		fatal: true,
	},
	BAD_TIMEZONE: refused(
		REJECTED,
		'Messangi refused the time zone',
		'Check the time zone of your instance with Messangi.',
	),
	REJECTD: refused(
		REJECTED,
		'The carrier rejected the message',
		'Check the text, sender and number against the carrier’s rules.',
	),
	REJECTED: refused(
		REJECTED,
		'The message was rejected',
		'Check the text, sender and number with Messangi.',
	),
	'BAD ADDRESS': refused(REJECTED, 'The carrier does not know the number', CHECK_NUMBER),
	'INVALID ROUTING': refused(
		FAILED,
		'There is no route to this number',
		'Ask Messangi which carriers your sender reaches.',
	),
	'INVALID TEMPLATE ID': refused(REJECTED, 'The template is unknown', CHECK_TEMPLATE),
	'INVALID TEMPLATE PARAMETERS': refused(
		REJECTED,
		'The template does not match its parameters',
		CHECK_TEMPLATE,
	),
	'INVALID TEMPLATE TYPE': refused(REJECTED, 'The template is of the wrong type', CHECK_TEMPLATE),
	'TEMPLATE NOT SUPPORTED': refused(
		REJECTED,
		'Templates are not supported for this message',
		CHECK_TEMPLATE,
	),
	CODE_NOT_ALLOWED: refused(
		REJECTED,
		'The sender is not activated, or may not send to this number',
		'Check "From", and ask Messangi which senders your account may use for this country.',
	),
	BLACKLISTED: refused(
		REJECTED,
		'The number is on Messangi’s block list',
		'Do not send to it again unless its owner asks you to. Then ask Messangi to take it off the list.',
	),
	SEGMENTS_EXCEEDED: refused(
		REJECTED,
		'The message has more parts than Messangi allows',
		'Shorten it to fewer than 1,600 characters.',
	),
	EXPIRED: refused(EXPIRED, 'The message expired before it was delivered', ASK_AGAIN),
	UNREACHABLE: refused(FAILED, 'The phone could not be reached', ASK_AGAIN),
	UNDELIVERED: refused(FAILED, 'The message was not delivered', ASK_AGAIN),
	UNDELIV: refused(FAILED, 'The message was not delivered', ASK_AGAIN),
	UNDELIVERABLE: refused(FAILED, 'The message cannot be delivered', ASK_AGAIN),
	DELETED: refused(FAILED, 'The message was deleted before it was delivered', ASK_AGAIN),
	EXHAUSTED: refused(FAILED, 'Messangi gave up trying to deliver the message', ASK_AGAIN),

	// Errors that do not tell how far the message got. The page says that delivery is usually retried.
	'CARRIER GATEWAY ERROR': unclear(PENDING, 'The carrier’s gateway had an error'),
	/** The page tells the customer to send it again, but not whether it may have been sent. */
	'INTERNAL ERROR': unclear(FAILED, 'Messangi had an internal error'),
	/** From SMPP, not in Messangi's lists: in a reply, it does not tell how far the message got. */
	FAILED: says(FAILED),
	UNKNOWN: says(UNKNOWN),
});
