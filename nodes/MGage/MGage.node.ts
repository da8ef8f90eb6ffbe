import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { MGageApi } from '../../credentials/MGageApi.credentials';
import { probe } from '../../gateways/mgage/request';
import { readProbe } from '../../gateways/mgage/response';
import { credentialTest } from '../runtime/credentialTest';
import type { Gateway } from '../runtime/operation';
import { runOperations } from '../runtime/run';
import { send } from './resources/sms/send';

const mGage: Gateway = {
	name: 'mGage',
	displayName: 'mGage',
	credential: 'mGageApi',
	renewTokenOn: [],
	resources: { sms: { send } },
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
		credentials: [{ name: 'mGageApi', required: true, testedBy: 'mGageApiTest' }],
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
}
