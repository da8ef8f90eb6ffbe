import type { ListedOperation } from './profile';

/*
 * What n8n's editor shows of operations that most gateways have.
 */

/** The last fields of each operation. */
export const END = ['Simplify', 'Options'];

/** The fields after those of the recipients; a list of numbers says nothing about consent. */
const AFTER_LIST = ['Invalid Recipients', ...END];
const AFTER_OTHERS = ['Invalid Recipients', 'Consent Missing', ...END];

/** A bulk send, which differs in its first fields only. */
export function listedBulk(...first: string[]): ListedOperation {
	const from = (...rest: string[]) => [...first, 'Recipient Source', ...rest];
	return {
		resource: 'SMS',
		operation: 'Send Bulk',
		action: 'Send an SMS to many recipients',
		fields: from('To', 'Message', 'Variables', ...AFTER_OTHERS),
		choices: [
			{
				field: 'recipientSource',
				entry: 'List',
				fields: from('Recipients', 'Message', ...AFTER_LIST),
			},
			{
				field: 'recipientSource',
				entry: 'File',
				fields: from('Input Binary Field', 'Message', ...AFTER_OTHERS),
			},
		],
	};
}

/** Asking and waiting, which differs in its first fields only. */
export function listedSendAndWait(...first: string[]): ListedOperation {
	const fields = [...first, 'To', 'Message', 'Response Type', 'Approval Options', 'Options'];
	const freeText = fields.filter((name) => name !== 'Approval Options');
	return {
		resource: 'SMS',
		operation: 'Send and Wait for Response',
		action: 'Send an SMS and wait for a response',
		fields,
		choices: [{ field: 'responseType', entry: 'Free Text', fields: freeText }],
	};
}

/** Looking for messages in a report, which differs in its first fields only. */
export function listedReconcile(...first: string[]): ListedOperation {
	return {
		resource: 'SMS',
		operation: 'Find Out What Became of a Message',
		action: 'Find out what became of an SMS',
		fields: [...first, 'To', 'Sent At', 'From', 'Message', 'Message ID', ...END],
	};
}
