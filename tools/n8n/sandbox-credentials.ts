import { ACCOUNTS, type CallbackSecret } from '../../sandbox/server/server';
import type { CredentialInput } from './rest';

/** What the sandbox's callbacks prove themselves with: `secret` of each target it is told of. */
export const SANDBOX_CALLBACK_SECRET: CallbackSecret & { in: 'query' } = {
	in: 'query',
	name: 'secret',
	value: 'sandbox-callback-secret-1f7c',
};

/**
 * The credentials that open the sandbox's accounts. The names are those that n8n proposes, and the
 * example workflows use: a workflow finds a credential by its name where it does not know its id.
 */
export function sandboxCredentials(sandboxUrl: string): CredentialInput[] {
	const { email, country, customerId, password, authToken } = ACCOUNTS.messageCentral;
	return [
		{
			name: 'Messangi account',
			type: 'messangiApi',
			data: { baseUrl: `${sandboxUrl}/messangi`, ...ACCOUNTS.messangi, padBase64: false },
		},
		{
			name: 'mGage account',
			type: 'mGageApi',
			data: { region: 'custom', baseUrl: `${sandboxUrl}/mgage`, ...ACCOUNTS.mGage },
		},
		{
			name: 'Message Central account',
			type: 'messageCentralApi',
			data: {
				baseUrl: `${sandboxUrl}/message-central`,
				authentication: 'password',
				customerId,
				password,
				email,
				country,
				authToken,
			},
		},
		{
			name: 'SMS Gateway Callback account',
			type: 'smsGatewayCallbackApi',
			data: {
				method: SANDBOX_CALLBACK_SECRET.in,
				name: SANDBOX_CALLBACK_SECRET.name,
				secret: SANDBOX_CALLBACK_SECRET.value,
			},
		},
	];
}
