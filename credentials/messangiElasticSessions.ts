import { loginRequest, probeRequest } from '../gateways/messangi/elastic/request';
import { deniesToken } from '../gateways/messangi/elastic/response';
import { readToken, renewalTime, withoutScheme } from '../gateways/messangi/elastic/token';
import { Sessions } from './sessions';

/** Messangi's newer platform: a key for the username and password, or one from the web platform. */
export const messangiElasticSessions = new Sessions({
	displayName: 'Messangi',
	fields: ['username', 'password'],
	longLived: 'apiKey',
	usual: 'apiKey',
	header: 'authorization',
	headerValue: (key) => `Bearer ${key}`,
	writtenToken: withoutScheme,
	request: (field) => loginRequest(field('username'), field('password')),
	readToken: (reply, field) => readToken(reply, field('password')),
	renewalTime,
	probe: probeRequest,
	deniesToken,
});
