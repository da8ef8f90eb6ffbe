import type { Problem } from '../reply';

type Words = Omit<Problem, 'code'>;

/** The code of success. */
export const SUCCESS_CODE = '200';

/** Codes for an internal error of Message Central: the message may have been sent. */
export const SERVER_CODES: Record<string, Words> = {
	'500': {
		message: 'Message Central had an internal error',
		hint: 'The message may have been sent: check in the console before sending it again.',
	},
};

/** What an undocumented code means for a send. */
export const UNKNOWN_CODE_HINT =
	'This code is not documented: check in the console whether the message was sent before sending it again.';

/** Codes that say that a code could not be checked. Source: the vendor's code list. */
export const VERIFICATION_PROBLEMS: Record<string, Words> = {
	'401': {
		message: 'Message Central refused the token',
		hint: 'Check the credential. The code was not checked.',
	},
	'403': {
		message: 'Message Central refused access',
		hint: 'Check the credential, and ask Message Central whether your server’s IP address must be on its allowlist. The code was not checked.',
	},
	'400': {
		message: 'Message Central did not accept the request',
		hint: 'Check the verification ID and the channel: it must be the one that the code was sent on.',
	},
	'500': {
		message: 'Message Central had an internal error',
		hint: 'Try again later. The code was not checked.',
	},
};

/**
 * Codes that say that a code is not correct, and why. Source: the vendor's code list.
 */
export const NOT_VERIFIED: Record<string, string> = {
	'505': 'unknownVerification',
	'700': 'failed',
	'702': 'wrongCode',
	'703': 'alreadyVerified',
	'705': 'expired',
	'800': 'tooManyAttempts',
};

/** A code sent to the same number is still valid. */
export const STILL_LIVE_CODE = '506';

/** Every known refusal. Source: the vendor's code list; 508, 805 and 913 were only seen in use. */
export const CODE_PROBLEMS: Record<string, Words> = {
	'400': {
		message: 'Message Central did not accept the request',
		hint: 'Check the sender ID, the message type and the template.',
	},
	'401': {
		message: 'Message Central refused the token',
		hint: 'Check the credential. The message was not sent.',
	},
	'403': {
		message: 'Message Central refused access',
		hint: 'Check the credential, and ask Message Central whether your server’s IP address must be on its allowlist. The message was not sent.',
	},
	'409': {
		message: 'Message Central already has this message',
		hint: 'The same message was requested before; it was not sent a second time.',
	},
	'501': {
		message: 'Message Central does not know this customer ID',
		hint: 'Check the customer ID in the credential.',
	},
	'505': {
		message: 'Message Central does not know this verification ID',
		hint: 'Use the verificationId in the output of the send; it is valid for that one code only.',
	},
	'506': {
		message: 'A code sent to this number is still valid',
		hint: 'Wait until it expires, or verify the code that was sent.',
	},
	'508': {
		message: 'The Message Central account is out of credit',
		hint: 'Top up the account, then send again.',
	},
	'511': {
		message: 'Message Central does not accept this country code',
		hint: 'Check the number, and whether your account may send to this country.',
	},
	'700': { message: 'The verification failed', hint: 'Ask for a new code.' },
	'702': { message: 'The code is wrong', hint: 'Let the user type it again.' },
	'703': {
		message: 'This number is already verified',
		hint: 'There is nothing left to do for this verification.',
	},
	'705': { message: 'The code has expired', hint: 'Ask for a new code.' },
	'800': {
		message: 'The limit of the account is reached',
		hint: 'Wait, or ask Message Central to raise it.',
	},
	'805': {
		message: 'The Message Central account is out of credit',
		hint: 'Top up the account, then send again.',
	},
	'913': {
		message: 'The subscription of the account is not active',
		hint: 'Check the subscription in the console.',
	},
};

/** Those that refuse the account itself, so that all other messages would be refused too. */
export const ACCOUNT_CODES = new Set(['401', '403', '501', '508', '805', '913']);

/** Those that refuse the token. They also come as HTTP statuses. Source: only seen in use. */
export const TOKEN_CODES = new Set(['401', '403']);

/**
 * What to add if it refuses access. Source: an older page of the vendor says that its API accepts
 * requests only from addresses on its list; no such case is known.
 */
export const ADDRESS_HINT =
	'Message Central may need to add your server’s IP address to its allowlist first: ask its support.';
