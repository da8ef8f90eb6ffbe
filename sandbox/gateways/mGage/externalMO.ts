import { TEXT, type Answer } from '../../server/gateway';
import { isValidNumber, type Parameters } from './checks';

export const EXTERNAL_MO = '/api/externalMO';

/**
 * Simulates an incoming message, as another interface of the same vendor: `originator` is the phone,
 * `destination` the short code. Success is HTTP 200 with one word, failure HTTP 500 with a sentence;
 * the sentences are the sandbox's own.
 */
export function externalMO(given: Parameters): Answer {
	const value = (name: string): string => given.get(name) ?? '';
	const [campaignId, to, from, text] = ['campid', 'destination', 'originator', 'message'].map(
		value,
	) as [string, string, string, string];
	if (campaignId === '') return failure('campid: expected a campaign, got nothing');
	if (text === '') return failure('message: expected a text, got nothing');
	// One of the vendor's samples has the country before the code: US-87767.
	const code = /^(?:[A-Z]{2}-)?(\d{3,15})$/i.exec(to)?.[1];
	if (code === undefined) {
		return failure(`destination: expected 3 to 15 digits, got "${to}"`);
	}
	if (!isValidNumber(from)) {
		return failure(`originator: expected 8 to 15 digits, got "${from}"`);
	}
	return {
		status: 200,
		contentType: TEXT,
		body: 'SUCCESS',
		received: [{ from, to: code, text, details: { campaignId } }],
	};
}

export function failure(because: string): Answer {
	return { status: 500, contentType: TEXT, body: because, refusedBecause: because };
}
