import { Refusal } from '../../messages/refusal';
import { multipartFile } from '../wire/multipart';
import { queryString, required, type GatewayRequest } from '../request';
import { checkWorkbookRows, writeWorkbook, type WorkbookRow } from './workbook';

/** The channels of Message Central. Source: the vendor's page, "flowType". */
export type Channel = 'SMS' | 'RCS' | 'WHATSAPP' | 'SAUTH';

/** The purpose of a text; carriers in India treat each differently. Source: the vendor's page. */
export type MessageType = 'TRANSACTION' | 'PROMOTIONAL' | 'OTP';

/** The bounds of an OTP's length, in digits. Source: the vendor's documentation; its default is 4. */
export const OTP_LENGTHS = { shortest: 4, longest: 8 } as const;

const SEND = 'verification/v3/send';
const VALIDATE = 'verification/v3/validateOtp';
/** Source: the vendor's page; its type is the one that IANA has registered for `.xlsx`. */
const WORKBOOK = {
	name: 'file',
	fileName: 'recipients.xlsx',
	contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** A recipient. */
export interface NationalNumber {
	/** The country code, e.g. `91`. */
	countryCode: string;
	/** The number without its country code. */
	nationalNumber: string;
}

/** What all text messages have. */
export interface TextParameters {
	channel: Channel;
	senderId: string;
	text: string;
	messageType: MessageType;
	/** The ID of an approved template; set together with `entityId` or not at all. */
	templateId: string;
	entityId: string;
}

/** One text message to one recipient. */
export interface SendParameters extends TextParameters, NationalNumber {}

/** One text to many recipients. */
export interface SendToManyParameters extends TextParameters {
	numbers: NationalNumber[];
}

/** One text to many recipients, with values for each. */
export interface SendPersonalizedParameters extends TextParameters {
	/** The values stand for `##var1##`, `##var2##` ... in the text. */
	rows: WorkbookRow[];
}

/** A code that the gateway generates and sends. */
export interface SendOtpParameters extends NationalNumber {
	channel: Channel;
	/** In digits; if it is left out, the gateway chooses. */
	otpLength?: number;
}

/** The check of a code. */
export interface VerifyOtpParameters {
	verificationId: string;
	/** What the user typed. */
	code: string;
	channel: Channel;
}

/**
 * `POST /verification/v3/send` with `type=SMS`: everything in the query, the body empty. Source:
 * the vendor's page, "Send SMS", and its examples.
 *
 * @throws Refusal when the sender is missing, or one of template and entity without the other
 */
export function sendRequest(parameters: SendParameters): GatewayRequest {
	const query = textQuery(parameters, {
		countryCode: parameters.countryCode,
		mobileNumber: parameters.nationalNumber,
	});
	return { method: 'POST', path: `${SEND}?${query}` };
}

/**
 * The same to many: `phoneNumbers`, e.g. `91 9816111111, 91 7715131105`, replaces `countryCode` and
 * `mobileNumber`. Source: the vendor's page, "PhoneNumbers".
 *
 * @throws Refusal as `send`, and when there is no number
 */
export function sendToManyRequest(parameters: SendToManyParameters): GatewayRequest {
	if (parameters.numbers.length === 0) {
		throw new Refusal('MISSING_NUMBER', 'There is no recipient', 'Fill in the recipients.');
	}
	const phoneNumbers = parameters.numbers
		.map(({ countryCode, nationalNumber }) => `${countryCode} ${nationalNumber}`)
		.join(', ');
	return { method: 'POST', path: `${SEND}?${textQuery(parameters, { phoneNumbers })}` };
}

/** How many bytes one more number adds to the URL of `sendToMany`. */
export function phoneNumberBytes({ countryCode, nationalNumber }: NationalNumber): number {
	return countryCode.length + '%20'.length + nationalNumber.length + '%2C%20'.length;
}

/**
 * The same to many, with values for each: the query has no number, and the body is a form
 * with a workbook as its part `file`. Source: the vendor's page, "carga de archivos multiparte".
 * Assumed: placeholders are `##var1##`, `##var2##` ..., as in all places of the page but one, and
 * the text goes as it is given.
 *
 * @throws Refusal as `send`, and for what a workbook cannot hold
 */
export function sendPersonalizedRequest(parameters: SendPersonalizedParameters): GatewayRequest {
	const { rows } = parameters;
	checkWorkbookRows(rows);
	return {
		method: 'POST',
		path: `${SEND}?${textQuery(parameters, {})}`,
		body: multipartFile({
			...WORKBOOK,
			seed: JSON.stringify(rows),
			bytes: () => writeWorkbook(rows),
		}),
	};
}

/**
 * `POST /verification/v3/send` with `type=OTP`: the gateway generates the code and the text. Source:
 * the vendor's documentation of Verify Now.
 *
 * @throws Refusal for a length out of bounds
 */
export function sendOtpRequest(parameters: SendOtpParameters): GatewayRequest {
	const { channel, countryCode, nationalNumber, otpLength } = parameters;
	const { shortest, longest } = OTP_LENGTHS;
	if (
		otpLength !== undefined &&
		(!Number.isInteger(otpLength) || otpLength < shortest || otpLength > longest)
	) {
		throw new Refusal(
			'INVALID_OTP_LENGTH',
			`An OTP cannot have ${otpLength} digits`,
			`Choose an OTP length from ${shortest} to ${longest}.`,
		);
	}
	const query = queryString([
		['countryCode', countryCode],
		['flowType', channel],
		['mobileNumber', nationalNumber],
		['otpLength', otpLength === undefined ? undefined : String(otpLength)],
		['type', 'OTP'],
	]);
	return { method: 'POST', path: `${SEND}?${query}` };
}

/**
 * `GET /verification/v3/validateOtp`. The vendor's text says POST, but only GET works.
 *
 * @throws Refusal when the id or the code is missing; the text does not repeat the code
 */
export function verifyOtpRequest({
	verificationId,
	code,
	channel,
}: VerifyOtpParameters): GatewayRequest {
	const query = queryString([
		[
			'verificationId',
			required(
				'verificationId',
				verificationId.trim(),
				'Fill in the verificationId in the output of the send.',
			),
		],
		['code', required('code', code.trim(), 'Fill in the code that the user typed.')],
		['flowType', channel],
	]);
	return { method: 'GET', path: `${VALIDATE}?${query}` };
}

/**
 * `GET /verification/v3/validateOtp` for a verification that does not exist. It tests a token: a valid
 * one gets a refusal of the ID (505), not of the token. It sends nothing.
 */
export function probeRequest(): GatewayRequest {
	return {
		method: 'GET',
		path: `${VALIDATE}?verificationId=0&code=0000&flowType=SMS`,
	};
}

/** The query of a text message, in the order of the vendor's example. */
function textQuery(
	parameters: TextParameters,
	recipients: { countryCode?: string; mobileNumber?: string; phoneNumbers?: string },
): string {
	const { channel, text, messageType } = parameters;
	const senderId = required(
		'senderId',
		parameters.senderId.trim(),
		'Fill in the sender ID that Message Central gave you.',
	);
	const templateId = parameters.templateId.trim();
	const entityId = parameters.entityId.trim();
	if ((templateId === '') !== (entityId === '')) {
		throw new Refusal(
			'TEMPLATE_WITHOUT_ENTITY',
			'Template ID and Entity ID go together, but only one of them is filled in',
			'Fill in both, or neither if the template is registered with Message Central.',
		);
	}
	return queryString([
		['countryCode', recipients.countryCode],
		['flowType', channel],
		['mobileNumber', recipients.mobileNumber],
		['phoneNumbers', recipients.phoneNumbers],
		['senderId', senderId],
		['type', 'SMS'],
		['message', text],
		['messageType', messageType],
		['templateId', templateId || undefined],
		['entityId', entityId || undefined],
	]);
}
