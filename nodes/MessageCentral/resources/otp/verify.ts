import { verifyOtpRequest } from '../../../../gateways/messageCentral/request';
import { readVerification } from '../../../../gateways/messageCentral/response';
import { readCode } from '../../../../messages/writtenNumber';
import type { IDataObject } from 'n8n-workflow';
import { simplifyField } from '../../../shared/descriptions/options';
import { queryOptions } from '../../../shared/descriptions/queries';
import type { QueryOperation } from '../../../../runtime/operation';
import { channelField, readChannel } from '../../descriptions';

/**
 * Checks the code that a user typed: `GET /verification/v3/validateOtp`. A wrong code is a result,
 * not an error. The request is never repeated, because each one counts as an attempt.
 */
export const verify: QueryOperation = {
	kind: 'query',
	name: 'Verify',
	action: 'Verify a one-time password',
	description: 'Check the code that a user typed',
	repeatable: false,
	fields: [
		{
			displayName: 'Verification ID',
			name: 'verificationId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. {{ $json.verificationId }}',
			description: 'The verificationId in the output of the Send operation',
		},
		{
			displayName: 'Code',
			name: 'code',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 0042',
			description:
				'What the user typed, as text to keep leading zeros. Spaces and hyphens are ignored.',
		},
		channelField,
		simplifyField,
		queryOptions(),
	],

	async answer(item, ask) {
		const request = verifyOtpRequest({
			verificationId: item.requiredText('verificationId', 'Verification ID').trim(),
			code: readCode(item.requiredText('code', 'Code')),
			channel: readChannel(item),
		});
		const { verified, reason, code, verificationId, status, message, response } = readVerification(
			await ask(request),
		);
		const output: IDataObject = {
			gateway: 'messageCentral',
			verified,
			...(reason !== null && { reason, message }),
			verificationId: verificationId ?? item.text('verificationId').trim(),
			responseCode: code,
			status,
		};
		if (!item.simplify()) output.response = response as IDataObject;
		return { json: [output] };
	},
};
