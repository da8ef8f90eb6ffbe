import type { GatewayEntry } from '../../sandbox/gateways/entry';
import { GATEWAY_NAMES, GATEWAYS } from '../../sandbox/gateways/registry';
import type { CallbackSecret } from '../../sandbox/server/server';
import type { CredentialInput } from './rest';

/** What the sandbox's callbacks prove themselves with: `secret` of each target it is told of. */
export const SANDBOX_CALLBACK_SECRET: CallbackSecret & { in: 'query' } = {
	in: 'query',
	name: 'secret',
	value: 'sandbox-callback-secret-1f7c',
};

/**
 * The credentials that open the sandbox's accounts. The names are those that n8n proposes, and the
 * example workflows use: a workflow finds a credential by its name where it does not know its id.
 */
export function sandboxCredentials(sandboxUrl: string): CredentialInput[] {
	const own = GATEWAY_NAMES.map((name) => {
		const { displayName, prefix, account, credential }: GatewayEntry = GATEWAYS[name];
		return {
			name: `${displayName} account`,
			type: credential.type,
			data: { baseUrl: sandboxUrl + prefix, ...account, ...credential.extra },
		};
	});
	return [
		...own,
		{
			name: 'SMS Gateway Callback account',
			type: 'smsGatewayCallbackApi',
			data: {
				method: SANDBOX_CALLBACK_SECRET.in,
				name: SANDBOX_CALLBACK_SECRET.name,
				secret: SANDBOX_CALLBACK_SECRET.value,
			},
		},
	];
}
