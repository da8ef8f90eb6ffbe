import { fromField } from '../../../runtime/fields';
import type { WaitOperation } from '../../../runtime/operation';
import { waitFields } from '../../../runtime/waiting/fields';
import { carrierNameField } from '../../fields';
import { directMessages } from './ways';

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
