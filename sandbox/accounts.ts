import { checkFields, type Check } from './server/checks';

/**
 * The demo accounts the three gateways of the sandbox know. They open nothing but the sandbox.
 * The Messangi private key is the one the vendor's published signature examples were made with.
 */
export const ACCOUNTS = {
	messangi: {
		instanceId: '8',
		publicKey: 'sandbox-public-key',
		privateKey: 'FBF3-4310-909C-C4BBC26F886F',
	},
	mGage: {
		username: 'sandbox',
		password: 'sandbox-mgage-password',
	},
	messageCentral: {
		customerId: 'C-SANDBOX',
		password: 'sandbox-mc-password',
		email: 'sandbox@example.com',
		country: '91',
		authToken: 'sandbox-long-lived-auth-token',
	},
} as const;

/** A gateway has an account here or it does not exist. */
export type GatewayName = keyof typeof ACCOUNTS;

/** Whom the gateways know. */
export type Accounts = {
	readonly [Name in GatewayName]: Readonly<Record<keyof (typeof ACCOUNTS)[Name], string>>;
};

/** Accounts of one's own; what is left out is the demo account's. */
export type GivenAccounts = { readonly [Name in GatewayName]?: Partial<Accounts[Name]> };

/** The values of accounts that must never leave the process in readable form. */
export function secretsOf({ messangi, mGage, messageCentral }: Accounts): readonly string[] {
	return [
		messangi.publicKey,
		messangi.privateKey,
		mGage.password,
		messageCentral.password,
		messageCentral.authToken,
	];
}

/** Those of the demo accounts. */
export const SECRETS = secretsOf(ACCOUNTS);

/** A shorter secret could not be hidden: half of all texts hold it by chance. */
const SHORTEST_SECRET = 4;

/**
 * Reads accounts from anywhere, and fills in what the demo accounts have.
 *
 * @throws RangeError with a sentence that repeats nothing of what was given
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
			`A key, password or token must have ${SHORTEST_SECRET} characters or more.`,
		);
	}
	return complete;
}
