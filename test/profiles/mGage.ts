import { MGageApi } from '../../credentials/MGageApi.credentials';
import { mGage as entry } from '../../gateways/mGage/entry';
import { ACCEPTED_CODE, CODE_PROBLEMS } from '../../gateways/mGage/errors';
import { RECEIPT_CODES } from '../../gateways/mGage/statuses';
import { MGage } from '../../nodes/MGage/MGage.node';
import { ACCOUNTS } from '../../sandbox/server/server';
import { MGAGE_CODES } from '../faults/codes';
import { END, listedBulk, listedReconcile, listedSendAndWait } from './editor';
import { bulkOperations, sendAndWait } from './operations';
import { secretsOf, WRONG_SECRET, type Profile } from './profile';

const bulk = { from: '87767', programId: '12345' };
const send = {
	resource: 'sms',
	operation: 'send',
	...bulk,
	to: '+13056708084',
	message: 'Hello',
} as const;

const PERIOD = {
	programId: '12345',
	startDate: '2026-01-01T00:00:00Z',
	endDate: '2099-01-01T00:00:00Z',
	returnAll: false,
	limit: 1,
};

const QUERY = {
	message_billed: 'no',
	message_type: 'sms',
	numbers: '13056708084',
	spoof_from: '87767',
	program_id: '12345',
	allow_long_messages: 'no',
	message: 'Hello & goodbye + 1',
};

const LISTED = ['Program ID', 'Start Date', 'End Date', 'Return All', 'Limit', ...END];

/** What Basic authentication sends, before and after it is encoded. */
const pair = `${ACCOUNTS.mGage.username}:${ACCOUNTS.mGage.password}`;
const basic = Buffer.from(pair).toString('base64');

/** mGage. */
export const mGage: Profile<'mGage'> = {
	name: 'mGage',
	gateway: 'mGage',
	displayName: entry.displayName,
	node: new MGage(),
	credential: new MGageApi(),
	page: 'docs/mgage.md',

	send,
	bulk,
	separately: {},
	longMessages: { allowLongMessages: true },
	operations: [
		{ name: 'sms: send', kind: 'send', parameters: (to) => ({ ...send, to }) },
		sendAndWait(send),
		...bulkOperations(bulk),
		{
			name: 'incomingMessage: fire',
			kind: 'send',
			parameters: (to) => ({
				resource: 'incomingMessage',
				operation: 'fire',
				campaignId: '12345',
				from: to,
				to: '87767',
				message: 'JOIN',
			}),
			refusal: { code: 'HTTP_500', says: /refused the message/ },
		},
		...(['sms', 'incomingMessage'] as const).map((resource) => ({
			name: `${resource}: getMany`,
			kind: 'read' as const,
			parameters: () => ({ resource, operation: 'getMany', ...PERIOD }),
			// Assumed: an export without messages, in JSON.
			rightReply: /^JSON \[\]$/,
		})),
		{
			name: 'sms: reconcile',
			kind: 'read',
			parameters: (to) => ({
				...{ resource: 'sms', operation: 'reconcile', programId: '12345' },
				...{ to, from: '', messageId: '' },
			}),
			prepare: async (at, to) => {
				const [query, headers] = [
					{ ...QUERY, numbers: to.slice(1) },
					{ authorization: `Basic ${basic}` },
				];
				const url = `${at.url}/mgage/api/gateway?${new URLSearchParams(query).toString()}`;
				await fetch(url, { method: 'POST', headers });
				return { to, sentAt: new Date().toISOString() };
			},
		},
		{ name: 'credential: test', kind: 'test' },
	],
	numberOf: (index) => `+12135${String(index).padStart(5, '0').padStart(6, '5')}`,

	sharesRequests: 'with the same text',
	repliesInJson: false,
	hasIncomingMessages: true,

	wrongAccounts: [
		{
			label: 'a wrong password',
			fields: { password: WRONG_SECRET },
			code: 'HTTP_401',
			says: /mGage refused the credentials/,
		},
	],
	requestsUntilRefused: 2,
	secrets: [...secretsOf('mGage'), pair, basic],

	refuse: (at, number) => {
		at.refuseNumbers({ [number]: 111 });
	},
	// They are the Gateway API's.
	codesOf: ({ kind }) => (kind === 'read' ? [] : MGAGE_CODES),
	variants: [{ mgageReply: 'xml' }, { mgageReply: 'json' }, { mgageReply: 'text' }],
	isTestedByAnyCode: true,
	mayPassTest: /of an error/,

	ownRequest: { path: 'api/gateway?numbers=1', becomes: /^api\/gateway\?numbers=1$/ },
	httpRequests: {
		path: '/mgage/api/gateway?numbers=13056708084',
		cases: [
			{
				label: 'a query beside the URL',
				method: 'POST',
				path: '/mgage/api/gateway',
				query: QUERY,
				says: /13056708084/,
			},
			{
				label: 'a query in the URL',
				method: 'POST',
				path: `/mgage/api/gateway?${new URLSearchParams(QUERY).toString()}`,
				says: /13056708084/,
			},
		],
	},
	editor: {
		operations: [
			{
				resource: 'SMS',
				operation: 'Send',
				action: 'Send an SMS',
				fields: ['From', 'Program ID', 'To', 'Message', ...END],
			},
			listedBulk('From', 'Program ID'),
			listedSendAndWait('From', 'Program ID'),
			{ resource: 'SMS', operation: 'Get Many', action: 'Get many SMS', fields: LISTED },
			listedReconcile('Program ID'),
			{
				resource: 'Incoming Message',
				operation: 'Simulate Incoming Message',
				action: 'Simulate an incoming message',
				fields: ['Campaign ID', 'From', 'To', 'Message', ...END],
			},
			{
				resource: 'Incoming Message',
				operation: 'Get Many',
				action: 'Get many incoming messages',
				fields: LISTED,
			},
		],
		credential: {
			typed: ACCOUNTS.mGage,
			choices: { region: 'Custom' },
			refusal: /^mGage refused the username or password/,
		},
		notice: { contact: 'Acoustic Support Portal', mail: [] },
	},
	documented: {
		problems: [{ outcome: '`rejected`', codes: CODE_PROBLEMS }],
		others: [{ word: '`accepted`', codes: [ACCEPTED_CODE] }],
		statuses: RECEIPT_CODES,
	},
	sandboxCalls: {
		targets: [
			'/api/gateway?message=Hi&message_billed=no&message_type=sms&numbers=13056708084,12135551234&spoof_from=87767&program_id=1',
			'/api/messages/program/12345?messageType=MT&startDate=2026-03-01T14:00:00',
			'/api/externalMO?campid=1&destination=87767&originator=13056708084&message=Hi',
		],
		proofs: { authorization: `Basic ${basic}` },
	},
	callbacks: {
		fields: [
			...['message_id', 'message_subid', 'device_address', 'inbound_address', 'status', 'message'],
			...['status_code', 'client_message_id', 'country_code', 'message_orig', 'a2w_mo_ref_id'],
		],
	},
};
