import type { Answer } from '../../server/gateway';
import { badRequest, refuse, type Parameters } from './replies';

interface Rule {
	readonly pattern: RegExp;
	readonly wanted: string;
	readonly required: boolean;
	readonly code?: number;
}

/** The valid values of each parameter, from the tables of the vendor's page. */
const RULES = {
	flowType: {
		pattern: /^(SMS|WHATSAPP|RCS|SAUTH)$/,
		wanted: 'SMS, WHATSAPP, RCS or SAUTH',
		required: true,
	},
	countryCode: {
		pattern: /^[1-9]\d{0,2}$/,
		wanted: 'a country code of 1 to 3 digits',
		required: true,
		code: 511,
	},
	mobileNumber: {
		pattern: /^\d{4,14}$/,
		wanted: 'a national number of 4 to 14 digits',
		required: true,
	},
	senderId: { pattern: /./s, wanted: 'a sender', required: true },
	message: { pattern: /./s, wanted: 'a text', required: true },
	messageType: {
		pattern: /^(TRANSACTION|PROMOTIONAL|OTP)$/,
		wanted: 'TRANSACTION, PROMOTIONAL or OTP',
		required: false,
	},
	otpLength: { pattern: /^[4-8]$/, wanted: 'a number from 4 to 8', required: false },
	verificationId: { pattern: /./s, wanted: 'a value', required: true },
	code: { pattern: /./s, wanted: 'a value', required: true },
} as const satisfies Readonly<Record<string, Rule>>;

export type ParameterName = keyof typeof RULES;

/** The reply to the first invalid parameter of these. */
export function checkParameters(
	given: Parameters,
	names: readonly ParameterName[],
): Answer | undefined {
	for (const name of names) {
		const { pattern, wanted, required, code = 400 }: Rule = RULES[name];
		const value = given.get(name);
		if (value === undefined) {
			if (required) return badRequest(`${name}: expected ${wanted}, got nothing`, given);
		} else if (!pattern.test(value)) {
			return refuse(code, `${name}: expected ${wanted}, got "${value}"`, given);
		}
	}
	return undefined;
}

export function checkCustomer(given: Parameters, expected: string): Answer | undefined {
	const customerId = given.get('customerId');
	return customerId === undefined || customerId === expected
		? undefined
		: refuse(501, `customerId: expected ${expected}, got ${customerId}`, given);
}

/** Both or neither, says the page. */
export function checkTemplate(given: Parameters): Answer | undefined {
	if (given.has('templateId') === given.has('entityId')) return undefined;
	const [there, missing] = given.has('templateId')
		? ['templateId', 'entityId']
		: ['entityId', 'templateId'];
	return badRequest(`${missing}: expected with ${there}, got nothing`, given);
}

/** Only a bulk send by file has a body. */
export function checkNoBody(given: Parameters, body: Buffer): Answer | undefined {
	return body.length === 0
		? undefined
		: badRequest(
				`body: expected none (all parameters are in the query), got ${body.length} bytes`,
				given,
			);
}
