import { MessangiElasticApi } from '../../credentials/MessangiElasticApi.credentials';
import {
	ACCOUNT_STATUSES,
	HTTP_PROBLEMS,
	UNCLEAR_REPLIES,
} from '../../gateways/messangi/elastic/errors';
import { ELASTIC_STATUSES } from '../../gateways/messangi/elastic/statuses';
import { Messangi } from '../../nodes/Messangi/Messangi.node';
import { ACCOUNTS } from '../../sandbox/server/server';
import { MESSANGI_ELASTIC_STATUSES } from '../faults/codes';
import { END, listedBulk, listedSendAndWait } from './editor';
import { bulkOperations, sendAndWait } from './operations';
import { secretsOf, WRONG_SECRET, type Operation, type Profile, type Words } from './profile';

const bulk = { platform: 'elastic', from: '12345' };
const send = {
	resource: 'sms',
	operation: 'send',
	...bulk,
	to: '+573001234567',
	message: 'Hello',
} as const;

const { username, password, apiKey } = ACCOUNTS.messangiElastic;
const withKey = { authentication: 'apiKey' };

const signingIn = (operations: readonly Operation[]) =>
	operations.map((operation): Operation => ({ ...operation, signsIn: true }));

/** Messangi's newer platform: the same node, with another credential. */
export const messangiElastic: Profile<'messangiElastic'> = {
	name: 'messangiElastic',
	gateway: 'messangi',
	platform: 'elastic',
	displayName: 'Messangi Elastic',
	node: new Messangi(),
	credential: new MessangiElasticApi(),
	page: 'docs/messangi-elastic.md',

	send,
	bulk,
	separately: {},
	longMessages: {},
	operations: [
		...signingIn([
			{ name: 'sms: send', kind: 'send', parameters: (to) => ({ ...send, to }) },
			sendAndWait(send),
			...bulkOperations(bulk),
			{ name: 'credential: test', kind: 'test', isSignIn: true },
		]),
		{ name: 'credential: test (API key)', kind: 'test', credential: withKey },
	],
	numberOf: (index) => `+57300${String(index).padStart(5, '0').padStart(7, '55')}`,

	sharesRequests: 'with nobody',
	repliesInJson: true,
	hasIncomingMessages: true,

	wrongAccounts: [
		{
			label: 'a wrong password',
			fields: { password: WRONG_SECRET },
			code: 'SIGN_IN_FAILED',
			says: /refused the username or password/,
		},
		{
			label: 'a wrong API key',
			fields: { ...withKey, apiKey: WRONG_SECRET },
			code: 'HTTP_401',
			says: /Messangi refused the credentials/,
		},
	],
	requestsUntilRefused: 20,
	otherSignIn: { label: 'an API key', fields: withKey, wrong: { apiKey: WRONG_SECRET } },
	token: {
		signInPath: '/kingslanding/',
		otherPaths: '/raven/',
		probe: '/codes/connections',
		header: 'authorization',
		longLived: 'apiKey',
		saysWhatIsWrong: false,
		// Blanks after a name are not sent, but they make it another account for our nodes.
		accountOf: (index) => ({
			username: `${username}${index.toString(2).replace(/0/g, ' ').replace(/1/g, '\t')}`,
		}),
	},
	secrets: [...secretsOf('messangiElastic'), `Bearer ${apiKey}`],

	refuse: (at, number) => {
		at.blockNumbers([number]);
	},
	codesOf: () => MESSANGI_ELASTIC_STATUSES,
	isTestedByAnyCode: true,
	// What the list of senders has in it is not published: any JSON says that the key is right.
	mayPassTest: /JSON|lists/,

	ownRequest: { path: 'raven/v2/messages?a=b', becomes: /^raven\/v2\/messages\?a=b$/ },
	httpRequests: {
		path: '/messangi-elastic/raven/v2/codes/connections',
		cases: [
			{
				label: 'a message as JSON',
				method: 'POST',
				path: '/messangi-elastic/raven/v2/messages',
				json: { from: '12345', to: '573001234567', text: 'Hello', type: 'MT' },
				says: /ACCEPTED/,
			},
			{
				label: 'the list of senders',
				method: 'GET',
				path: '/messangi-elastic/raven/v2/codes/connections',
				says: /12345/,
			},
		],
	},
	editor: {
		operations: [
			{
				resource: 'SMS',
				operation: 'Send',
				action: 'Send an SMS',
				fields: ['From', 'To', 'Message', ...END],
			},
			listedBulk('From'),
			listedSendAndWait('From'),
		],
		credential: {
			typed: { username, password },
			choices: { authentication: 'Password' },
			refusal: /^Messangi refused the username or password/,
		},
		notice: { contact: 'support@messangi.com', mail: ['Instance ID:', 'Callback URL'] },
	},
	documented: {
		problems: [
			{
				outcome: '`rejected`',
				codes: only(HTTP_PROBLEMS, (code) => !isOfAccount(code)),
			},
			{ outcome: '`rejected`; ends the run', codes: only(HTTP_PROBLEMS, isOfAccount) },
			{ outcome: '`unknown`', codes: UNCLEAR_REPLIES },
			{ outcome: '`rejected`', codes: refusals() },
		],
		others: [
			{ word: '`accepted`', codes: namesWith('accepted') },
			{ word: '`unknown`', codes: namesWith('unknown') },
		],
		statuses: ELASTIC_STATUSES.entries,
	},
	sandboxCalls: {
		targets: ['/raven/v2/messages', '/raven/v2/codes/connections', '/kingslanding/login'],
		proofs: { authorization: `Bearer ${apiKey}` },
	},
	callbacks: {
		fields: [
			...['owner', 'date', 'processId', 'origin', 'externalId', 'connection', 'id', 'text'],
			...['user', 'extraInfo', 'from', 'to', 'message', 'username', 'timestamp', 'status'],
		],
		secret: 'callback',
	},
};

function isOfAccount(code: string): boolean {
	return ACCOUNT_STATUSES.has(Number(code.replace('HTTP_', '')));
}

function only(codes: Words, isWanted: (code: string) => boolean): Words {
	return Object.fromEntries(Object.entries(codes).filter(([code]) => isWanted(code)));
}

function namesWith(wanted: string): string[] {
	return Object.entries(ELASTIC_STATUSES.entries).flatMap(([name, { outcome }]) =>
		outcome === wanted ? [name] : [],
	);
}

function refusals(): Words {
	return Object.fromEntries(
		namesWith('rejected').flatMap((name) => {
			const words = ELASTIC_STATUSES.entries[name]?.words;
			return words ? [[name, words]] : [];
		}),
	);
}
