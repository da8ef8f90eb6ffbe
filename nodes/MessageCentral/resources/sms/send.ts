import { send as sendRequest } from '../../../../gateways/messageCentral/request';
import { readSend } from '../../../../gateways/messageCentral/response';
import { messageField, sendOptions, simplifyField, toField } from '../../../runtime/fields';
import type { SendOperation } from '../../../runtime/operation';
import {
	channelField,
	messageTypeField,
	readTextSettings,
	senderIdField,
	templateOptions,
} from '../../fields';

const showOnlyForSend = { resource: ['sms'], operation: ['send'] };

/** Sends one text to one number: `POST /verification/v3/send`. */
export const send: SendOperation = {
	kind: 'send',
	fields: [
		channelField(showOnlyForSend),
		senderIdField(showOnlyForSend),
		toField(showOnlyForSend),
		messageField(showOnlyForSend),
		messageTypeField(showOnlyForSend),
		simplifyField(showOnlyForSend),
		sendOptions(showOnlyForSend, templateOptions),
	],

	prepare(item) {
		const { e164, countryCode, nationalNumber } = item.phoneNumber('to');
		const settings = readTextSettings(item);
		const text = item.message();
		const request = sendRequest({ ...settings, countryCode, nationalNumber, text });
		return { to: e164, from: settings.senderId, text, request, read: readSend };
	},
};
