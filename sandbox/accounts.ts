import type { GatewayName } from './gateways/names';
import { GATEWAY_NAMES, GATEWAYS } from './gateways/registry';
import { checkFields, type Check } from './server/checks';
import { hideSecret } from './server/secrets';

/** The accounts of the gateways. */
export type Accounts = {
	readonly [Name in GatewayName]: (typeof GATEWAYS)[Name]['account'];
};

/** The demo accounts. They are valid in the sandbox only. */
export const ACCOUNTS = Object.fromEntries(
	GATEWAY_NAMES.map((name) => [name, GATEWAYS[name].account]),
) as unknown as Accounts;

/** Your own accounts; fields that are left out keep the demo account's value. */
export type GivenAccounts = { readonly [Name in GatewayName]?: Partial<Accounts[Name]> };

/** The values of accounts that must never be shown or logged. */
export function secretsOf(accounts: Accounts): readonly string[] {
	return GATEWAY_NAMES.flatMap((name) => {
		const account: Readonly<Record<string, string>> = accounts[name];
		return GATEWAYS[name].secrets.map((field) => account[field] ?? '');
	});
}

/** Those of the demo accounts. */
export const SECRETS = secretsOf(ACCOUNTS);
for (const secret of SECRETS) hideSecret(secret);

/** A shorter secret could not be masked: it would be in half of all texts by chance. */
const SHORTEST_SECRET = 4;

/**
 * Checks accounts from outside, and adds the demo accounts' values for missing fields.
 *
 * @throws RangeError whose message repeats none of the values
 */
export function completeAccounts(given: unknown): Accounts {
	const filled: Check = (value) =>
		typeof value === 'string' && value !== '' ? undefined : 'a string that is not empty';
	const checks: Record<string, Check> = {};
	for (const name of Object.keys(ACCOUNTS)) checks[name] = () => undefined;
	checkFields('Accounts', given, checks);
	const accounts = Object.entries(ACCOUNTS).map(([name, demo]) => {
		const own = given[name] ?? {};
		const fields = Object.fromEntries(Object.keys(demo).map((field) => [field, filled]));
		checkFields(`The account of ${name}`, own, fields);
		return [name, { ...demo, ...own }] as const;
	});
	const complete = Object.fromEntries(accounts) as unknown as Accounts;
	if (secretsOf(complete).some(({ length }) => length < SHORTEST_SECRET)) {
		throw new RangeError(
			`A key, password or token must have at least ${SHORTEST_SECRET} characters.`,
		);
	}
	return complete;
}
