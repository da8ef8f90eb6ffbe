import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { completeUrl, withAddress } from '../gateways/wire/address';
import { REGION_BASE_URLS } from '../gateways/mGage/request';
import { textField } from '../http/credentialData';

/** An mGage account: the region gives the host, HTTP Basic authenticates. */
export class MGageApi implements ICredentialType {
	name = 'mGageApi';

	displayName = 'mGage API';

	icon: Icon = {
		light: 'file:../nodes/MGage/mgage.svg',
		dark: 'file:../nodes/MGage/mgage.dark.svg',
	};

	documentationUrl = 'https://example.com/n8n-nodes-sms-gateways/docs/mgage.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{
					name: 'Custom',
					value: 'custom',
					description: 'Any other address, e.g. your own proxy or the sandbox',
				},
				{
					name: 'United Kingdom',
					value: 'uk',
					description: 'The SMS Campaign Manager hosted in the UK',
				},
				{
					name: 'United States',
					value: 'us',
					description:
						'The SMS Campaign Manager hosted in the US. Choose this unless mGage told you otherwise.',
				},
			],
			default: 'us',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			displayOptions: { show: { region: ['custom'] } },
			default: '',
			required: true,
			placeholder: 'e.g. https://communicatepro.mgage.com',
			description: 'The address of your SMS Campaign Manager, without /api/gateway',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			description: 'From the email that mGage sends when it sets up SMS API access',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From the same email',
		},
	];

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const region = textField(credentials, 'region');
		const baseUrl =
			region === 'us' || region === 'uk'
				? REGION_BASE_URLS[region]
				: textField(credentials, 'baseUrl');
		return {
			...withAddress(requestOptions, (url) => completeUrl(baseUrl, url)),
			auth: {
				username: textField(credentials, 'username').trim(),
				password: textField(credentials, 'password'),
			},
		};
	};
}
