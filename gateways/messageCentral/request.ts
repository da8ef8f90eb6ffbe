import { Refusal } from '../../messages/refusal';
import { queryString, type GatewayRequest } from '../request';

/** The ways on which Message Central sends. Source: the vendor's page, "flowType". */
export type Channel = 'SMS' | 'RCS' | 'WHATSAPP' | 'SAUTH';

/** What a text is for; the carriers of India treat each differently. Source: the vendor's page. */
export type MessageType = 'TRANSACTION' | 'PROMOTIONAL' | 'OTP';

/** One text message to one handset. */
export interface SendParameters {
	channel: Channel;
	senderId: string;
	/** The country code, e.g. `91`. */
	countryCode: string;
	/** The number without its country code. */
	nationalNumber: string;
	text: string;
	messageType: MessageType;
	/** The id of an approved template; goes together with `entityId` or not at all. */
	templateId: string;
	entityId: string;
}

/**
 * `POST /verification/v3/send` with `type=SMS`: everything in the query, the body empty. Source:
 * the vendor's page, "Send SMS", and its examples.
 *
 * @throws Refusal when the sender is missing, or one of template and entity without the other
 */
export function send(parameters: SendParameters): GatewayRequest {
	const senderId = parameters.senderId.trim();
	const templateId = parameters.templateId.trim();
	const entityId = parameters.entityId.trim();
	if (senderId === '') {
		throw new Refusal(
			'MISSING_PARAMETER',
			'"senderId" is empty',
			'Fill in the sender ID that Message Central gave you.',
		);
	}
	if ((templateId === '') !== (entityId === '')) {
		throw new Refusal(
			'TEMPLATE_WITHOUT_ENTITY',
			'Template ID and Entity ID go together, and only one of them is filled in',
			'Fill in both, or none if the template is registered with Message Central.',
		);
	}
	const query = queryString([
		['countryCode', parameters.countryCode],
		['flowType', parameters.channel],
		['mobileNumber', parameters.nationalNumber],
		['senderId', senderId],
		['type', 'SMS'],
		['message', parameters.text],
		['messageType', parameters.messageType],
		['templateId', templateId || undefined],
		['entityId', entityId || undefined],
	]);
	return { method: 'POST', path: `verification/v3/send?${query}` };
}

/**
 * `GET /verification/v3/validateOtp` for a verification that does not exist: it proves a token,
 * because it is refused for the id (505) and not for who asks. It sends nothing.
 */
export function probe(): GatewayRequest {
	return {
		method: 'GET',
		path: 'verification/v3/validateOtp?verificationId=0&code=0000&flowType=SMS',
	};
}
