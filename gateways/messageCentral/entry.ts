import type { GatewayEntry } from '../entry';
import { readCallback } from './callback';

export const messageCentral: GatewayEntry<'messageCentral'> = {
	name: 'messageCentral',
	displayName: 'Message Central',
	callbacks: {
		read: readCallback,
		// Source: the vendor's page on SMS callbacks.
		setUp: {
			who: 'Message Central',
			tell: 'Email it to <a href="mailto:operations@messagecentral.com?subject=SMS%20Callback%20Integration%20with%20Message%20Central&body=Hello%2C%0A%0Aplease%20set%20up%20the%20SMS%20callback%20for%20our%20account.%0A%0ACustomer%20ID%3A%20%0ABrand%20name%3A%20%0ARegistered%20email%3A%20%0ACallback%20URL%20(HTTP%20POST%2C%20JSON)%3A%20%0A%0AThank%20you.">operations@messagecentral.com</a> with your customer ID, brand name and registered email. The link opens a draft.',
		},
	},
	package: {
		name: 'message-central',
		keywords: ['message central', 'otp', 'whatsapp'],
		hasCodes: true,
	},
};
