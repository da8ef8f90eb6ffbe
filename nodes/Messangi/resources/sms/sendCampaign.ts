import { sendMt } from '../../../../gateways/messangi/request';
import { readSendMt } from '../../../../gateways/messangi/response';
import {
	fromField,
	messageField,
	sendOptions,
	simplifyField,
	toField,
} from '../../../runtime/fields';
import type { Operation } from '../../../runtime/operation';

const showOnlyForSendCampaign = { resource: ['sms'], operation: ['sendCampaign'] };

/** Sends one text through the campaign manager, which can choose the carrier itself: `sendMT`. */
export const sendCampaign: Operation = {
	fields: [
		fromField(showOnlyForSendCampaign),
		{
			displayName: 'Carrier ID',
			name: 'carrier',
			type: 'string',
			default: '',
			placeholder: 'e.g. 12',
			description:
				'The ID (not the name) of the recipient’s mobile operator. Empty lets the campaign manager choose.',
			displayOptions: { show: showOnlyForSendCampaign },
		},
		toField(showOnlyForSendCampaign),
		messageField(showOnlyForSendCampaign),
		simplifyField(showOnlyForSendCampaign),
		sendOptions(showOnlyForSendCampaign, [
			{
				displayName: 'Flags',
				name: 'flags',
				type: 'string',
				default: '',
				description: 'Flags for a job at Messangi’s; only what Messangi told you to send',
			},
		]),
	],

	prepare(item) {
		const to = item.phoneNumber('to');
		const from = item.requiredText('from', 'From');
		const text = item.requiredText('message', 'Message');
		return {
			to: to.e164,
			from,
			text,
			request: sendMt({
				from,
				carrier: item.text('carrier'),
				to: to.digits,
				text,
				flags: item.optionText('flags'),
			}),
			read: readSendMt,
		};
	},
};
