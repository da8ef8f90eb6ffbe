import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { MessangiApi } from '../../credentials/MessangiApi.credentials';
import { probe } from '../../gateways/messangi/request';
import { readProbe } from '../../gateways/messangi/response';
import { credentialTest } from '../runtime/credentialTest';
import type { Gateway } from '../runtime/operation';
import { runOperations } from '../runtime/run';
import { send } from './resources/sms/send';
import { sendCampaign } from './resources/sms/sendCampaign';

const messangi: Gateway = {
	name: 'messangi',
	displayName: 'Messangi',
	credential: 'messangiApi',
	renewTokenOn: [],
	resources: { sms: { send, sendCampaign } },
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
		credentials: [{ name: 'messangiApi', required: true, testedBy: 'messangiApiTest' }],
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
						description: 'Send a text through the carrier of the recipient',
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
			...send.fields,
			...sendCampaign.fields,
		],
	};

	methods = {
		credentialTest: {
			messangiApiTest: credentialTest(async (credentials, ask) => {
				const { method, path } = probe();
				return readProbe(
					await ask(await new MessangiApi().authenticate(credentials, { method, url: path })),
				);
			}),
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, messangi);
	}
}
