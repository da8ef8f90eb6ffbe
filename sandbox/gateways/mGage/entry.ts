import type { GatewayEntry } from '../entry';
import { completeOptions, createMGage, type MGage, type MGageOptions } from '.';
import { control, methods, type MGageMethods } from './control';

type Field = 'username' | 'password';

export const mGage: GatewayEntry<Field, MGage, MGageOptions, MGageMethods> = {
	displayName: 'mGage',
	prefix: '/mgage',
	account: { username: 'sandbox', password: 'sandbox-mgage-password' },
	secrets: ['password'],
	labels: { username: 'Username', password: 'Password' },
	credential: { type: 'mGageApi', extra: { region: 'custom' } },
	sampleCodes: '1, 105, 107, 111, 112, 201',
	options: completeOptions,
	create: createMGage,
	methods,
	control,
};
