import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** How a gateway's calls to SMS Gateway Trigger authenticate. */
export class SmsGatewayCallbackApi implements ICredentialType {
	name = 'smsGatewayCallbackApi';

	displayName = 'SMS Gateway Callback API';

	icon: Icon = {
		light: 'file:../nodes/SmsGatewayTrigger/smsGatewayTrigger.svg',
		dark: 'file:../nodes/SmsGatewayTrigger/smsGatewayTrigger.dark.svg',
	};

	documentationUrl = 'https://example.com/n8n-nodes-sms-gateways/docs/triggers.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			options: [
				{
					name: 'Basic Auth',
					value: 'basic',
					description: 'The gateway sends a username and a password',
				},
				{
					name: 'Header',
					value: 'header',
					description: 'The gateway sends the secret in a header',
				},
				{
					name: 'Query Parameter',
					value: 'query',
					description: 'The secret is part of the URL that the gateway calls',
				},
			],
			default: 'query',
			description: 'How the gateway authenticates. Choose a method that your gateway supports.',
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: 'secret',
			required: true,
			placeholder: 'e.g. secret',
			description:
				'The name of the query parameter or header. With "secret", the URL that you give to the gateway ends with ?secret= and the secret.',
			displayOptions: { show: { method: ['query', 'header'] } },
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'At least 20 random letters and digits, e.g. from a password generator. A shorter one is refused.',
			displayOptions: { show: { method: ['query', 'header'] } },
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			displayOptions: { show: { method: ['basic'] } },
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'At least 20 random letters and digits, e.g. from a password generator. A shorter one is refused.',
			displayOptions: { show: { method: ['basic'] } },
		},
	];
}
