import type { GatewayEntry } from '../entry';
import { completeOptions, createMGage, type MGage, type MGageOptions } from '.';
import { control, methods, type MGageMethods } from './control';
import { FAILURES } from './replies';

type Field = 'username' | 'password';

export const mGage: GatewayEntry<Field, MGage, MGageOptions, MGageMethods> = {
	displayName: 'mGage',
	prefix: '/mgage',
	account: { username: 'sandbox', password: 'sandbox-mgage-password' },
	secrets: ['password'],
	labels: { username: 'Username', password: 'Password' },
	credential: { type: 'mGageApi', extra: { region: 'custom' } },
	codes: FAILURES,
	curl: (baseUrl, { username, password }) =>
		`curl -X POST -u "${username}:${password}" "${baseUrl}/api/gateway?message_type=sms` +
		'&message_billed=no&spoof_from=87767&program_id=12345&numbers=13056708084' +
		'&message=Hello%20from%20curl"',
	options: completeOptions,
	create: createMGage,
	methods,
	control,
};
