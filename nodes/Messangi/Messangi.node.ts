import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { allFields, type Gateway } from '../../runtime/operation';
import { runOperations } from '../../runtime/run';
import { answerPage, answerWebhooks, waitingTooltip } from '../../runtime/wait/webhook';
import { messangiAccount, messangiApiTest } from './account';
import { searchCarriers } from './listSearch';
import { fire } from './resources/incomingMessage/fire';
import { firePost } from './resources/incomingMessage/firePost';
import { getMany as getManyIncoming } from './resources/incomingMessage/getMany';
import { send as sendPin } from './resources/pin/send';
import { get } from './resources/sms/get';
import { getMany } from './resources/sms/getMany';
import { send } from './resources/sms/send';
import { sendAndWait } from './resources/sms/sendAndWait';
import { sendBulk } from './resources/sms/sendBulk';
import { sendCampaign } from './resources/sms/sendCampaign';

const messangi: Gateway = {
	name: 'messangi',
	displayName: 'Messangi',
	...messangiAccount,
	resources: {
		sms: { send, sendCampaign, sendAndWait, sendBulk, get, getMany },
		pin: { send: sendPin },
		incomingMessage: { fire, firePost, getMany: getManyIncoming },
	},
};

/** Messangi: one file for each operation under `resources/`; how they run is in `runtime/`. */
export class Messangi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Messangi',
		name: 'messangi',
		icon: { light: 'file:messangi.svg', dark: 'file:messangi.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send text messages through the Messangi gateway',
		defaults: { name: 'Messangi' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		waitingNodeTooltip: waitingTooltip,
		webhooks: answerWebhooks,
		credentials: [{ name: 'messangiApi', required: true, testedBy: 'messangiApiTest' }],
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
					{ name: 'PIN', value: 'pin', description: 'A code that Messangi makes and sends' },
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
						name: 'Get',
						value: 'get',
						action: 'Get an SMS',
						description: 'Get one message and its status',
					},
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many SMS',
						description: 'Get the messages of a time and their statuses',
					},
					{
						name: 'Send',
						value: 'send',
						action: 'Send an SMS',
						description: 'Send a text through the carrier of the recipient',
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
					{
						name: 'Send via Campaign Manager',
						value: 'sendCampaign',
						action: 'Send an SMS via the campaign manager',
						description: 'Send a text and let the campaign manager choose the carrier',
					},
				],
				default: 'send',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['pin'] } },
				options: [
					{
						name: 'Send',
						value: 'send',
						action: 'Send a PIN',
						description: 'Have Messangi make a PIN, text it to a handset and return it',
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
						description: 'Have Messangi treat a text as if a handset had sent it',
					},
					{
						name: 'Fire to a Short Code',
						value: 'firePost',
						action: 'Fire an incoming message to a short code',
						description: 'The same with the short code, or with an event of your own',
					},
					{
						name: 'Get Many',
						value: 'getMany',
						action: 'Get many incoming messages',
						description: 'Get the messages that handsets have sent',
					},
				],
				default: 'getMany',
			},
			...allFields(messangi),
		],
	};

	methods = {
		listSearch: { searchCarriers },
		credentialTest: { messangiApiTest },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, messangi);
	}

	/** The page on which a recipient answers. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerPage(this);
	}
}
