import type { GatewayEntry } from '../entry';
import {
	completeOptions,
	createMessangiElastic,
	type MessangiElastic,
	type MessangiElasticOptions,
} from '.';
import { control, methods, type MessangiElasticMethods } from './control';
import { FAILURES } from './replies';

type Field = 'apiKey' | 'username' | 'password';

export const messangiElastic: GatewayEntry<
	Field,
	MessangiElastic,
	MessangiElasticOptions,
	MessangiElasticMethods
> = {
	displayName: 'Messangi Elastic',
	prefix: '/messangi-elastic',
	account: {
		apiKey: 'sandbox-elastic-api-key',
		username: 'sandbox@example.com',
		password: 'sandbox-elastic-password',
	},
	secrets: ['apiKey', 'password'],
	labels: { apiKey: 'API key', username: 'Username', password: 'Password' },
	credential: { type: 'messangiElasticApi', extra: { authentication: 'password' } },
	codes: FAILURES,
	curl: (baseUrl, { apiKey }) =>
		`curl -X POST -H "Authorization: Bearer ${apiKey}" -H "Content-Type: application/json" ` +
		`"${baseUrl}/raven/v2/messages" ` +
		`-d '{"from":"12345","to":"573001234567","text":"Hello from curl","type":"MT"}'`,
	options: completeOptions,
	create: createMessangiElastic,
	methods,
	control,
};
