import type { Problem } from '../reply';

type Words = Omit<Problem, 'code'>;

/** mGage's code for an accepted message. */
export const ACCEPTED_CODE = '0';

/** Every documented refusal. Source: the vendor's page, "Status Codes". */
export const CODE_PROBLEMS: Record<string, Words> = {
	'1': {
		message: 'mGage could not send the message',
		hint: 'Check that the Program ID and From belong together and are active; if they are, ask mGage’s support.',
	},
	'104': {
		message: 'mGage does not know this message type',
		hint: 'Please report this: the node always asks for "sms".',
	},
	'105': {
		message: 'mGage does not send to this country',
		hint: 'Your account sends to the countries of its short codes only (US or UK). Check the number’s country code and the region in the credential.',
	},
	'106': {
		message: 'mGage did not understand the billing flag',
		hint: 'Please report this: the node always asks for "no".',
	},
	'107': {
		message: 'The text is longer than 160 characters',
		hint: 'Shorten it, or turn on "Allow Long Messages" in the options. Long messages are billed per part.',
	},
	'108': { message: 'The text is empty', hint: 'Fill in the message.' },
	'109': { message: 'There is no recipient', hint: 'Fill in "To".' },
	'111': {
		message: 'mGage does not accept this number',
		hint: 'Check the number and its country code.',
	},
	'112': {
		message: 'One request has too many numbers',
		hint: 'Please report this: the node sends at most 250.',
	},
	'113': {
		message: 'A number appears twice in one request',
		hint: 'Please report this: the node sends each number once per request.',
	},
	'114': {
		message: 'mGage did not understand "Allow Long Messages"',
		hint: 'Please report this: the node always says "yes" or "no".',
	},
	'201': {
		message: 'The sender is missing',
		hint: 'Fill in "From" with the code of your program.',
	},
};
