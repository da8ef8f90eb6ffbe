import type { INodeProperties } from 'n8n-workflow';
import type { CallbackEvent, CallbackCall } from '../../../gateways/callback';

/** A gateway that calls the trigger. */
export interface Caller {
	/** What the field "Gateway" shows. */
	name: string;
	/** What the field "Gateway" holds. */
	value: 'messangi' | 'mGage' | 'messageCentral';
	/** Whom to give the trigger's address. */
	notice: INodeProperties;
	/** @throws UnreadableCallback for a body that cannot be read */
	readCallback: (call: CallbackCall) => CallbackEvent[];
}

/**
 * How a gateway's callbacks are set up, in three steps, in the words of n8n's editor.
 *
 * @param who does it
 * @param tell whom to give the address, and what else they have to know; HTML, as all of it
 * @param afterwards what is to be said below the steps
 */
export function noticeOf(
	gateway: Caller['value'],
	who: string,
	tell: string,
	afterwards = '',
): INodeProperties {
	const steps = [
		'Copy the <strong>Production URL</strong> under <strong>Webhook URLs</strong> above. With the method <strong>Query Parameter</strong> in the credential, add the secret at its end, e.g. <strong>?secret=...</strong>',
		tell,
		'Publish the workflow. The <strong>Test URL</strong> works only while the editor waits for a call.',
	];
	const list = steps.map((step) => `<li>${step}</li>`).join('');
	return {
		displayName: `${who} sets callbacks up:<ul>${list}</ul>${afterwards}`,
		name: `${gateway}Notice`,
		type: 'notice',
		default: '',
		displayOptions: { show: { gateway: [gateway] } },
	};
}
