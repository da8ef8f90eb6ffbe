import { fromField } from '../../../shared/descriptions/message';
import type { WaitOperation } from '../../../../runtime/operation';
import { waitFields } from '../../../shared/descriptions/sendAndWait';
import { allowLongMessagesOption, programIdField } from '../../descriptions';
import { mGageMessages } from './makeMessage';

/** Sends a text with a link through `POST /api/gateway`, and waits for the answer. */
export const sendAndWait: WaitOperation = {
	kind: 'wait',
	name: 'Send and Wait for Response',
	action: 'Send an SMS and wait for a response',
	description: 'Send a text with a link and wait until the recipient responds',
	fields: [fromField, programIdField, ...waitFields([allowLongMessagesOption])],

	prepare: (item) => mGageMessages(item, false),
};
