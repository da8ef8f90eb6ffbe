import { MessangiApi } from '../../credentials/MessangiApi.credentials';
import { messangi as entry } from '../../gateways/messangi/entry';
import { CALL_FAULTS, CALL_REFUSALS, QUESTION_PROBLEMS } from '../../gateways/messangi/errors';
import { STATUSES, type MessangiWord } from '../../gateways/messangi/statuses';
import { Messangi } from '../../nodes/Messangi/Messangi.node';
import { MessangiTrigger } from '../../nodes/MessangiTrigger/MessangiTrigger.node';
import { ACCOUNTS } from '../../sandbox/server/server';
import { MESSANGI_CALLS, MESSANGI_STATUSES } from '../faults/codes';
import { END, listedBulk, listedReconcile, listedSendAndWait } from './editor';
import { bulkOperations, sendAndWait } from './operations';
import { secretsOf, WRONG_SECRET, type Profile, type Words } from './profile';

const direct = { carrier: 'Movistar', from: '19893653744' };
const send = {
	resource: 'sms',
	operation: 'send',
	...direct,
	to: '+13056708084',
	message: 'Hello',
} as const;

const { instanceId, publicKey } = ACCOUNTS.messangi;

const LIST = '/messangi/rest/api/tools/getMOMessages';
const OK = /<status>OK<\/status>/;

/** Messangi. */
export const messangi: Profile<'messangi'> = {
	name: 'messangi',
	gateway: 'messangi',
	platform: 'campaignManager',
	displayName: entry.displayName,
	node: new Messangi(),
	trigger: new MessangiTrigger(),
	credential: new MessangiApi(),
	page: 'docs/messangi.md',

	send,
	bulk: { via: 'send', ...direct },
	separately: {},
	longMessages: {},
	operations: [
		{ name: 'sms: send', kind: 'send', parameters: (to) => ({ ...send, to }) },
		sendAndWait(send),
		{
			name: 'sms: sendCampaign',
			kind: 'send',
			parameters: (to) => ({ ...send, operation: 'sendCampaign', carrier: '', to }),
		},
		...bulkOperations({ ...direct, via: 'send' }),
		{
			name: 'sms: sendBulk (campaign)',
			kind: 'send',
			parameters: (to) => ({
				...send,
				operation: 'sendBulk',
				via: 'sendCampaign',
				carrier: '',
				recipientSource: 'list',
				recipients: to,
			}),
		},
		{
			name: 'pin: send',
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
			kind: 'read',
			parameters: () => ({ resource: 'sms', operation: 'get' }),
			prepare: (at) => {
				const own = at.messages().find(({ gateway }) => gateway === 'messangi');
				return Promise.resolve({ messageId: own?.id ?? '' });
			},
		},
		{
			name: 'sms: getMany',
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
			name: 'sms: reconcile',
			kind: 'read',
			parameters: (to) => ({
				resource: 'sms',
				operation: 'reconcile',
				to,
				from: '',
				messageId: '',
			}),
			// One that was sent before; where there is none, one that was not.
			prepare: (at, to) => {
				const own = at.messages().find(({ gateway }) => gateway === 'messangi');
				const known = own && { to: `+${own.to}`, sentAt: own.acceptedAt };
				return Promise.resolve(known ?? { to, sentAt: new Date().toISOString() });
			},
		},
		{
			name: 'incomingMessage: getMany',
			kind: 'read',
			parameters: () => ({
				resource: 'incomingMessage',
				operation: 'getMany',
				returnAll: false,
				limit: 1,
			}),
		},
		{ name: 'Messangi Trigger: poll', kind: 'poll' },
		{ name: 'credential: test', kind: 'test' },
	],
	numberOf: (index) => `+12135${String(index).padStart(5, '0').padStart(6, '5')}`,

	sharesRequests: 'with nobody',
	repliesInJson: false,
	hasIncomingMessages: true,

	wrongAccounts: [
		{
			label: 'a wrong private key',
			fields: { privateKey: WRONG_SECRET },
			code: 'BAD_SIGNATURE',
			says: /refused the signature/,
		},
		{
			label: 'a wrong instance',
			fields: { instanceId: '9' },
			code: 'BAD_SIGNATURE',
			says: /refused the signature/,
		},
	],
	requestsUntilRefused: 10,
	secrets: secretsOf('messangi'),

	refuse: (at, number) => {
		// Its addresses have the number in Base64.
		const path = Buffer.from(number).toString('base64').replace(/=+$/, '');
		at.failNext({ path, code: 'NOT_ENOUGH_FUNDS' });
	},
	codesOf: ({ name }) => {
		const answersWithMessage = /^sms: send(?:$|Bulk \((?:items|list|file)\))/.test(name);
		const failing = MESSANGI_CALLS.filter(({ code }) => code !== 'OK');
		return answersWithMessage ? [...failing, ...MESSANGI_STATUSES] : failing;
	},
	isTestedByAnyCode: false,

	ownRequest: {
		path: 'rest/api/tools/getMessage/8/77',
		becomes: /^rest\/api\/tools\/getMessage\/8\/77\/sandbox-public-key\/[0-9a-f]{64}$/,
	},
	httpRequests: {
		path: `${LIST}/{instanceId}/1/20/null`,
		cases: [
			{
				label: 'the instance ID marked',
				method: 'GET',
				path: `${LIST}/{instanceId}/1/20/null`,
				says: OK,
			},
			{
				label: 'the instance ID marked, in an expression',
				method: 'GET',
				path: `${LIST}/{instanceId}/{{ 2 - 1 }}/20/null`,
				says: OK,
			},
			{ label: 'the instance ID written', method: 'GET', path: `${LIST}/8/1/20/null`, says: OK },
			{ label: 'no instance ID', method: 'GET', path: `${LIST}/1/20/null`, says: OK },
			{
				label: 'no /rest/api and a filter',
				method: 'GET',
				path: '/messangi/tools/getMOMessages/1/20/from=13056708084&order=desc',
				says: OK,
			},
		],
	},
	editor: {
		operations: [
			{
				resource: 'SMS',
				operation: 'Send',
				action: 'Send an SMS',
				fields: ['Carrier', 'From', 'To', 'Message', ...END],
			},
			{
				resource: 'SMS',
				operation: 'Send via Campaign Manager',
				action: 'Send an SMS via the campaign manager',
				fields: ['From', 'Carrier ID', 'To', 'Message', ...END],
			},
			listedBulk('Send Via', 'Carrier', 'From'),
			listedSendAndWait('Carrier', 'From'),
			{ resource: 'SMS', operation: 'Get', action: 'Get an SMS', fields: ['Message ID', ...END] },
			{
				resource: 'SMS',
				operation: 'Get Many',
				action: 'Get many SMS',
				fields: ['Start Date', 'End Date', 'Return All', 'Limit', 'Filters', ...END],
			},
			listedReconcile(),
			{
				resource: 'PIN',
				operation: 'Send',
				action: 'Send a PIN',
				fields: ['Carrier', 'From', 'To', 'Message', 'PIN Length', ...END],
			},
			{
				resource: 'Incoming Message',
				operation: 'Simulate Incoming Message',
				action: 'Simulate an incoming message',
				fields: ['From', 'Message', ...END],
			},
			{
				resource: 'Incoming Message',
				operation: 'Simulate Incoming Message to a Short Code',
				action: 'Simulate an incoming message to a short code',
				fields: ['From', 'To', 'Message', 'Event JSON', ...END],
			},
			{
				resource: 'Incoming Message',
				operation: 'Get Many',
				action: 'Get many incoming messages',
				fields: ['Return All', 'Limit', 'Filters', ...END],
			},
		],
		credential: {
			typed: ACCOUNTS.messangi,
			refusal: /^Messangi refused the signature\. Check .*Private Key/,
		},
		notice: { contact: 'support@messangi.com', mail: ['Instance ID:', 'Callback URL'] },
	},
	documented: {
		problems: [
			{ outcome: '`rejected`; ends the run', codes: CALL_REFUSALS },
			{ outcome: '`unknown`', codes: CALL_FAULTS },
			{ outcome: 'error', codes: QUESTION_PROBLEMS },
			{
				outcome: '`rejected`',
				codes: wordsWith(({ outcome, fatal }) => outcome === 'rejected' && !fatal),
			},
			{ outcome: '`rejected`; ends the run', codes: wordsWith(({ fatal }) => fatal) },
			{ outcome: '`unknown`', codes: wordsWith(({ outcome }) => outcome === 'unknown') },
		],
		others: [{ word: '`accepted`', codes: namesWith(({ outcome }) => outcome === 'accepted') }],
		statuses: STATUSES.entries,
	},
	sandboxCalls: {
		targets: [
			`/rest/api/tools/sendSMS/${instanceId}/Movistar/19893653744/MTMwNTY3MDgwODQ/T0s/${publicKey}/s`,
			`/rest/api/tools/getMOMessages/${instanceId}/1/10/from=1&keyword=%5Ea.*/${publicKey}/s`,
			`/rest/api/fireMessage/${instanceId}/${publicKey}/s`,
		],
		// The signature is in the URL.
		proofs: {},
	},
	callbacks: {
		fields: [
			...['FROM', 'TO', 'TEXT', 'TYPE', 'STATUS', 'MESSANGI_ID', 'MESSAGE_BODY', 'ENCODING', 'id'],
			...['mobile', 'mo', 'date', 'timestamp', 'message', 'from', 'status', 'processId'],
		],
		secret: 'callback',
	},
};

function namesWith(isWanted: (word: MessangiWord) => boolean): string[] {
	return Object.entries(STATUSES.entries).flatMap(([name, word]) => (isWanted(word) ? [name] : []));
}

/** Messangi's words that have a text of their own. */
function wordsWith(isWanted: (word: MessangiWord) => boolean): Words {
	return Object.fromEntries(
		namesWith(isWanted).flatMap((name) => {
			const words = STATUSES.entries[name]?.words;
			return words ? [[name, words]] : [];
		}),
	);
}
