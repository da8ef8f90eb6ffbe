import { randomInt, randomUUID } from 'node:crypto';

import { forgetOldest } from '../../server/budget';
import { elapsed } from '../../server/clock';
import type { Answer, Archive } from '../../server/gateway';
import type { AcceptedMessage } from '../../server/message';
import { sameSecret } from '../../server/secrets';
import { checkCustomer, checkNoBody, checkParameters } from './parameters';
import { answerSuccess, badRequest, coded, errorData, type Parameters } from './replies';

/** Code 800 has no published limit; five wrong attempts are assumed. */
const MAX_WRONG_TRIES = 5;
/** "default 4" in the vendor's description of `otpLength`. */
const DEFAULT_LENGTH = '4';

/** The error message for an invalid code. */
export const CODE_REFUSAL = 'The code must be a string of 4 to 8 digits.';

/** A code that was sent, and its state. */
interface Otp {
	readonly verificationId: string;
	readonly transactionId: string;
	/** With its country code. */
	readonly number: string;
	readonly mobileNumber: string;
	readonly flowType: string;
	readonly code: string;
	/** In milliseconds of `elapsed`. */
	expiresAt: number;
	wrongTries: number;
	isVerified: boolean;
}

/** Sends and verifies one-time passwords. At most one code per number is valid. */
export class Otps {
	private readonly sent = new Map<string, Otp>();
	/** The latest code for each number, the only one that can be valid. */
	private readonly latest = new Map<string, Otp>();
	private forcedCode: string | undefined;

	constructor(
		private readonly lifetime: number,
		private readonly customerId: string,
		private readonly nextVerificationId: () => string,
		private readonly archive: Pick<Archive, 'endCode'>,
	) {}

	send(given: Parameters, body: Buffer): Answer {
		const refusal =
			checkNoBody(given, body) ??
			checkCustomer(given, this.customerId) ??
			checkParameters(given, ['flowType', 'countryCode', 'mobileNumber', 'otpLength']) ??
			// The gateway writes the text.
			(given.has('message')
				? badRequest('message: expected none with type=OTP, got one', given)
				: undefined);
		if (refusal !== undefined) return refusal;
		const [countryCode = '', mobileNumber = '', flowType = ''] = [
			'countryCode',
			'mobileNumber',
			'flowType',
		].map((name) => given.get(name));
		const number = countryCode + mobileNumber;
		const live = this.latest.get(number);
		if (live !== undefined && !live.isVerified && isLive(live)) return alreadyExists(given, live);

		const otpLength = given.get('otpLength') ?? DEFAULT_LENGTH;
		const otp: Otp = {
			verificationId: this.nextVerificationId(),
			transactionId: randomUUID(),
			number,
			mobileNumber,
			flowType,
			code: this.nextCode(Number(otpLength)),
			expiresAt: elapsed() + this.lifetime,
			wrongTries: 0,
			isVerified: false,
		};
		const { verificationId, transactionId, code } = otp;
		this.sent.set(verificationId, otp);
		this.latest.set(number, otp);
		forgetOldest(this.sent);
		forgetOldest(this.latest);
		const message: AcceptedMessage = {
			operation: 'otp',
			id: transactionId,
			to: number,
			from: given.get('senderId') ?? '',
			text: `Your code is ${code}`,
			details: { channel: flowType, countryCode, mobileNumber, otpLength, code, verificationId },
			lifetime: this.lifetime,
		};
		const timeout = remaining(otp);
		return {
			...answerSuccess(given, verificationId, transactionId, timeout),
			accepted: [message],
		};
	}

	/** Fields of a success and the codes are the vendor's; the order of the checks is assumed. */
	validate(given: Parameters): Answer {
		const refusal = checkParameters(given, ['verificationId', 'code', 'flowType']);
		if (refusal !== undefined) return refusal;
		const verificationId = given.get('verificationId') ?? '';
		const otp = this.sent.get(verificationId);
		if (otp === undefined) {
			return failed(505, `verificationId: expected one that was sent, got "${verificationId}"`);
		}
		const flowType = given.get('flowType') ?? '';
		if (flowType !== otp.flowType) {
			return badRequest(
				`flowType: expected ${otp.flowType}, as it was sent, got ${flowType}`,
				given,
			);
		}
		if (otp.isVerified) return failed(703, 'verificationId: expected one not verified yet');
		if (!isLive(otp)) return failed(705, 'verificationId: expected a live one, got an expired one');
		if (otp.wrongTries >= MAX_WRONG_TRIES) {
			return failed(800, `code: expected at most ${MAX_WRONG_TRIES} wrong attempts, got more`);
		}
		if (!sameSecret(otp.code, given.get('code') ?? '')) {
			otp.wrongTries++;
			return failed(702, 'code: expected the one that was sent, got another');
		}
		otp.isVerified = true;
		this.archive.endCode(otp.transactionId, 'verified');
		return coded(200, {
			verificationId,
			mobileNumber: otp.mobileNumber,
			verificationStatus: 'VERIFICATION_COMPLETED',
			responseCode: '200',
			errorMessage: null,
			transactionId: otp.transactionId,
			authToken: null,
		});
	}

	/** @throws RangeError for anything but 4 to 8 digits */
	forceNext(code: string): void {
		if (typeof code !== 'string' || !/^\d{4,8}$/.test(code)) {
			throw new RangeError(CODE_REFUSAL);
		}
		this.forcedCode = code;
	}

	expireAll(): void {
		for (const otp of this.sent.values()) {
			if (!otp.isVerified && isLive(otp)) this.archive.endCode(otp.transactionId, 'expired');
			otp.expiresAt = 0;
		}
	}

	forgetAll(): void {
		this.sent.clear();
		this.latest.clear();
		this.forcedCode = undefined;
	}

	/** Digit by digit, so that every tenth code starts with a zero. */
	private nextCode(length: number): string {
		const code = this.forcedCode ?? Array.from({ length }, () => String(randomInt(10))).join('');
		this.forcedCode = undefined;
		return code;
	}
}

function isLive({ expiresAt }: Otp): boolean {
	return expiresAt > elapsed();
}

/** Whole seconds in the format of the vendor's "30.0"; never 0 for a valid code. */
function remaining({ expiresAt }: Otp): string {
	return `${Math.ceil((expiresAt - elapsed()) / 1000)}.0`;
}

/** Names the verification that is still valid, and for how long. */
function alreadyExists(given: Parameters, live: Otp): Answer {
	const { verificationId } = live;
	const known = { verificationId, timeout: remaining(live) };
	return {
		...coded(506, errorData(506, 'REQUEST_ALREADY_EXISTS', given, known)),
		refusedBecause: `mobileNumber: expected one without a live code, got the one of ${verificationId}`,
	};
}

/** The reply to a wrong code has `data: null`; the other refusals do, too (assumed). */
function failed(code: number, because: string): Answer {
	return { ...coded(code, null), refusedBecause: because };
}
