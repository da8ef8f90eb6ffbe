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
			tell: 'Open a case with Provisioning in the <strong>Acoustic Support Portal</strong> with the URL, your short code and your program ID. Ask for delivery reports too: mGage does not document whether the Gateway API sends them.',
			afterwards:
				'Incoming messages come from <strong>208.71.240.0/21</strong>. You can enter this in <strong>Allowed IPs</strong>. Ask whether delivery reports come from there too. A shared code forwards only messages with your keywords.',
		},
	},
	package: { name: 'mgage', keywords: ['mgage', 'acoustic'], hasCodes: false },
};
