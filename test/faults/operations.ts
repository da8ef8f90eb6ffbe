import type { IBinaryKeyData, IDataObject, INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox/server/server';
import { file, type NodeRun } from '../runtime/engine';
import { sendMessageCentral } from '../sandbox/client';
import { SENDS } from '../sends';

/**
 * What an operation asks a gateway for. A `send` may be carried out by an answer that never
 * arrives; a `read` changes nothing and may be asked again; a `check` of a code changes nothing
 * that matters, but each counts as a try.
 */
export type Kind = 'send' | 'read' | 'check' | 'poll' | 'test';

/** One operation of the public contract, in one of its forms. */
export interface OperationCase {
	/** As in the contract, e.g. `sms: sendBulk (file)`. */
	name: string;
	node: NodeRun['node'];
	kind: Kind;
	/** The parameters for one recipient. */
	parameters?: (to: string) => INodeParameters;
	items?: (to: string) => IDataObject[];
	files?: (to: string) => IBinaryKeyData[];
	/** What the gateway has to hold before, for one number; what it gives goes into the parameters. */
	prepare?: (sandbox: Sandbox, to: string) => Promise<INodeParameters>;
	/** Fields of the credential that are others. */
	credential?: Record<string, string>;
	/** Whether the execution waits when the message is accepted; it has a number then. */
	waits?: boolean;
}

/** What an operation is called in the names of tests. */
export function labelOf({ node, name }: OperationCase): string {
	return `${node} ${name}`;
}

const direct = { carrier: 'Movistar', from: '19893653744' };
const mGage = { from: '87767', programId: '12345' };
const messageCentral = { channel: 'SMS', senderId: 'UTOMOB', messageType: 'TRANSACTION' };
const csv = (to: string) =>
	[
		{ data: file('recipients.csv', `Country,Mobile\n,${to}\n`, 'text/csv').data },
	] as IBinaryKeyData[];

function bulk(
	node: NodeRun['node'],
	settings: INodeParameters,
	label: (source: string) => string,
): OperationCase[] {
	const shared = { resource: 'sms', operation: 'sendBulk', message: 'Hello', ...settings };
	return [
		{
			name: label('items'),
			node,
			kind: 'send',
			parameters: () => ({ ...shared, recipientSource: 'items', to: '={{ $json.phone }}' }),
			items: (to) => [{ phone: to }],
		},
		{
			name: label('list'),
			node,
			kind: 'send',
			parameters: (to) => ({ ...shared, recipientSource: 'list', recipients: to }),
		},
		{
			name: label('file'),
			node,
			kind: 'send',
			parameters: () => ({
				...shared,
				recipientSource: 'file',
				binaryPropertyName: 'data',
			}),
			files: csv,
		},
	];
}

function sendAndWait(node: NodeRun['node']): OperationCase {
	return {
		name: 'sms: sendAndWait',
		node,
		kind: 'send',
		waits: true,
		parameters: (to) => ({ ...SENDS[node], operation: 'sendAndWait', to }),
	};
}

/** Every operation of the public contract. */
export const OPERATIONS: readonly OperationCase[] = [
	{
		name: 'sms: send',
		node: 'messangi',
		kind: 'send',
		parameters: (to) => ({ ...SENDS.messangi, to }),
	},
	sendAndWait('messangi'),
	{
		name: 'sms: sendCampaign',
		node: 'messangi',
		kind: 'send',
		parameters: (to) => ({ ...SENDS.messangi, operation: 'sendCampaign', carrier: '', to }),
	},
	...bulk('messangi', { ...direct, via: 'send' }, (source) => `sms: sendBulk (${source})`),
	{
		name: 'sms: sendBulk (campaign)',
		node: 'messangi',
		kind: 'send',
		parameters: (to) => ({
			...SENDS.messangi,
			operation: 'sendBulk',
			via: 'sendCampaign',
			carrier: '',
			recipientSource: 'list',
			recipients: to,
		}),
	},
	{
		name: 'pin: send',
		node: 'messangi',
		kind: 'send',
		parameters: (to) => ({
			resource: 'pin',
			operation: 'send',
			...direct,
			to,
			message: 'Your code',
			pinLength: 4,
		}),
	},
	{
		name: 'incomingMessage: fire',
		node: 'messangi',
		kind: 'send',
		parameters: (to) => ({
			resource: 'incomingMessage',
			operation: 'fire',
			from: to,
			message: 'JOIN',
		}),
	},
	{
		name: 'incomingMessage: firePost',
		node: 'messangi',
		kind: 'send',
		parameters: (to) => ({
			resource: 'incomingMessage',
			operation: 'firePost',
			from: to,
			to: '87767',
			message: 'JOIN',
		}),
	},
	{
		name: 'sms: get',
		node: 'messangi',
		kind: 'read',
		parameters: () => ({ resource: 'sms', operation: 'get' }),
		prepare: (sandbox) => Promise.resolve({ messageId: sandbox.messages()[0]?.id ?? '' }),
	},
	{
		name: 'sms: getMany',
		node: 'messangi',
		kind: 'read',
		parameters: () => ({
			resource: 'sms',
			operation: 'getMany',
			startDate: '2026-01-01T00:00:00Z',
			endDate: '2099-01-01T00:00:00Z',
			returnAll: false,
			limit: 1,
		}),
	},
	{
		name: 'incomingMessage: getMany',
		node: 'messangi',
		kind: 'read',
		parameters: () => ({
			resource: 'incomingMessage',
			operation: 'getMany',
			returnAll: false,
			limit: 1,
		}),
	},
	{ name: 'Messangi Trigger: poll', node: 'messangi', kind: 'poll' },
	{ name: 'credential: test', node: 'messangi', kind: 'test' },
	{
		name: 'sms: send',
		node: 'mGage',
		kind: 'send',
		parameters: (to) => ({ ...SENDS.mGage, to }),
	},
	sendAndWait('mGage'),
	...bulk('mGage', mGage, (source) => `sms: sendBulk (${source})`),
	{
		name: 'incomingMessage: fire',
		node: 'mGage',
		kind: 'send',
		parameters: (to) => ({
			resource: 'incomingMessage',
			operation: 'fire',
			campaignId: '12345',
			from: to,
			to: '87767',
			message: 'JOIN',
		}),
	},
	{ name: 'credential: test', node: 'mGage', kind: 'test' },
	{
		name: 'sms: send',
		node: 'messageCentral',
		kind: 'send',
		parameters: (to) => ({ ...SENDS.messageCentral, to }),
	},
	sendAndWait('messageCentral'),
	...bulk(
		'messageCentral',
		{ ...messageCentral, bulkMode: 'sameMessage' },
		(source) => `sms: sendBulk (same message, ${source})`,
	),
	...bulk(
		'messageCentral',
		{ ...messageCentral, bulkMode: 'personalized' },
		(source) => `sms: sendBulk (personalized, ${source})`,
	),
	{
		name: 'otp: send',
		node: 'messageCentral',
		kind: 'send',
		parameters: (to) => ({ resource: 'otp', operation: 'send', channel: 'SMS', to }),
	},
	{
		name: 'otp: verify',
		node: 'messageCentral',
		kind: 'check',
		parameters: () => ({ resource: 'otp', operation: 'verify', channel: 'SMS' }),
		prepare: async (sandbox, to) => {
			const mobileNumber = to.replace(/^\+91/, '');
			const own = { type: 'OTP', senderId: undefined, message: undefined, messageType: undefined };
			await sendMessageCentral(sandbox, { ...own, mobileNumber });
			const sent = sandbox.messages().find((each) => each.details.mobileNumber === mobileNumber);
			const { verificationId = '', code = '' } = sent?.details ?? {};
			return { verificationId, code };
		},
	},
	{ name: 'credential: test', node: 'messageCentral', kind: 'test' },
	{
		name: 'credential: test (auth token)',
		node: 'messageCentral',
		kind: 'test',
		credential: { authentication: 'authToken' },
	},
];

/** Those that fetch a token before they ask for anything. */
export const SIGNING_IN: readonly OperationCase[] = OPERATIONS.filter(
	({ node, credential }) => node === 'messageCentral' && credential?.authentication !== 'authToken',
);
