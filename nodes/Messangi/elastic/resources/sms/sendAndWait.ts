import type { WaitOperation } from '../../../../../runtime/operation';
import { waitFields } from '../../../../shared/descriptions/sendAndWait';
import { senderField } from '../../descriptions';
import { elasticMessages } from './makeMessage';

/** Sends a text with a link through `POST /raven/v2/messages`, and waits for the answer. */
export const sendAndWait: WaitOperation = {
	kind: 'wait',
	name: 'Send and Wait for Response',
	action: 'Send an SMS and wait for a response',
	description: 'Send a text with a link and wait until the recipient responds',
	fields: [senderField, ...waitFields()],

	prepare: (item) => elasticMessages(item),
};
