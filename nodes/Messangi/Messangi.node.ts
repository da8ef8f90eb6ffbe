import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { runOperations } from '../../runtime/run';
import { answerPage, answerWebhooks, waitingTooltip } from '../../runtime/wait/webhook';
import { messangiApiTest } from './account';
import { messangiElasticApiTest } from './elastic/account';
import { searchCarriers } from './listSearch';
import { platformOf, platformProperties } from './platform';
import { asTool } from '../shared/asTool';
import { gatewayHint } from '../shared/builderHint';

/**
 * Messangi: one file for each operation under `resources/`, those of the newer platform under `elastic/`;
 * how they run is in `runtime/`.
 */
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
		usableAsTool: asTool('Messangi'),
		builderHint: gatewayHint('Messangi'),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		waitingNodeTooltip: waitingTooltip,
		webhooks: answerWebhooks,
		credentials: [
			{
				name: 'messangiApi',
				required: true,
				testedBy: 'messangiApiTest',
				displayOptions: { hide: { platform: ['elastic'] } },
			},
			{
				name: 'messangiElasticApi',
				required: true,
				testedBy: 'messangiElasticApiTest',
				displayOptions: { show: { platform: ['elastic'] } },
			},
		],
		properties: platformProperties(),
	};

	methods = {
		listSearch: { searchCarriers },
		credentialTest: { messangiApiTest, messangiElasticApiTest },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const platform = this.getNodeParameter('platform', 0, 'campaignManager');
		return await runOperations(this, platformOf(platform));
	}

	/** The page on which a recipient answers. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerPage(this);
	}
}
