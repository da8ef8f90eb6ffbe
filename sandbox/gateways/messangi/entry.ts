import type { GatewayEntry } from '../entry';
import { completeOptions, createMessangi, type Messangi, type MessangiOptions } from '.';
import { control, methods, type MessangiMethods } from './control';

type Field = 'instanceId' | 'publicKey' | 'privateKey';

export const messangi: GatewayEntry<Field, Messangi, MessangiOptions, MessangiMethods> = {
	displayName: 'Messangi',
	prefix: '/messangi',
	account: {
		instanceId: '8',
		publicKey: 'sandbox-public-key',
		// The key of the vendor's published examples.
		privateKey: 'FBF3-4310-909C-C4BBC26F886F',
	},
	secrets: ['publicKey', 'privateKey'],
	labels: { instanceId: 'Instance ID', publicKey: 'Public key', privateKey: 'Private key' },
	credential: { type: 'messangiApi', extra: { padBase64: false } },
	sampleCodes: 'ERROR, BAD_SIGNATURE, BAD_TO, NOT_ENOUGH_FUNDS',
	options: completeOptions,
	create: createMessangi,
	methods,
	control,
};
