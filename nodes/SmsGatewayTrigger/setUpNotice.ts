import type { INodeProperties } from 'n8n-workflow';
import type { GatewayEntry } from '../../gateways/entry';

/** How to try the trigger before the gateway's callbacks are set up. */
const TRY_IT =
	'<strong>Try it first</strong>: start the sandbox (see <strong>Docs</strong>), open the inbox at the address that it prints, and enter the Production URL and the secret under <strong>Callbacks</strong>. While you listen for a test event, enter the Test URL.';

/** A notice on how to set up a gateway's callbacks, in three steps, and how to try it before. */
export function setUpNotice({ name, callbacks }: GatewayEntry): INodeProperties {
	const { who, tell, afterwards } = callbacks.setUp;
	const steps = [
		'Copy the <strong>Production URL</strong> under <strong>Webhook URLs</strong> above. If the credential’s method is <strong>Query Parameter</strong>, add the secret at the end, e.g. <strong>?secret=...</strong>',
		tell,
		'Publish the workflow. The <strong>Test URL</strong> works only while the editor waits for a call.',
	];
	const list = steps.map((step) => `<li>${step}</li>`).join('');
	return {
		displayName: [
			`${who} sets up callbacks:<ul>${list}</ul>`,
			...(afterwards === undefined ? [] : [`${afterwards}<br><br>`]),
			TRY_IT,
		].join(''),
		name: `${name}Notice`,
		type: 'notice',
		default: '',
		displayOptions: { show: { gateway: [name] } },
	};
}
