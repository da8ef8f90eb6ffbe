import { fromField, messageField, toField } from '../../../shared/descriptions/message';
import { sendOptions, simplifyField } from '../../../shared/descriptions/options';
import type { SendOperation } from '../../../../runtime/operation';
import { carrierIdField, flagsOption } from '../../descriptions';
import { campaignMessages } from './makeMessage';

/** Sends one text through the campaign manager, which can choose the carrier itself: `sendMT`. */
export const sendCampaign: SendOperation = {
	kind: 'send',
	name: 'Send via Campaign Manager',
	action: 'Send an SMS via the campaign manager',
	description: 'Send a text and let the campaign manager choose the carrier',
	fields: [
		fromField,
		carrierIdField,
		toField,
		messageField,
		simplifyField,
		sendOptions([flagsOption]),
	],

	prepare(item) {
		const to = item.phoneNumber('to');
		return campaignMessages(item, item.optionText('flags'))(to, item.message());
	},
};
