import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { MessageCentralApi } from '../../credentials/MessageCentralApi.credentials';
import { fetchToken } from '../../credentials/messageCentralSession';
import { probe } from '../../gateways/messageCentral/request';
import { readProbe } from '../../gateways/messageCentral/response';
import { credentialTest } from '../runtime/credentialTest';
import type { Gateway } from '../runtime/operation';
import { runOperations } from '../runtime/run';
import { send } from './resources/sms/send';

const messageCentral: Gateway = {
	name: 'messageCentral',
	displayName: 'Message Central',
	credential: 'messageCentralApi',
	renewTokenOn: [401, 403],
	resources: { sms: { send } },
};

/** Message Central: one file for each operation under `resources/`; how they run is in `runtime/`. */
export class MessageCentral implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Message Central',
		name: 'messageCentral',
		icon: { light: 'file:messageCentral.svg', dark: 'file:messageCentral.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send text messages through Message Central (Message Now)',
		defaults: { name: 'Message Central' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'messageCentralApi', required: true, testedBy: 'messageCentralApiTest' }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'SMS', value: 'sms' }],
				default: 'sms',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['sms'] } },
				options: [
					{
						name: 'Send',
						value: 'send',
						action: 'Send an SMS',
						description: 'Send a text to a phone number',
					},
				],
				default: 'send',
			},
			...send.fields,
		],
	};

	methods = {
		credentialTest: {
			messageCentralApiTest: credentialTest(async (credentials, ask) => {
				// A token that was just fetched stands in for one from the console.
				const authToken =
					credentials.authentication === 'authToken'
						? (credentials.authToken ?? '')
						: await fetchToken(credentials, async (options) => {
								const { status, text } = await ask(options);
								return { statusCode: status, body: text };
							});
				const { method, path } = probe();
				const account = { ...credentials, authentication: 'authToken', authToken };
				return readProbe(
					await ask(await new MessageCentralApi().authenticate(account, { method, url: path })),
				);
			}),
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, messageCentral);
	}
}
