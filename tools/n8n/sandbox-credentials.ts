import type { GatewayEntry } from '../../sandbox/gateways/entry';
import type { GatewayName } from '../../sandbox/gateways/names';
import { GATEWAY_NAMES, GATEWAYS } from '../../sandbox/gateways/registry';
import type { CallbackSecret } from '../../sandbox/server/server';
import type { CredentialInput } from './rest';

/** The `secret` of the sandbox's callback targets. */
export const SANDBOX_CALLBACK_SECRET: CallbackSecret & { in: 'query' } = {
	in: 'query',
	name: 'secret',
	value: 'sandbox-callback-secret-1f7c',
};

/**
 * The type and the name of a gateway's credential. The name is n8n's default, which the example
 * workflows use: a workflow finds a credential by name if it does not know its id.
 */
export function credentialOf(gateway: GatewayName): Pick<CredentialInput, 'name' | 'type'> {
	const { displayName, credential } = GATEWAYS[gateway];
	return { name: `${displayName} account`, type: credential.type };
}

/** The credentials of the sandbox's accounts. */
export function sandboxCredentials(sandboxUrl: string): CredentialInput[] {
	const own = GATEWAY_NAMES.map((gateway) => {
		const { prefix, account, credential }: GatewayEntry = GATEWAYS[gateway];
		return {
			...credentialOf(gateway),
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
