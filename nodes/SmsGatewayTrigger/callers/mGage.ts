import { readCallback } from '../../../gateways/mgage/callback';
import { noticeOf, type Caller } from './caller';

/** What to ask of mGage. Source: the vendor provisions callbacks. */
const notice = noticeOf(
	'mGage',
	'mGage’s provisioning team',
	'Open a case with Provisioning in the <strong>Acoustic Support Portal</strong>, and give it the URL, your short code and your program ID. Ask for delivery reports too: it is not documented whether messages of the Gateway API have them.',
	'Incoming messages come from <strong>208.71.240.0/21</strong>, which you can set in <strong>Allowed IPs</strong>; ask whether delivery reports come from there too. A shared code forwards only messages with your keywords.',
);

/** mGage as a caller of the trigger. */
export const mGage: Caller = { name: 'mGage', value: 'mGage', notice, readCallback };
