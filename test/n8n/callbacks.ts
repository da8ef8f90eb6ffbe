import type { GatewayName } from '../../sandbox/accounts';
import type { WorkflowFile } from '../../scripts/n8n/rest';
import { PACKAGE_PREFIX } from './names';

/** The node that gateways call. */
export const TRIGGER = 'Callback';

/** With what a gateway proves itself. */
export const SECRET = 'callback-secret-of-the-test';

/** The credential of all triggers. */
export function callbackSecret() {
	const data = { method: 'query', name: 'secret', secret: SECRET };
	return { name: 'Callback secret', type: 'smsGatewayCallbackApi', data };
}

/** A workflow that a gateway's calls start. */
export function triggerWorkflow(
	gateway: GatewayName,
	parameters: Record<string, unknown> = {},
	id: string = gateway,
): WorkflowFile {
	return {
		name: `Callbacks of ${id}`,
		nodes: [
			{
				name: TRIGGER,
				type: `${PACKAGE_PREFIX}smsGatewayTrigger`,
				typeVersion: 1,
				position: [0, 0],
				webhookId: `callbacks-${id}`.toLowerCase(),
				parameters: { gateway, ...parameters },
				credentials: { smsGatewayCallbackApi: { id: 'elsewhere', name: 'Callback secret' } },
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
}

/** Where n8n serves the calls of such a workflow. */
export function urlOf(n8nUrl: string, id: string): string {
	return `${n8nUrl}/webhook/callbacks-${id}`.toLowerCase() + '/callback';
}
