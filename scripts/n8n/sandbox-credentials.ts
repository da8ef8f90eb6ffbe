import { ACCOUNTS } from '../../sandbox/server';
import type { CredentialInput } from './rest';

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
	];
}
