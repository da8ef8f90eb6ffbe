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
import { probeRequest } from '../../gateways/mGage/request';
import { readProbe } from '../../gateways/mGage/response';
import { askAs, credentialTest } from '../../http/credentialTest';
import type { Gateway } from '../../runtime/operation';
import { runOperations } from '../../runtime/run';
import { answerPage, answerWebhooks, waitingTooltip } from '../../runtime/wait/webhook';
import { incomingMessage } from './resources/incomingMessage';
import { sms } from './resources/sms';
import { asTool } from '../shared/asTool';
import { gatewayHint } from '../shared/builderHint';
import { propertiesOf } from '../shared/properties';

const mGage: Gateway = {
	name: 'mGage',
	displayName: 'mGage',
	credential: 'mGageApi',
	renewTokenOn: [],
	resources: { sms, incomingMessage },
	usual: 'sms',
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
		usableAsTool: asTool('mGage'),
		builderHint: gatewayHint(mGage.displayName),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		waitingNodeTooltip: waitingTooltip,
		webhooks: answerWebhooks,
		credentials: [{ name: 'mGageApi', required: true, testedBy: 'mGageApiTest' }],
		properties: propertiesOf(mGage),
	};

	methods = {
		credentialTest: {
			mGageApiTest: credentialTest(async (credentials, ask) =>
				readProbe(await askAs(new MGageApi(), credentials, probeRequest(), ask)),
			),
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
