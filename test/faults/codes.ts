import type { Truth } from './faults';

/*
 * What each code of each gateway means, typed from the vendors' pages: what somebody knows for
 * certain who reads the code and that page. Nothing of it comes from the code under test.
 */

/** A code by which a gateway answers. */
export interface Code {
	code: string;
	/** The vendor's own words for it, which come along. */
	text: string;
	/** What it says of a message. */
	truth: Truth;
	/** What the user has to read: what happened ... */
	says: RegExp;
	/** ... and what to do about it. */
	advises: RegExp;
}

type Row = [code: string, text: string, says: RegExp, advises: RegExp];

const rows = (truth: Truth, all: readonly Row[]): Code[] =>
	all.map(([code, text, says, advises]) => ({ code, text, truth, says, advises }));

const accepted = (codes: readonly string[], text = ''): Code[] =>
	rows(
		'told',
		codes.map((code): Row => [code, text, /^/, /^/]),
	);

const CHECK_FIRST = /may have been sent: check with/;

/** The statuses of a whole call: the vendor's page "Response XML Basics". */
export const MESSANGI_CALLS: readonly Code[] = [
	...accepted(['OK'], 'Completed'),
	...rows('refused', [
		[
			'BAD_SIGNATURE',
			'Invalid signature, access denied',
			/refused the signature/,
			/Instance ID, Public Key and Private Key/,
		],
	]),
	...rows('open', [
		[
			'ERROR',
			'Internal error, please report this to support@messangi.com',
			/internal error/,
			/support@messangi\.com/,
		],
	]),
];

/** Statuses of a call that nobody lists. */
export const MESSANGI_UNLISTED_CALLS: readonly Code[] = rows('open', [
	['MAINTENANCE', 'Back at noon', /MAINTENANCE/, /check with Messangi|try again later/],
	['OK?', 'Completed', /"OK\?"/, /check with Messangi|try again later/],
]);

/** The statuses of a message: the vendor's pages "Message's Status" and "SMS Status". */
export const MESSANGI_STATUSES: readonly Code[] = [
	...accepted([
		...['SENT', 'DELIVERED_TO_CARRIER', 'SENT_TO_CARRIER', 'SENT_TO_DEVICE'],
		...['DELIVERED_TO_DEVICE', 'SENDING', 'PENDING', 'READ', 'ACCEPTD', 'BUFFRED', 'DELIVRD'],
		// "SMS Status", of the newer platform.
		...['ACCEPTED', 'QUEUE', 'DEQUEUED', 'INCOMPLETE', 'ENROUTE'],
		// However they are spelled.
		...['sent', 'Delivered to Carrier', 'sent-to-device'],
	]),
	...rows('refused', [
		['EXPIRED', '', /expired/, /sending it again/],
		['UNREACHABLE', '', /could not be reached/, /sending it again/],
		['UNDELIVERED', '', /not delivered/, /sending it again/],
		['UNDELIV', '', /not delivered/, /sending it again/],
		['DELETED', '', /deleted/, /sending it again/],
		['NOT_SENT', '', /did not send/, /Check the sender and the carrier/],
		['BAD_FROM', '', /refused the sender/, /Check "From"/],
		['BAD_TO', '', /refused the number/, /Check the number/],
		['BAD_ENCODING', '', /could not decode/, /Pad Base64/],
		[
			'BAD_CARRIER/FROM',
			'',
			/combination of carrier and sender/,
			/carrier exactly as Messangi does/,
		],
		['NOT_ENOUGH_FUNDS', '', /out of credit/, /Top up/],
		['BAD_TIMEZONE', '', /time zone/, /Check the time zone/],
		['REJECTD', '', /rejected/, /rules/],
		['BAD ADDRESS', '', /does not know the number/, /Check the number/],
		['INVALID ROUTING', '', /no route/, /Ask Messangi/],
		['INVALID TEMPLATE ID', '', /template/, /Check the template/],
		['INVALID TEMPLATE PARAMETERS', '', /template/, /Check the template/],
		['INVALID TEMPLATE TYPE', '', /template/, /Check the template/],
		['TEMPLATE NOT SUPPORTED', '', /[Tt]emplates are not supported/, /Check the template/],
		['CODE_NOT_ALLOWED', '', /sender is not activated/, /Check "From"/],
		['BLACKLISTED', '', /block list/, /Do not send to it again/],
		['SEGMENTS_EXCEEDED', '', /more parts/, /Shorten it/],
		['EXHAUSTED', '', /gave up/, /sending it again/],
		['REJECTED', '', /rejected/, /Check the text/],
	]),
	...rows('open', [
		['CARRIER GATEWAY ERROR', '', /carrier’s gateway had an error/, CHECK_FIRST],
		['INTERNAL ERROR', '', /Messangi had an internal error/, CHECK_FIRST],
	]),
];

/** Statuses of a message that nobody lists; the vendor's list is open. */
export const MESSANGI_UNLISTED_STATUSES: readonly Code[] = rows('open', [
	['ON_ITS_WAY', '', /ON_ITS_WAY/, /check with Messangi/],
	['SENT?', '', /"SENT\?"/, /check with Messangi/],
	['FAILED', '', /FAILED/, /check with Messangi/],
	['UNKNOWN', '', /UNKNOWN/, /check with Messangi/],
	['SENT_TO', '', /SENT_TO/, /check with Messangi/],
	['OK', '', /"OK"/, /check with Messangi/],
	['', '', /no status/, /check with Messangi/],
]);

const ELASTIC_REFUSALS = new Set([
	...['CODE_NOT_ALLOWED', 'BLACKLISTED', 'SEGMENTS_EXCEEDED', 'EXHAUSTED'],
	// SMPP's words, which the pages do not list.
	...['UNDELIV', 'DELETED', 'EXPIRED', 'REJECTD', 'REJECTED'],
]);

/** The newer platform's words in the reply to a send: the vendor's pages on statuses. */
export const MESSANGI_ELASTIC_STATUSES: readonly Code[] = [
	...accepted([
		...['ACCEPTED', 'QUEUE', 'DEQUEUED', 'INCOMPLETE', 'SENT', 'ENROUTE', 'ACCEPTD', 'DELIVRD'],
	]),
	...MESSANGI_STATUSES.filter(({ code }) => ELASTIC_REFUSALS.has(code)),
	...rows('refused', [['INVALID_ROUTING', '', /no route/, /Ask Messangi/]]),
	...rows('open', [['UNKNOWN', '', /UNKNOWN/, /check with Messangi/]]),
];

/** The vendor's page "mGage Gateway API", section "Status Codes". */
export const MGAGE_CODES: readonly Code[] = [
	...accepted(['0'], 'Request accepted onto the platform.'),
	...rows('refused', [
		['1', 'Send failed. Please contact support.', /could not send/, /Program ID.*support/],
		['104', "Invalid message type: 'sms'", /message type/, /report this/],
		[
			'105',
			"Country code not valid – currently supported country codes are: 'US' or 'UK', supplied: '49'",
			/country/,
			/country code/,
		],
		[
			'106',
			'Message billed not set correctly – should be "yes" or "no".',
			/billing/,
			/report this/,
		],
		[
			'107',
			'Too many characters in message – should be < 160, found 161.',
			/longer than 160 characters/,
			/Shorten it, or turn on "Allow Long Messages"/,
		],
		['108', 'Message must not be empty.', /empty/, /Fill in the message/],
		['109', 'You must specify at least one recipient.', /no recipient/, /Fill in "To"/],
		['111', 'No valid numbers to send to!', /does not accept this number/, /Check the number/],
		[
			'112',
			'Too many numbers in request – max. 250, received: 251.',
			/too many numbers/,
			/report this/,
		],
		[
			'113',
			'Number found twice in request – please only supply each number once per request!',
			/twice/,
			/report this/,
		],
		[
			'114',
			'Parameter allow_long_messages not set correctly – should be "yes" or "no".',
			/Allow Long Messages/,
			/report this/,
		],
		[
			'201',
			'Spoof must be set when sending unbilled messages.',
			/sender is missing/,
			/Fill in "From"/,
		],
	]),
];

/** Codes of mGage's that nobody lists. */
export const MGAGE_UNLISTED: readonly Code[] = rows('open', [
	['777', 'Something new', /777/, CHECK_FIRST],
	['2', 'Something new', /code 2/, CHECK_FIRST],
	['1070', 'Something new', /1070/, CHECK_FIRST],
]);

/** A code of Message Central's, which also answers the check of a one-time password. */
export interface MessageCentralCode extends Code {
	/** Why a code is not right, where that is what it says; nothing where the check failed. */
	notVerified?: string;
}

const reasons: Readonly<Record<string, string>> = {
	'505': 'unknownVerification',
	'700': 'failed',
	'702': 'wrongCode',
	'703': 'alreadyVerified',
	'705': 'expired',
	'800': 'tooManyAttempts',
};

/** The vendor's list of response codes; 508, 805 and 913 are seen in use only, and have no names. */
export const MESSAGE_CENTRAL_CODES: readonly MessageCentralCode[] = [
	...accepted(['200'], 'SUCCESS'),
	...rows('refused', [
		['400', 'BAD_REQUEST', /did not accept the request/, /Check/],
		['409', 'DUPLICATE_RESOURCE', /already has this message/, /not sent a second time/],
		['501', 'INVALID_CUSTOMER_ID', /does not know this customer ID/, /Check the customer ID/],
		['505', 'INVALID_VERIFICATION_ID', /does not know this verification ID/, /verificationId/],
		['506', 'REQUEST_ALREADY_EXISTS', /still valid/, /Wait .*, or verify/],
		['508', '', /out of credit/, /Top up/],
		['511', 'INVALID_COUNTRY_CODE', /country code/, /Check the number/],
		['700', 'VERIFICATION_FAILED', /verification failed/, /new code/],
		['702', 'WRONG_OTP_PROVIDED', /code is wrong/, /again/],
		['703', 'ALREADY_VERIFIED', /already verified/, /nothing left/],
		['705', 'VERIFICATION_EXPIRED', /has expired/, /new code/],
		['800', 'MAXIMUM_LIMIT_REACHED', /limit .* is reached/, /Wait/],
		['805', '', /out of credit/, /Top up/],
		['913', '', /subscription .* is not active/, /Check the subscription/],
	]),
	...rows('open', [
		['500', 'SERVER_ERROR', /had an internal error/, /check in the console|Try again later/],
	]),
].map((each) => ({ ...each, notVerified: reasons[each.code] }));

/** Codes of Message Central's by which it refuses a token; seen in use only. */
export const MESSAGE_CENTRAL_TOKEN_CODES: readonly MessageCentralCode[] = rows('refused', [
	['401', 'UNAUTHORIZED', /refused the token/, /Check the credential/],
	['403', 'FORBIDDEN', /refused access/, /Check the credential.*IP address/],
]);

/** Codes of Message Central's that nobody lists. */
export const MESSAGE_CENTRAL_UNLISTED: readonly MessageCentralCode[] = rows(
	'open',
	['777', '0', '-200', '999', 'E200'].map(
		(code): Row => [
			code,
			'SOMETHING_NEW',
			new RegExp(`code ${code}\\b`),
			/check in the console|do not treat the user’s code as correct/,
		],
	),
);
