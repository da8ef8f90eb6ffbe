import type { Problem } from '../../reply';

type Words = Omit<Problem, 'code'>;

/**
 * HTTP statuses by which the newer platform refuses a request, so that nothing was sent. Assumed: no
 * errors are published; each means what it means in HTTP (RFC 9110, section 15.5; RFC 4918 for 422;
 * RFC 6585 for 429). 408 and 409 are left out: both can come after work was done.
 */
export const HTTP_PROBLEMS: Record<string, Words> = {
	HTTP_400: {
		message: 'Messangi did not accept the message',
		hint: 'Check the sender, the number and the text.',
	},
	HTTP_401: {
		message: 'Messangi refused the credentials',
		hint: 'Open the credential, check its values and press Save; n8n tests it then.',
	},
	HTTP_403: {
		message: 'Messangi refused access',
		hint: 'Check the credential. An API key works only for the Space that it was created for.',
	},
	HTTP_404: {
		message: 'Messangi does not know this address',
		hint: 'Check the Base URL in the credential.',
	},
	HTTP_422: {
		message: 'Messangi could not process the message',
		hint: 'Check the sender, the number and the text.',
	},
	HTTP_429: {
		message: 'Messangi is receiving too many requests',
		hint: 'Lower Concurrency or set Requests per Second in the options.',
	},
};

/** Statuses that refuse the account, so that all other messages would be refused too. */
export const ACCOUNT_STATUSES: ReadonlySet<number> = new Set([401, 403]);

/** Statuses that may come after work was done, although they are below 500. */
export const UNCLEAR_STATUSES: ReadonlySet<number> = new Set([408, 409]);

/** Codes of replies that do not say whether the message was sent. */
export const UNCLEAR_REPLIES: Record<string, Words> = {
	NO_ID: {
		message: 'Messangi accepted the message but gave it no ID',
		hint: 'The message may have been sent: check with Messangi before sending it again.',
	},
	NO_STATUS: {
		message: 'Messangi gave the message no status',
		hint: 'The message may have been sent: check with Messangi before sending it again.',
	},
};
