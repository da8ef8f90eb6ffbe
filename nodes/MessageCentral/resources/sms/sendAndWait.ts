import type { WaitOperation } from '../../../../runtime/operation';
import { waitFields } from '../../../shared/descriptions/sendAndWait';
import { channelField, messageTypeField, senderIdField, templateOptions } from '../../descriptions';
import { messageCentralMessages } from './makeMessage';

/** Sends a text with a link through `POST /verification/v3/send`, and waits for the answer. */
export const sendAndWait: WaitOperation = {
	kind: 'wait',
	name: 'Send and Wait for Response',
	action: 'Send an SMS and wait for a response',
	description: 'Send a text with a link and wait until the recipient responds',
	fields: [channelField, senderIdField, messageTypeField, ...waitFields(templateOptions)],

	prepare: (item) => messageCentralMessages(item),
};
