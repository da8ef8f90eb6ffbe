import type { ListedOperation } from './profile';

/*
 * What n8n's editor shows of operations that most gateways have.
 */

/** The last fields of each operation. */
export const END = ['Simplify', 'Options'];

const BULK_END = ['Message', 'Invalid Recipients', ...END];

/** A bulk send, which differs in its first fields only. */
export function listedBulk(...first: string[]): ListedOperation {
	const from = (...source: string[]) => [...first, 'Recipient Source', ...source, ...BULK_END];
	return {
		resource: 'SMS',
		operation: 'Send Bulk',
		action: 'Send an SMS to many recipients',
		fields: [
			...first,
			...['Recipient Source', 'To', 'Message', 'Variables', 'Invalid Recipients'],
			...END,
		],
		choices: [
			{ field: 'recipientSource', entry: 'List', fields: from('Recipients') },
			{ field: 'recipientSource', entry: 'File', fields: from('Input Binary Field') },
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
