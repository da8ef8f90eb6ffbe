import type { INodeProperties } from 'n8n-workflow';
import { readCallback } from '../../../gateways/messangi/callback';
import type { Caller } from './caller';

/** What to ask of Messangi. Assumed: callbacks are set up on the account by its support. */
const notice: INodeProperties = {
	displayName:
		'Messangi sets callbacks up on the account. Open a ticket with <a href="mailto:support@messangi.com?subject=Callback%20URL%20for%20our%20instance&body=Hello%2C%0A%0Aplease%20send%20incoming%20messages%20and%20delivery%20statuses%20of%20our%20instance%20to%20this%20address.%0A%0AInstance%20ID%3A%20%0ACallback%20URL%20(HTTP%20POST)%3A%20%0A%0AThank%20you.">support@messangi.com</a> and give it your instance ID and the <b>Production URL</b> under <b>Webhook URLs</b> above (with the secret at its end, e.g. <b>?secret=...</b>). The link opens the e-mail. The <b>Test URL</b> works only while the editor waits for a call. Without callbacks, use <b>Messangi Trigger</b>, which asks for new messages.',
	name: 'messangiNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { gateway: ['messangi'] } },
};

/** Messangi as a caller of the trigger. */
export const messangi: Caller = { name: 'Messangi', value: 'messangi', notice, readCallback };
