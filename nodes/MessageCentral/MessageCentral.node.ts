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
import { messageCentralSessions } from '../../credentials/messageCentralSessions';
import { ADDRESS_HINT } from '../../gateways/messageCentral/errors';
import { probeRequest } from '../../gateways/messageCentral/request';
import { deniesToken, readProbe } from '../../gateways/messageCentral/response';
import { askAs, asHttpRequest, credentialTest } from '../../http/credentialTest';
import type { Gateway } from '../../runtime/operation';
import { runOperations } from '../../runtime/run';
import { answerPage, answerWebhooks, waitingTooltip } from '../../runtime/wait/webhook';
import { otp } from './resources/otp';
import { sms } from './resources/sms';
import { asTool } from '../shared/asTool';
import { gatewayHint } from '../shared/builderHint';
import { propertiesOf } from '../shared/properties';

const { fetchedTokens, isFetchedSince, keptSession } = messageCentralSessions;

const messageCentral: Gateway = {
	name: 'messageCentral',
	displayName: 'Message Central',
	credential: 'messageCentralApi',
	renewTokenOn: [401, 403],
	renewal: { deniesToken, keptSession, isFetchedSince },
	addressHint: ADDRESS_HINT,
	fetchedSecrets: fetchedTokens,
	resources: { sms, otp },
	usual: 'sms',
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
		usableAsTool: asTool('Message Central'),
		builderHint: gatewayHint(messageCentral.displayName),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		waitingNodeTooltip: waitingTooltip,
		webhooks: answerWebhooks,
		credentials: [{ name: 'messageCentralApi', required: true, testedBy: 'messageCentralApiTest' }],
		properties: propertiesOf(messageCentral),
	};

	methods = {
		credentialTest: {
			messageCentralApiTest: credentialTest(async (credentials, ask) => {
				// A token that was just fetched is used like one from the console.
				const authToken =
					credentials.authentication === 'authToken'
						? (credentials.authToken ?? '')
						: await messageCentralSessions.fetchToken(credentials, asHttpRequest(ask));
				const account = { ...credentials, authentication: 'authToken', authToken };
				return readProbe(await askAs(new MessageCentralApi(), account, probeRequest(), ask));
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
