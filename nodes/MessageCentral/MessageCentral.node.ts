import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { MessageCentralApi } from '../../credentials/MessageCentralApi.credentials';
import {
	fetchedTokens,
	fetchToken,
	isFetchedSince,
	keptSession,
} from '../../credentials/messageCentralSession';
import { ADDRESS_HINT } from '../../gateways/messageCentral/errors';
import { probe } from '../../gateways/messageCentral/request';
import { deniesToken, readProbe } from '../../gateways/messageCentral/response';
import { credentialTest } from '../runtime/credentialTest';
import { allFields, type Gateway } from '../runtime/operation';
import { runOperations } from '../runtime/run';
import { answerPage, answerWebhooks, waitingTooltip } from '../runtime/waiting/webhook';
import { send as sendOtp } from './resources/otp/send';
import { verify } from './resources/otp/verify';
import { send } from './resources/sms/send';
import { sendAndWait } from './resources/sms/sendAndWait';
import { sendBulk } from './resources/sms/sendBulk';

const messageCentral: Gateway = {
	name: 'messageCentral',
	displayName: 'Message Central',
	credential: 'messageCentralApi',
	renewTokenOn: [401, 403],
	renewal: { deniesToken, keptSession, isFetchedSince },
	addressHint: ADDRESS_HINT,
	fetchedSecrets: fetchedTokens,
	resources: { sms: { send, sendAndWait, sendBulk }, otp: { send: sendOtp, verify } },
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
		waitingNodeTooltip: waitingTooltip,
		webhooks: answerWebhooks,
		credentials: [{ name: 'messageCentralApi', required: true, testedBy: 'messageCentralApiTest' }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'OTP', value: 'otp', description: 'A one-time password and its check' },
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
				displayOptions: { show: { resource: ['otp'] } },
				options: [
					{
						name: 'Send',
						value: 'send',
						action: 'Send a one time password',
						description: 'Have Message Central make a code and send it',
					},
					{
						name: 'Verify',
						value: 'verify',
						action: 'Verify a one time password',
						description: 'Check the code that a user has typed',
					},
				],
				default: 'send',
			},
			...allFields(messageCentral),
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

	/** The page on which a recipient answers. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerPage(this);
	}
}
