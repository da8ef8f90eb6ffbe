import { fromField } from '../../../shared/descriptions/message';
import type { WaitOperation } from '../../../../runtime/operation';
import { waitFields } from '../../../shared/descriptions/sendAndWait';
import { carrierNameField } from '../../descriptions';
import { directMessages } from './makeMessage';

/** Sends a text with a link through `tools/sendSMS`, and waits for the answer. */
export const sendAndWait: WaitOperation = {
	kind: 'wait',
	name: 'Send and Wait for Response',
	action: 'Send an SMS and wait for a response',
	description: 'Send a text with a link and wait until the recipient responds',
	fields: [carrierNameField, fromField, ...waitFields()],

	prepare: (item) => directMessages(item),
};
