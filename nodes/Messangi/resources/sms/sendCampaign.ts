import { sendMt } from '../../../../gateways/messangi/request';
import { readSendMt } from '../../../../gateways/messangi/response';
import {
	fromField,
	messageField,
	sendOptions,
	simplifyField,
	toField,
} from '../../../runtime/fields';
import type { SendOperation } from '../../../runtime/operation';
import { carrierIdField, flagsOption } from '../../fields';

const showOnlyForSendCampaign = { resource: ['sms'], operation: ['sendCampaign'] };

/** Sends one text through the campaign manager, which can choose the carrier itself: `sendMT`. */
export const sendCampaign: SendOperation = {
	kind: 'send',
	fields: [
		fromField(showOnlyForSendCampaign),
		carrierIdField(showOnlyForSendCampaign),
		toField(showOnlyForSendCampaign),
		messageField(showOnlyForSendCampaign),
		simplifyField(showOnlyForSendCampaign),
		sendOptions(showOnlyForSendCampaign, [flagsOption]),
	],

	prepare(item) {
		const to = item.phoneNumber('to');
		const from = item.requiredText('from', 'From');
		const text = item.message();
		const carrier = item.text('carrier');
		const flags = item.optionText('flags');
		return {
			to: to.e164,
			from,
			text,
			request: sendMt({ from, carrier, to: to.digits, text, flags }),
			read: readSendMt,
		};
	},
};
