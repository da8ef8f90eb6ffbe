import type { Accounts } from '../../accounts';
import type { Answer } from '../../server/gateway';
import { sameSecret } from '../../server/secrets';
import type { Tokens } from '../../server/tokens';
import { json, type Parameters } from './replies';

type Account = Accounts['messageCentral'];

/** As on the vendor's page. */
export const TOKEN_LIFETIME_SECONDS = 60 * 60;

/** Failures have HTTP 200 and a status in the body. */
export function issueToken(given: Parameters, tokens: Tokens, account: Account): Answer {
	const refuse = (error: string, refusedBecause: string): Answer => ({
		...json(200, { status: 400, error }),
		refusedBecause,
	});
	const customerId = given.get('customerId');
	const key = given.get('key') ?? '';
	if (customerId !== account.customerId) {
		const got = customerId === undefined ? 'nothing' : `"${customerId}"`;
		return refuse(
			'customerId is invalid',
			`customerId: expected "${account.customerId}", got ${got}`,
		);
	}
	if (!sameSecret(Buffer.from(account.password).toString('base64'), key)) {
		const got = sameSecret(account.password, key) ? 'the password itself' : 'something else';
		return refuse(
			'password is wrong',
			`key: expected the Base64 of the account's password, got ${got}`,
		);
	}
	return { ...json(200, { status: 200, token: tokens.issue() }), tokenIssued: true };
}
