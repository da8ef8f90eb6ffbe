import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { MGageApi } from '../../credentials/MGageApi.credentials';
import { probe } from '../../gateways/mGage/request';
import { readProbe } from '../../gateways/mGage/response';
import { credentialTest } from '../../http/credentialTest';
import { allFields, type Gateway } from '../../runtime/operation';
import { runOperations } from '../../runtime/run';
import { answerPage, answerWebhooks, waitingTooltip } from '../../runtime/wait/webhook';
import { fire } from './resources/incomingMessage/fire';
import { send } from './resources/sms/send';
import { sendAndWait } from './resources/sms/sendAndWait';
import { sendBulk } from './resources/sms/sendBulk';

const mGage: Gateway = {
	name: 'mGage',
	displayName: 'mGage',
	credential: 'mGageApi',
	renewTokenOn: [],
	resources: { sms: { send, sendAndWait, sendBulk }, incomingMessage: { fire } },
};

/** mGage: one file for each operation under `resources/`; how they run is in `runtime/`. */
export class MGage implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'mGage',
		name: 'mGage',
		icon: { light: 'file:mgage.svg', dark: 'file:mgage.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send text messages through the mGage gateway (Acoustic Campaign)',
		defaults: { name: 'mGage' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		waitingNodeTooltip: waitingTooltip,
		webhooks: answerWebhooks,
		credentials: [{ name: 'mGageApi', required: true, testedBy: 'mGageApiTest' }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Incoming Message',
						value: 'incomingMessage',
						description: 'A text that a handset sends',
					},
					{ name: 'SMS', value: 'sms', description: 'A text to a handset' },
				],
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
					{
						name: 'Send and Wait for Response',
						value: 'sendAndWait',
						action: 'Send an SMS and wait for a response',
						description: 'Send a text with a link, and wait until the recipient has answered there',
					},
					{
						name: 'Send Bulk',
						value: 'sendBulk',
						action: 'Send an SMS to many recipients',
						description: 'Send a text to the recipients of items, of a list or of a file',
					},
				],
				default: 'send',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['incomingMessage'] } },
				options: [
					{
						name: 'Fire',
						value: 'fire',
						action: 'Fire an incoming message',
						description: 'Have mGage treat a text as if a handset had sent it',
					},
				],
				default: 'fire',
			},
			...allFields(mGage),
		],
	};

	methods = {
		credentialTest: {
			mGageApiTest: credentialTest(async (credentials, ask) => {
				const { method, path } = probe();
				return readProbe(
					await ask(await new MGageApi().authenticate(credentials, { method, url: path })),
				);
			}),
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, mGage);
	}

	/** The page on which a recipient answers. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerPage(this);
	}
}
