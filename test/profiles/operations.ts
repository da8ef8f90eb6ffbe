import type { INodeParameters } from 'n8n-workflow';
import type { Operation } from './profile';

/*
 * Operations that most gateways have, in all of their forms.
 */

/** A bulk send, from each source of recipients. */
export function bulkOperations(
	settings: INodeParameters,
	label: (source: string) => string = (source) => source,
): Operation[] {
	const shared = { resource: 'sms', operation: 'sendBulk', message: 'Hello', ...settings };
	const form = (source: string, form: Omit<Operation, 'name' | 'kind'>): Operation => ({
		name: `sms: sendBulk (${label(source)})`,
		kind: 'send',
		...form,
	});
	return [
		form('items', {
			parameters: () => ({ ...shared, recipientSource: 'items', to: '={{ $json.phone }}' }),
			items: (to) => [{ phone: to }],
		}),
		form('list', {
			parameters: (to) => ({ ...shared, recipientSource: 'list', recipients: to }),
		}),
		form('file', {
			parameters: () => ({ ...shared, recipientSource: 'file', binaryPropertyName: 'data' }),
			csv: (to) => `Country,Mobile\n,${to}\n`,
		}),
	];
}

/** A question that somebody answers on a page. */
export function sendAndWait(send: INodeParameters): Operation {
	return {
		name: 'sms: sendAndWait',
		kind: 'send',
		waits: true,
		parameters: (to) => ({ ...send, operation: 'sendAndWait', to }),
	};
}
