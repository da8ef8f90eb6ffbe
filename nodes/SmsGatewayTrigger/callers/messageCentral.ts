import type { INodeProperties } from 'n8n-workflow';
import { readCallback } from '../../../gateways/messageCentral/callback';
import type { Caller } from './caller';

/** What to send to Message Central. Source: the vendor's page on SMS callbacks. */
const notice: INodeProperties = {
	displayName:
		'Message Central sets the callback up by e-mail. Write to <a href="mailto:operations@messagecentral.com?subject=SMS%20Callback%20Integration%20with%20Message%20Central&body=Hello%2C%0A%0Aplease%20set%20up%20the%20SMS%20callback%20for%20our%20account.%0A%0ACustomer%20ID%3A%20%0ABrand%20name%3A%20%0ARegistered%20e-mail%3A%20%0ACallback%20URL%20(HTTP%20POST%2C%20JSON)%3A%20%0A%0AThank%20you.">operations@messagecentral.com</a> with your customer ID, brand name, registered e-mail and the <b>Production URL</b> under <b>Webhook URLs</b> above (with the secret at its end, e.g. <b>?secret=...</b>). The link opens the e-mail. The <b>Test URL</b> works only while the editor waits for a call.',
	name: 'messageCentralNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { gateway: ['messageCentral'] } },
};

/** Message Central as a caller of the trigger. */
export const messageCentral: Caller = {
	name: 'Message Central',
	value: 'messageCentral',
	notice,
	readCallback,
};
