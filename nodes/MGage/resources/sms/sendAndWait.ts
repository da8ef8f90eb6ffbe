import { fromField } from '../../../shared/descriptions/sends';
import type { WaitOperation } from '../../../../runtime/operation';
import { waitFields } from '../../../shared/descriptions/sendAndWait';
import { allowLongMessagesOption, programIdField } from '../../descriptions';
import { gatewayMessages } from './makeMessage';

const showOnlyForSendAndWait = { resource: ['sms'], operation: ['sendAndWait'] };

/** Sends a text with a link through `POST /api/gateway`, and waits for the answer. */
export const sendAndWait: WaitOperation = {
	kind: 'wait',
	fields: [
		fromField(showOnlyForSendAndWait),
		programIdField(showOnlyForSendAndWait),
		...waitFields(showOnlyForSendAndWait, [allowLongMessagesOption]),
	],

	prepare: (item) => gatewayMessages(item, false),
};
