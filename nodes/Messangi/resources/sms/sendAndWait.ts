import { fromField } from '../../../shared/descriptions/sends';
import type { WaitOperation } from '../../../../runtime/operation';
import { waitFields } from '../../../shared/descriptions/sendAndWait';
import { carrierNameField } from '../../descriptions';
import { directMessages } from './makeMessage';

const showOnlyForSendAndWait = { resource: ['sms'], operation: ['sendAndWait'] };

/** Sends a text with a link through `tools/sendSMS`, and waits for the answer. */
export const sendAndWait: WaitOperation = {
	kind: 'wait',
	fields: [
		carrierNameField(showOnlyForSendAndWait),
		fromField(showOnlyForSendAndWait),
		...waitFields(showOnlyForSendAndWait),
	],

	prepare: (item) => directMessages(item),
};
