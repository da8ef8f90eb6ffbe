import { sendMt, sendSms } from '../../../../gateways/messangi/request';
import { readSendMt, readSendSms } from '../../../../gateways/messangi/response';
import { bulkFields, fromField, sendOptions, simplifyField } from '../../../runtime/fields';
import type { BulkOperation } from '../../../runtime/operation';
import { carrierIdField, carrierNameField } from '../../fields';

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
		sendOptions(showOnlyForSendBulk),
	],

	prepare(item) {
		const from = item.requiredText('from', 'From');
		if (item.oneOf('via', 'Send Via', ['send', 'sendCampaign']) === 'send') {
			const carrier = item.requiredText('carrier', 'Carrier');
			return ({ number }, { text }) => ({
				to: number.e164,
				from,
				text,
				request: sendSms({ carrier, from, to: number.digits, text }),
				read: readSendSms,
			});
		}
		const carrier = item.text('carrier');
		return ({ number }, { text }) => ({
			to: number.e164,
			from,
			text,
			request: sendMt({ from, carrier, to: number.digits, text, flags: '' }),
			read: readSendMt,
		});
	},
};
