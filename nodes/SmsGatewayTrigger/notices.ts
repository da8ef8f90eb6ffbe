import type { INodeProperties } from 'n8n-workflow';

/** What to send to Message Central. Source: the vendor's page on SMS callbacks. */
export const messageCentralNotice: INodeProperties = {
	displayName:
		'Message Central sets the callback up by e-mail. Write to <a href="mailto:operations@messagecentral.com?subject=SMS%20Callback%20Integration%20with%20Message%20Central&body=Hello%2C%0A%0Aplease%20set%20up%20the%20SMS%20callback%20for%20our%20account.%0A%0ACustomer%20ID%3A%20%0ABrand%20name%3A%20%0ARegistered%20e-mail%3A%20%0ACallback%20URL%20(HTTP%20POST%2C%20JSON)%3A%20%0A%0AThank%20you.">operations@messagecentral.com</a> with your customer ID, brand name, registered e-mail and the <b>Production URL</b> above (with the secret at its end, e.g. <b>?secret=...</b>). The link opens the e-mail. The <b>Test URL</b> works only while the editor waits for a call.',
	name: 'messageCentralNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { gateway: ['messageCentral'] } },
};

/** What to ask of Messangi. Assumed: callbacks are set up on the account by its support. */
export const messangiNotice: INodeProperties = {
	displayName:
		'Messangi sets callbacks up on the account. Open a ticket with <a href="mailto:support@messangi.com?subject=Callback%20URL%20for%20our%20instance&body=Hello%2C%0A%0Aplease%20send%20incoming%20messages%20and%20delivery%20statuses%20of%20our%20instance%20to%20this%20address.%0A%0AInstance%20ID%3A%20%0ACallback%20URL%20(HTTP%20POST)%3A%20%0A%0AThank%20you.">support@messangi.com</a> and give it your instance ID and the <b>Production URL</b> above (with the secret at its end, e.g. <b>?secret=...</b>). The link opens the e-mail. The <b>Test URL</b> works only while the editor waits for a call. Without callbacks, use <b>Messangi Trigger</b>, which asks for new messages.',
	name: 'messangiNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { gateway: ['messangi'] } },
};

/** What to ask of mGage. Source: the vendor provisions callbacks. */
export const mGageNotice: INodeProperties = {
	displayName:
		'mGage has to provision callbacks: open a case with Provisioning in the Acoustic Support Portal, and give it your short code, your program ID and the <b>Production URL</b> above (with the secret at its end, e.g. <b>?secret=...</b>). Whether messages of the Gateway API have delivery reports is not documented: ask for it in the same case. The <b>Test URL</b> works only while the editor waits for a call.',
	name: 'mGageNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { gateway: ['mGage'] } },
};
