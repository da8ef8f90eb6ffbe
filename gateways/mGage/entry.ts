import type { GatewayEntry } from '../entry';
import { readCallback } from './callback';

export const mGage: GatewayEntry<'mGage'> = {
	name: 'mGage',
	displayName: 'mGage',
	callbacks: {
		read: readCallback,
		// Source: the vendor provisions callbacks.
		setUp: {
			who: 'mGage’s provisioning team',
			tell: 'Open a case with Provisioning in the <strong>Acoustic Support Portal</strong>, and give it the URL, your short code and your program ID. Ask for delivery reports too: it is not documented whether messages of the Gateway API have them.',
			afterwards:
				'Incoming messages come from <strong>208.71.240.0/21</strong>, which you can set in <strong>Allowed IPs</strong>; ask whether delivery reports come from there too. A shared code forwards only messages with your keywords.',
		},
	},
	package: { name: 'mgage', keywords: ['mgage', 'acoustic'], hasCodes: false },
};
