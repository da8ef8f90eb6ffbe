import type { GatewayEntry } from '../entry';
import { readCallback } from './callback';

export const messangi: GatewayEntry<'messangi'> = {
	name: 'messangi',
	displayName: 'Messangi',
	callbacks: {
		read: readCallback,
		// Assumed: callbacks are set up on the account by its support.
		setUp: {
			who: 'Messangi’s support',
			tell: 'Email it to <a href="mailto:support@messangi.com?subject=Callback%20URL%20for%20our%20instance&body=Hello%2C%0A%0Aplease%20send%20incoming%20messages%20and%20delivery%20statuses%20of%20our%20instance%20to%20this%20address.%0A%0AInstance%20ID%3A%20%0ACallback%20URL%20(HTTP%20POST)%3A%20%0A%0AThank%20you.">support@messangi.com</a> with your instance ID. The link opens a draft.',
			afterwards:
				'Without callbacks from the Campaign Manager, use <strong>Messangi Trigger</strong>, which polls for new messages.',
		},
	},
	package: {
		name: 'messangi',
		keywords: ['messangi', 'pin'],
		credentials: ['MessangiElasticApi'],
		hasCodes: true,
	},
};
