import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { withAddress } from '../gateways/wire/address';
import { signedUrl } from '../gateways/messangi/signature';
import { textField } from '../http/credentialData';

/**
 * A Messangi account. Only this class makes the signature, so no node ever holds the private key:
 * nodes give the path and its parameters, and this completes and signs the URL.
 */
export class MessangiApi implements ICredentialType {
	name = 'messangiApi';

	displayName = 'Messangi API';

	icon: Icon = {
		light: 'file:../nodes/Messangi/messangi.svg',
		dark: 'file:../nodes/Messangi/messangi.dark.svg',
	};

	documentationUrl = 'https://example.com/n8n-nodes-sms-gateways/docs/messangi.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://www.messangi.com/messangi_mmc',
			required: true,
			description:
				'The address of your Mobile Engagement Campaign Manager, without /rest/api. It differs by customer, e.g. https://flow.messangi.me/mmc.',
		},
		{
			displayName: 'Instance ID',
			name: 'instanceId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 8',
			description: 'The ID number of your workspace. Ask Messangi’s support for it.',
		},
		{
			displayName: 'Public Key',
			name: 'publicKey',
			type: 'string',
			default: '',
			required: true,
			description: 'From Messangi’s support, together with the private key',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Signs every request. It is never sent.',
		},
		{
			displayName: 'Pad Base64',
			name: 'padBase64',
			type: 'boolean',
			default: false,
			description:
				'Whether to pad Base64 parameters with equal signs. Turn it on if the keys are right and Messangi still answers BAD_SIGNATURE or BAD_ENCODING.',
		},
	];

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> =>
		withAddress(requestOptions, (url) =>
			signedUrl(url, {
				baseUrl: textField(credentials, 'baseUrl'),
				instanceId: textField(credentials, 'instanceId'),
				publicKey: textField(credentials, 'publicKey'),
				privateKey: textField(credentials, 'privateKey'),
				padBase64: credentials.padBase64 === true,
			}),
		);
}
