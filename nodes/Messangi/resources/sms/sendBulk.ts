import { bulkFields, bulkOptions } from '../../../shared/descriptions/bulk';
import { fromField } from '../../../shared/descriptions/message';
import { simplifyField } from '../../../shared/descriptions/options';
import type { BulkOperation } from '../../../../runtime/operation';
import { carrierIdField, carrierNameField } from '../../descriptions';
import { when } from '../../../shared/properties';
import { campaignMessages, directMessages } from './makeMessage';

/** Sends a text to many numbers, one request each: Messangi takes only one number per request. */
export const sendBulk: BulkOperation = {
	kind: 'bulk',
	name: 'Send Bulk',
	action: 'Send an SMS to many recipients',
	description: 'Send a text to recipients from items, a list or a file',
	fields: [
		{
			displayName: 'Send Via',
			name: 'via',
			type: 'options',
			options: [
				{
					name: 'Campaign Manager',
					value: 'sendCampaign',
					description: 'The campaign manager can choose the carrier for each recipient',
				},
				{
					name: 'Direct',
					value: 'send',
					description:
						'Send through the carrier that you choose. The response has the status of each message.',
				},
			],
			default: 'send',
		},
		when({ via: ['send'] }, carrierNameField),
		when({ via: ['sendCampaign'] }, carrierIdField),
		fromField,
		...bulkFields(),
		simplifyField,
		bulkOptions(),
	],

	prepare(item) {
		const message =
			item.oneOf('via', 'Send Via', ['send', 'sendCampaign']) === 'send'
				? directMessages(item)
				: campaignMessages(item, '');
		return ({ number }, { text }) => message(number, text);
	},
};
