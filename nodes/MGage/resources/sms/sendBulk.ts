import { bulkFields, bulkOptions } from '../../../shared/descriptions/bulk';
import { fromField } from '../../../shared/descriptions/message';
import { simplifyField } from '../../../shared/descriptions/options';
import type { BulkOperation } from '../../../../runtime/operation';
import { allowLongMessagesOption, programIdField } from '../../descriptions';
import { mGageMessages } from './makeMessage';

/** Sends a text to many numbers; up to 250 with the same text share a request. */
export const sendBulk: BulkOperation = {
	kind: 'bulk',
	name: 'Send Bulk',
	action: 'Send an SMS to many recipients',
	description: 'Send a text to recipients from items, a list or a file',
	fields: [
		fromField,
		programIdField,
		...bulkFields(),
		simplifyField,
		bulkOptions([allowLongMessagesOption]),
	],

	prepare(item) {
		const message = mGageMessages(item, true);
		return ({ number }, { text }) => message(number, text);
	},
};
