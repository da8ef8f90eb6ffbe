import { randomUUID } from 'node:crypto';

import type { Answer } from '../../server/gateway';
import type { AcceptedMessage } from '../../server/message';
import { isMultipart, readRecipients } from './bulkFile';
import {
	checkCustomer,
	checkNoBody,
	checkParameters,
	checkTemplate,
	type ParameterName,
} from './parameters';
import type { Addressee, Recipients } from './recipients';
import { answerSuccess, badRequest, coded, refuse, type Parameters } from './replies';

const TEXT_PARAMETERS: readonly ParameterName[] = ['senderId', 'message', 'messageType'];

/** Limits besides those of the vendor's page. */
export interface Limits {
	readonly customerId: string;
	readonly maxRecipients: number;
}

/** Sends to one number or several, by the table of request parameters on the vendor's page. */
export async function send(
	given: Parameters,
	body: Buffer,
	contentType: string,
	limits: Limits,
	nextVerificationId: () => string,
): Promise<Answer> {
	const byFile = isMultipart(contentType);
	const byList = given.has('phoneNumbers');
	const isSingle = !byFile && !byList;
	const refusal =
		(byFile ? undefined : checkNoBody(given, body)) ??
		checkCustomer(given, limits.customerId) ??
		checkParameters(given, ['flowType']) ??
		(isSingle ? checkParameters(given, ['countryCode', 'mobileNumber']) : undefined) ??
		checkParameters(given, TEXT_PARAMETERS) ??
		checkTemplate(given);
	if (refusal !== undefined) return refusal;
	if (isSingle) return sendToOne(given, nextVerificationId());
	if (byFile && byList) {
		return badRequest('phoneNumbers: expected none with a file, got some', given);
	}
	const read = byFile
		? await readRecipients(contentType, body, given.get('message') ?? '')
		: readPhoneNumbers(given);
	if ('because' in read) return badRequest(read.because, given);
	const { recipients } = read;
	if (recipients.length > limits.maxRecipients) {
		const because = `recipients: expected at most ${limits.maxRecipients}, got ${recipients.length}`;
		return refuse(800, because, given);
	}
	return sendToMany(given, recipients, byFile ? 'file' : 'phoneNumbers');
}

function sendToOne(given: Parameters, verificationId: string): Answer {
	const transactionId = randomUUID();
	const recipient: Addressee = {
		countryCode: given.get('countryCode') ?? '',
		mobileNumber: given.get('mobileNumber') ?? '',
		text: given.get('message') ?? '',
	};
	const message = messageTo(recipient, given, transactionId, { verificationId });
	return { ...answerSuccess(given, verificationId, transactionId), accepted: [message] };
}

/** The reply to a bulk send is not published: this is a single one's without its number (assumed). */
function sendToMany(given: Parameters, recipients: readonly Addressee[], bulk: string): Answer {
	const transactionId = randomUUID();
	const accepted = recipients.map((recipient) => {
		const { variables } = recipient;
		const filled: Record<string, string> =
			variables === undefined ? {} : { variables: JSON.stringify(variables) };
		return messageTo(recipient, given, randomUUID(), { bulk, transactionId, ...filled });
	});
	const reply = coded(200, {
		transactionId,
		totalCount: recipients.length,
		responseCode: '200',
		errorMessage: null,
	});
	return { ...reply, accepted };
}

function messageTo(
	{ countryCode, mobileNumber, text }: Addressee,
	given: Parameters,
	id: string,
	more: Readonly<Record<string, string>>,
): AcceptedMessage {
	const optional = ['templateId', 'entityId', 'customerId'].flatMap((name) => {
		const value = given.get(name);
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		operation: 'send',
		id,
		to: countryCode + mobileNumber,
		from: given.get('senderId') ?? '',
		text,
		details: {
			channel: given.get('flowType') ?? '',
			countryCode,
			mobileNumber,
			// The page: "default is OTP".
			messageType: given.get('messageType') ?? 'OTP',
			...Object.fromEntries(optional),
			...more,
		},
	};
}

/** "country <space>mobile", separated by commas: `91 9816111111, 91 7715131105`. */
function readPhoneNumbers(given: Parameters): Recipients {
	if (given.has('mobileNumber')) {
		return { because: 'mobileNumber: expected none with phoneNumbers, got one' };
	}
	const recipients: Addressee[] = [];
	for (const entry of (given.get('phoneNumbers') ?? '').split(',')) {
		const [, countryCode, mobileNumber] = /^ *([1-9]\d{0,2}) (\d{4,14}) *$/.exec(entry) ?? [];
		if (countryCode === undefined || mobileNumber === undefined) {
			return {
				because: `phoneNumbers: expected a country code, a space and a number, got "${entry}"`,
			};
		}
		recipients.push({ countryCode, mobileNumber, text: given.get('message') ?? '' });
	}
	return { recipients };
}
