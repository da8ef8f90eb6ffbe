import { OTP_LENGTHS, sendOtpRequest } from '../../../../gateways/messageCentral/request';
import { readSendOtp } from '../../../../gateways/messageCentral/response';
import { toField } from '../../../shared/descriptions/message';
import { plainSendOptions, simplifyField } from '../../../shared/descriptions/options';
import { recipientOptions } from '../../../shared/descriptions/rules';
import type { SendOperation } from '../../../../runtime/operation';
import { channelField, readChannel } from '../../descriptions';

/** Sends a one-time password that Message Central generates: `POST /verification/v3/send`, type OTP. */
export const send: SendOperation = {
	kind: 'send',
	name: 'Send',
	action: 'Send a one-time password',
	description: 'Generate a one-time password and send it',
	fields: [
		channelField,
		toField,
		simplifyField,
		plainSendOptions([
			...recipientOptions(),
			{
				displayName: 'OTP Length',
				name: 'otpLength',
				type: 'number',
				typeOptions: { minValue: OTP_LENGTHS.shortest, maxValue: OTP_LENGTHS.longest },
				default: 4,
				description: 'The number of digits, from 4 to 8',
			},
		]),
	],

	prepare(item) {
		const { e164, countryCode, nationalNumber } = item.phoneNumber('to');
		const request = sendOtpRequest({
			channel: readChannel(item),
			countryCode,
			nationalNumber,
			otpLength: item.optionWholeNumber(
				'otpLength',
				'OTP Length',
				OTP_LENGTHS.shortest,
				OTP_LENGTHS.longest,
			),
		});
		return { to: e164, from: '', text: null, request, read: readSendOtp };
	},
};
