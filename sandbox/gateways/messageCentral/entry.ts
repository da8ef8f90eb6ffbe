import type { GatewayEntry } from '../entry';
import {
	completeOptions,
	createMessageCentral,
	type MessageCentral,
	type MessageCentralOptions,
} from '.';
import { control, methods, type MessageCentralMethods } from './control';
import { FAILURES } from './replies';

type Field = 'customerId' | 'password' | 'email' | 'country' | 'authToken';

export const messageCentral: GatewayEntry<
	Field,
	MessageCentral,
	MessageCentralOptions,
	MessageCentralMethods
> = {
	displayName: 'Message Central',
	prefix: '/message-central',
	account: {
		customerId: 'C-SANDBOX',
		password: 'sandbox-mc-password',
		email: 'sandbox@example.com',
		country: '91',
		authToken: 'sandbox-long-lived-auth-token',
	},
	secrets: ['password', 'authToken'],
	labels: {
		customerId: 'Customer ID',
		password: 'Password',
		email: 'Email',
		country: 'Country',
		authToken: 'Auth token',
	},
	credential: { type: 'messageCentralApi', extra: { authentication: 'password' } },
	codes: FAILURES,
	curl: (baseUrl, { authToken }) =>
		`curl -X POST -H "authToken: ${authToken}" "${baseUrl}/verification/v3/send?type=SMS` +
		'&flowType=SMS&countryCode=91&mobileNumber=9999999999&senderId=UTOMOB' +
		'&messageType=TRANSACTION&message=Hello%20from%20curl"',
	handsetHint:
		'Message Central has no incoming messages. This one shows up here, but it starts no workflow.',
	options: completeOptions,
	create: createMessageCentral,
	methods,
	control,
};
