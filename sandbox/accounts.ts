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

/** The values of ACCOUNTS that must never leave the process in readable form. */
export const SECRETS: readonly string[] = [
	ACCOUNTS.messangi.publicKey,
	ACCOUNTS.messangi.privateKey,
	ACCOUNTS.mGage.password,
	ACCOUNTS.messageCentral.password,
	ACCOUNTS.messageCentral.authToken,
];
