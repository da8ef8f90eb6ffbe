import type { GatewayEntry } from '../entry';
import { createMGage, type MGage } from '.';

type Field = 'username' | 'password';

export const mGage: GatewayEntry<Field, MGage> = {
	displayName: 'mGage',
	prefix: '/mgage',
	account: { username: 'sandbox', password: 'sandbox-mgage-password' },
	secrets: ['password'],
	labels: { username: 'Username', password: 'Password' },
	credential: { type: 'mGageApi', extra: { region: 'custom' } },
	sampleCodes: '1, 105, 107, 111, 112, 201',
	create: createMGage,
};
