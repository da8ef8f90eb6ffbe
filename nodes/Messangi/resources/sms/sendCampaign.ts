import {
	fromField,
	messageField,
	sendOptions,
	simplifyField,
	toField,
} from '../../../shared/descriptions/sends';
import type { SendOperation } from '../../../../runtime/operation';
import { carrierIdField, flagsOption } from '../../descriptions';
import { campaignMessages } from './makeMessage';

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
		return campaignMessages(item, item.optionText('flags'))(to, item.message());
	},
};
