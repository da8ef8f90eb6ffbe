import { fromField } from '../../../runtime/fields';
import type { WaitOperation } from '../../../runtime/operation';
import { waitFields } from '../../../runtime/waiting/fields';
import { allowLongMessagesOption, programIdField } from '../../fields';
import { gatewayMessages } from './gatewayMessage';

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
