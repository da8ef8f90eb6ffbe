import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import type { Gateway } from '../../runtime/operation';
import { runOperations } from '../../runtime/run';
import { answerPage, answerWebhooks, waitingTooltip } from '../../runtime/wait/webhook';
import { messangiAccount, messangiApiTest } from './account';
import { searchCarriers } from './listSearch';
import { incomingMessage } from './resources/incomingMessage';
import { pin } from './resources/pin';
import { sms } from './resources/sms';
import { gatewayHint } from '../shared/builderHint';
import { propertiesOf } from '../shared/properties';

const messangi: Gateway = {
	name: 'messangi',
	displayName: 'Messangi',
	...messangiAccount,
	resources: { sms, pin, incomingMessage },
	usual: 'sms',
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
		builderHint: gatewayHint(messangi.displayName),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		waitingNodeTooltip: waitingTooltip,
		webhooks: answerWebhooks,
		credentials: [{ name: 'messangiApi', required: true, testedBy: 'messangiApiTest' }],
		properties: propertiesOf(messangi),
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
