import type { GatewayEntry } from '../entry';
import { completeOptions, createMessangi, type Messangi, type MessangiOptions } from '.';
import { control, methods, type MessangiMethods } from './control';
import { FAILURES } from './replies';
import { sign } from './signature';

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
	codes: FAILURES,
	curl(baseUrl, { instanceId, publicKey, privateKey }) {
		const [number, text] = ['13056708084', 'Hello from curl'].map((each) =>
			Buffer.from(each).toString('base64url'),
		);
		const signed = [instanceId, 'Movistar', '19893653744', number ?? '', text ?? ''];
		const path = [...signed, publicKey, sign(signed, privateKey)].join('/');
		return `curl "${baseUrl}/rest/api/tools/sendSMS/${path}"`;
	},
	options: completeOptions,
	create: createMessangi,
	methods,
	control,
};
