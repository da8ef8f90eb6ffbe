import type { WaitOperation } from '../../../../runtime/operation';
import { waitFields } from '../../../shared/descriptions/sendAndWait';
import { channelField, messageTypeField, senderIdField, templateOptions } from '../../descriptions';
import { textMessages } from './makeMessage';

const showOnlyForSendAndWait = { resource: ['sms'], operation: ['sendAndWait'] };

/** Sends a text with a link through `POST /verification/v3/send`, and waits for the answer. */
export const sendAndWait: WaitOperation = {
	kind: 'wait',
	fields: [
		channelField(showOnlyForSendAndWait),
		senderIdField(showOnlyForSendAndWait),
		messageTypeField(showOnlyForSendAndWait),
		...waitFields(showOnlyForSendAndWait, templateOptions),
	],

	prepare: (item) => textMessages(item),
};
