import {
	bulkFields,
	bulkOptions,
	fromField,
	simplifyField,
} from '../../../shared/descriptions/sends';
import type { BulkOperation } from '../../../../runtime/operation';
import { carrierIdField, carrierNameField } from '../../descriptions';
import { campaignMessages, directMessages } from './makeMessage';

const showOnlyForSendBulk = { resource: ['sms'], operation: ['sendBulk'] };

/** Sends a text to many numbers, each in a request of its own: Messangi takes no more. */
export const sendBulk: BulkOperation = {
	kind: 'bulk',
	fields: [
		{
			displayName: 'Send Via',
			name: 'via',
			type: 'options',
			options: [
				{
					name: 'Campaign Manager',
					value: 'sendCampaign',
					description: 'The campaign manager can choose the carrier of each recipient itself',
				},
				{
					name: 'Direct',
					value: 'send',
					description:
						'Through a carrier that you name. The reply says what became of the message.',
				},
			],
			default: 'send',
			displayOptions: { show: showOnlyForSendBulk },
		},
		carrierNameField({ ...showOnlyForSendBulk, via: ['send'] }),
		carrierIdField({ ...showOnlyForSendBulk, via: ['sendCampaign'] }),
		fromField(showOnlyForSendBulk),
		...bulkFields(showOnlyForSendBulk),
		simplifyField(showOnlyForSendBulk),
		bulkOptions(showOnlyForSendBulk),
	],

	prepare(item) {
		const message =
			item.oneOf('via', 'Send Via', ['send', 'sendCampaign']) === 'send'
				? directMessages(item)
				: campaignMessages(item, '');
		return ({ number }, { text }) => message(number, text);
	},
};
