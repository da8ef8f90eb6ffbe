import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { messangiElasticSessions } from './messangiElasticSessions';

/**
 * An account on Messangi's newer platform. With a password, n8n keeps the key that `preAuthentication`
 * gets, shares it between workers and renews it when a request is refused with 401 or 403.
 */
export class MessangiElasticApi implements ICredentialType {
	name = 'messangiElasticApi';

	displayName = 'Messangi Elastic API';

	icon: Icon = {
		light: 'file:../nodes/Messangi/messangi.svg',
		dark: 'file:../nodes/Messangi/messangi.dark.svg',
	};

	documentationUrl = 'https://example.com/n8n-nodes-sms-gateways/docs/messangi-elastic.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://elastic.messangi.me',
			required: true,
			description: 'Change it only if Messangi gave you a different address',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'API Key',
					value: 'apiKey',
					description: 'A long-lived key from Messangi’s web platform',
				},
				{
					name: 'Password',
					value: 'password',
					description: 'Fetches a key with your username and password, and renews it every day',
				},
			],
			default: 'apiKey',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			displayOptions: { show: { authentication: ['apiKey'] } },
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'From Messangi’s web platform: Preferences, API. Only administrators see it. It works for one Space, until its expiration date.',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			displayOptions: { show: { authentication: ['password'] } },
			default: '',
			required: true,
			placeholder: 'e.g. name@example.com',
			description: 'An email address. Ask Messangi’s support for a username for the API.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			displayOptions: { show: { authentication: ['password'] } },
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From Messangi’s support, together with the username',
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await messangiElasticSessions.tokenToKeep(credentials, this.helpers.httpRequest);
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> =>
		messangiElasticSessions.authenticated(credentials, requestOptions);
}
