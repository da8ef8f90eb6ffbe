import {
	bulkFields,
	bulkOptions,
	fromField,
	simplifyField,
} from '../../../shared/descriptions/sends';
import type { BulkOperation } from '../../../../runtime/operation';
import { allowLongMessagesOption, programIdField } from '../../descriptions';
import { gatewayMessages } from './makeMessage';

const showOnlyForSendBulk = { resource: ['sms'], operation: ['sendBulk'] };

/** Sends a text to many numbers, 250 in a request where they read the same. */
export const sendBulk: BulkOperation = {
	kind: 'bulk',
	fields: [
		fromField(showOnlyForSendBulk),
		programIdField(showOnlyForSendBulk),
		...bulkFields(showOnlyForSendBulk),
		simplifyField(showOnlyForSendBulk),
		bulkOptions(showOnlyForSendBulk, [allowLongMessagesOption]),
	],

	prepare(item) {
		const message = gatewayMessages(item, true);
		return ({ number }, { text }) => message(number, text);
	},
};
