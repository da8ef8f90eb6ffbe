import type { BulkOperation } from '../../../../../runtime/operation';
import { bulkFields, bulkOptions } from '../../../../shared/descriptions/bulk';
import { simplifyField } from '../../../../shared/descriptions/options';
import { senderField } from '../../descriptions';
import { elasticMessages } from './makeMessage';

/** Sends a text to many numbers, one request each: no call that takes several is published. */
export const sendBulk: BulkOperation = {
	kind: 'bulk',
	name: 'Send Bulk',
	action: 'Send an SMS to many recipients',
	description: 'Send a text to recipients from items, a list or a file',
	fields: [senderField, ...bulkFields(), simplifyField, bulkOptions()],

	prepare(item) {
		const message = elasticMessages(item);
		return ({ number }, { text }) => message(number, text);
	},
};
