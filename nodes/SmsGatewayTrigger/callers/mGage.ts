import type { INodeProperties } from 'n8n-workflow';
import { readCallback } from '../../../gateways/mgage/callback';
import type { Caller } from './caller';

/** What to ask of mGage. Source: the vendor provisions callbacks. */
const notice: INodeProperties = {
	displayName:
		'mGage has to provision callbacks: open a case with Provisioning in the Acoustic Support Portal, and give it your short code, your program ID and the <b>Production URL</b> under <b>Webhook URLs</b> above (with the secret at its end, e.g. <b>?secret=...</b>). Whether messages of the Gateway API have delivery reports is not documented: ask for it in the same case. The <b>Test URL</b> works only while the editor waits for a call.',
	name: 'mGageNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { gateway: ['mGage'] } },
};

/** mGage as a caller of the trigger. */
export const mGage: Caller = { name: 'mGage', value: 'mGage', notice, readCallback };
