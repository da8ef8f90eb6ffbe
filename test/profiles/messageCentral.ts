import { MessageCentralApi } from '../../credentials/MessageCentralApi.credentials';
import { SMPP_STATUSES } from '../../gateways/callbacks/statuses';
import { messageCentral as entry } from '../../gateways/messageCentral/entry';
import {
	ACCOUNT_CODES,
	CODE_PROBLEMS,
	NOT_VERIFIED,
	SERVER_CODES,
	SUCCESS_CODE,
	VERIFICATION_PROBLEMS,
} from '../../gateways/messageCentral/errors';
import { MessageCentral } from '../../nodes/MessageCentral/MessageCentral.node';
import { ACCOUNTS } from '../../sandbox/server/server';
import { MESSAGE_CENTRAL_CODES } from '../faults/codes';
import { sendMessageCentral } from '../sandbox/client';
import { END, listedBulk, listedSendAndWait } from './editor';
import { bulkOperations, sendAndWait } from './operations';
import { secretsOf, WRONG_SECRET, type Operation, type Profile, type Words } from './profile';

const settings = { channel: 'SMS', senderId: 'UTOMOB', messageType: 'TRANSACTION' };
const send = {
	resource: 'sms',
	operation: 'send',
	...settings,
	to: '+919999999999',
	message: 'Hello',
} as const;

const QUERY = {
	countryCode: '91',
	flowType: 'SMS',
	mobileNumber: '9999999999',
	senderId: 'UTOMOB',
	type: 'SMS',
	message: 'Hello',
	messageType: 'TRANSACTION',
};

const { customerId, password, email, country, authToken } = ACCOUNTS.messageCentral;
const withToken = { authentication: 'authToken' };

const signingIn = (operations: readonly Operation[]) =>
	operations.map((operation): Operation => ({ ...operation, signsIn: true }));

/** Message Central. */
export const messageCentral: Profile<'messageCentral'> = {
	name: 'messageCentral',
	gateway: 'messageCentral',
	displayName: entry.displayName,
	node: new MessageCentral(),
	credential: new MessageCentralApi(),
	page: 'docs/message-central.md',

	send,
	bulk: { ...settings, bulkMode: 'personalized' },
	separately: {
		// It gives one outcome for a request.
		parameters: { bulkMode: 'sameMessage' },
		options: { recipientsPerRequest: 1 },
	},
	longMessages: {},
	operations: [
		...signingIn([
			{ name: 'sms: send', kind: 'send', parameters: (to) => ({ ...send, to }) },
			sendAndWait(send),
			...bulkOperations(
				{ ...settings, bulkMode: 'sameMessage' },
				(source) => `same message, ${source}`,
			),
			...bulkOperations(
				{ ...settings, bulkMode: 'personalized' },
				(source) => `personalized, ${source}`,
			),
			{
				name: 'otp: send',
				kind: 'send',
				parameters: (to) => ({ resource: 'otp', operation: 'send', channel: 'SMS', to }),
			},
			{
				name: 'otp: verify',
				kind: 'check',
				parameters: () => ({ resource: 'otp', operation: 'verify', channel: 'SMS' }),
				prepare: async (at, to) => {
					const mobileNumber = to.replace(/^\+91/, '');
					const none = { senderId: undefined, message: undefined, messageType: undefined };
					await sendMessageCentral(at, { type: 'OTP', ...none, mobileNumber });
					const sent = at.messages().find((each) => each.details.mobileNumber === mobileNumber);
					const { verificationId = '', code = '' } = sent?.details ?? {};
					return { verificationId, code };
				},
			},
			{ name: 'credential: test', kind: 'test' },
		]),
		{ name: 'credential: test (auth token)', kind: 'test', credential: withToken },
	],
	numberOf: (index) => `+9198765${String(index).padStart(5, '0')}`,

	sharesRequests: 'with all',
	repliesInJson: true,
	hasIncomingMessages: false,

	wrongAccounts: [
		{
			label: 'a wrong password',
			fields: { password: WRONG_SECRET },
			code: 'SIGN_IN_FAILED',
			says: /refused the password/,
		},
		{
			label: 'a wrong auth token',
			fields: { ...withToken, authToken: WRONG_SECRET },
			code: 'HTTP_401',
			says: /Message Central refused the credentials/,
		},
	],
	requestsUntilRefused: 2,
	otherSignIn: { label: 'a token', fields: withToken, wrong: { authToken: WRONG_SECRET } },
	token: {
		signInPath: '/auth/v1/',
		otherPaths: '/verification/',
		probe: 'verificationId=0',
		header: 'authtoken',
		longLived: 'authToken',
		saysWhatIsWrong: true,
		accountOf: (index) => ({ email: `${index}@example.com` }),
	},
	secrets: secretsOf('messageCentral'),

	refuse: (at, number) => {
		// The country code stands apart. A path, because a new token may be asked for in between.
		at.failNext({ path: number.replace(/^(?:1|91)(?=\d{10}$)/, ''), code: 511 });
	},
	codesOf: () => MESSAGE_CENTRAL_CODES,
	isTestedByAnyCode: true,
	// It is asked something that it refuses for another reason: any object says that the token is right.
	mayPassTest: /^JSON (?:\{|with __proto__)|^very deep JSON|as JSON of an error/,

	ownRequest: { path: 'verification/v3/send?a=b', becomes: /^verification\/v3\/send\?a=b$/ },
	httpRequests: {
		path: '/message-central/verification/v3/send?mobileNumber=9999999999',
		cases: [
			{
				label: 'a query beside the URL',
				method: 'POST',
				path: '/message-central/verification/v3/send',
				query: QUERY,
				says: /"?responseCode"?:\s*200/,
			},
			{
				label: 'GET',
				method: 'GET',
				path: '/message-central/verification/v3/validateOtp?verificationId=0&code=0000&flowType=SMS',
				says: /505|INVALID/,
			},
		],
	},
	editor: {
		operations: [
			{
				resource: 'SMS',
				operation: 'Send',
				action: 'Send an SMS',
				fields: ['Channel', 'Sender ID', 'To', 'Message', 'Message Type', ...END],
			},
			listedBulk('Channel', 'Sender ID', 'Message Type', 'Bulk Mode'),
			listedSendAndWait('Channel', 'Sender ID', 'Message Type'),
			{
				resource: 'OTP',
				operation: 'Send',
				action: 'Send a one-time password',
				fields: ['Channel', 'To', ...END],
			},
			{
				resource: 'OTP',
				operation: 'Verify',
				action: 'Verify a one-time password',
				fields: ['Verification ID', 'Code', 'Channel', ...END],
			},
		],
		credential: {
			typed: { customerId, password, email, country },
			refusal: /^Message Central refused/,
		},
		notice: {
			contact: 'operations@messagecentral.com',
			mail: ['Customer ID:', 'Brand name:', 'Registered email:', 'Callback URL'],
		},
	},
	documented: {
		problems: [
			{ outcome: '`rejected`', codes: only(CODE_PROBLEMS, (code) => !ACCOUNT_CODES.has(code)) },
			{
				outcome: '`rejected`; ends the run',
				codes: only(CODE_PROBLEMS, (code) => ACCOUNT_CODES.has(code)),
			},
			{ outcome: '`unknown`', codes: SERVER_CODES },
			{ outcome: 'error', codes: VERIFICATION_PROBLEMS },
		],
		others: [
			{ word: '`accepted`', codes: [SUCCESS_CODE] },
			...Object.entries(NOT_VERIFIED).map(([code, reason]) => ({
				word: `\`${reason}\``,
				codes: [code],
			})),
		],
		statuses: SMPP_STATUSES.entries,
	},
	sandboxCalls: {
		targets: [
			'/verification/v3/send?type=SMS&flowType=SMS&countryCode=91&mobileNumber=9877012345&senderId=A&message=Hi',
			'/verification/v3/send?type=SMS&flowType=SMS&phoneNumbers=91%209816111111,%2091%207715131105&senderId=A&message=Hi',
			'/verification/v3/validateOtp?verificationId=1&code=1234&flowType=SMS',
			'/auth/v1/authentication/token?customerId=C-1&key=a&scope=NEW',
		],
		proofs: { authtoken: authToken },
	},
	callbacks: {
		fields: [
			...['messageId', 'status', 'errorCode', 'mobile', 'countryCode', 'submitDate', 'doneDate'],
			...['clientId', 'STATUS', 'MessageID'],
		],
		secret: 'apiKey',
	},
};

function only(codes: Words, isWanted: (code: string) => boolean): Words {
	return Object.fromEntries(Object.entries(codes).filter(([code]) => isWanted(code)));
}
