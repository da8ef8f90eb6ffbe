import { ADDRESS_HINT } from '../gateways/messageCentral/errors';
import { probeRequest } from '../gateways/messageCentral/request';
import { deniesToken } from '../gateways/messageCentral/response';
import { readToken, renewalTime, token } from '../gateways/messageCentral/token';
import { Sessions } from './sessions';

/** Message Central: a token for the customer ID and password, or one from the console. */
export const messageCentralSessions = new Sessions({
	displayName: 'Message Central',
	addressHint: ADDRESS_HINT,
	fields: ['customerId', 'password', 'email', 'country'],
	longLived: 'authToken',
	header: 'authToken',
	headerValue: (value) => value,
	request: (field) =>
		token({
			customerId: field('customerId'),
			password: field('password'),
			email: field('email'),
			country: field('country'),
		}),
	readToken,
	renewalTime,
	probe: probeRequest,
	deniesToken,
});
