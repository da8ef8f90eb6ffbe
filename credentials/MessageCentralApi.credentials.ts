import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { messageCentralSessions } from './messageCentralSessions';

/**
 * A Message Central account. With a password, n8n keeps the token that `preAuthentication` gets,
 * shares it between workers and renews it when a request is refused with 401.
 */
export class MessageCentralApi implements ICredentialType {
	name = 'messageCentralApi';

	displayName = 'Message Central API';

	icon: Icon = {
		light: 'file:../nodes/MessageCentral/messageCentral.svg',
		dark: 'file:../nodes/MessageCentral/messageCentral.dark.svg',
	};

	documentationUrl = 'https://example.com/n8n-nodes-sms-gateways/docs/message-central.md';

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
			default: 'https://cpaas.messagecentral.com',
			required: true,
			description: 'Change it only if Message Central gave you a different address',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Auth Token',
					value: 'authToken',
					description: 'The long-lived token from the console',
				},
				{
					name: 'Password',
					value: 'password',
					description: 'Fetches a token with your password and renews it when it expires',
				},
			],
			default: 'password',
		},
		{
			displayName: 'Customer ID',
			name: 'customerId',
			type: 'string',
			displayOptions: { show: { authentication: ['password'] } },
			default: '',
			required: true,
			placeholder: 'e.g. C-1234567890ABCDE',
			description: 'Shown on the home page of your Message Central console',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			displayOptions: { show: { authentication: ['password'] } },
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The password you use to log in to Message Central',
		},
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			displayOptions: { show: { authentication: ['password'] } },
			default: '',
			placeholder: 'e.g. name@example.com',
			description: 'The email address of the account. Optional.',
		},
		{
			displayName: 'Country',
			name: 'country',
			type: 'string',
			displayOptions: { show: { authentication: ['password'] } },
			default: '',
			placeholder: 'e.g. 91',
			description: 'The country code of the account, in digits. Optional.',
		},
		{
			displayName: 'Auth Token',
			name: 'authToken',
			type: 'string',
			displayOptions: { show: { authentication: ['authToken'] } },
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The long-lived token from the Message Central console',
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await messageCentralSessions.tokenToKeep(credentials, this.helpers.httpRequest);
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> =>
		messageCentralSessions.authenticated(credentials, requestOptions);
}
