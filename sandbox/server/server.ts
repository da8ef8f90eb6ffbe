import { secretsOf, type GivenAccounts } from '../accounts';
import type { CallbackTargets, LoggedCallback } from '../callbacks';
import type { AskedCallback, AskedIncoming, AskedReport } from '../callbacks/callbackRequest';
import type { CallbackAttempt } from '../callbacks/queue';
import type { CallbackSecret, CallbackTarget } from '../callbacks/target';
import { registerControl } from '../control/control';
import type { Export } from '../control/export';
import type { MessangiCallbackShape } from '../gateways/messangi/callbacks';
import type { MGageReply } from '../gateways/mGage/replies';
import { registerInbox } from '../inbox/routes';
import { completeOptions } from '../options';
import type { Sandbox, SandboxOptions } from './api';
import { addressOf, createApp, GATEWAY_ROUTE } from './app';
import { boundBodies } from './bodies';
import type { Fault } from './faults';
import { registerGateways } from './gatewayRequests';
import { methodsOf } from './inProcess';
import type { HandsetMessage, MessageStatus, NewIncoming, StoredMessage } from './message';
import { createGuard } from './origin';
import { hideSecret } from './secrets';
import { State } from './state';
import type { LoggedReply, LoggedRequest, SandboxStats } from './store';

export { ACCOUNTS } from '../accounts';
export { InvalidFault } from './faults';
export type {
	AskedCallback,
	AskedIncoming,
	AskedReport,
	CallbackAttempt,
	CallbackSecret,
	CallbackTarget,
	CallbackTargets,
	Export,
	Fault,
	GivenAccounts,
	HandsetMessage,
	LoggedCallback,
	LoggedReply,
	LoggedRequest,
	MessageStatus,
	MessangiCallbackShape,
	MGageReply,
	NewIncoming,
	Sandbox,
	SandboxOptions,
	SandboxStats,
	StoredMessage,
};

/**
 * Starts a server that simulates all gateways on one port, until `close`.
 *
 * @throws the listening error, e.g. with code `EADDRINUSE` if the port is in use
 */
export async function createSandbox(given: SandboxOptions = {}): Promise<Sandbox> {
	const options = completeOptions(given);
	const { port, host, accounts } = options;
	for (const secret of secretsOf(accounts)) hideSecret(secret);
	const state = new State(options);
	const guard = createGuard(host, options.allowedHosts, GATEWAY_ROUTE);
	const app = createApp(guard, (url) => state.gatewayOf(url) !== undefined);
	registerGateways(app, state, boundBodies(app));

	let address = { url: '', port };
	const sandbox: Sandbox = {
		get url() {
			return address.url;
		},
		get port() {
			return address.port;
		},
		...methodsOf(state),
		close: async () => {
			state.closing.abort();
			state.callbacks.close();
			await app.close();
		},
	};
	const { gateways, journal, seen } = state;
	registerControl(app, { sandbox, gateways, journal, seen, accounts });
	registerInbox(app, sandbox);
	try {
		await app.listen({ port, host });
	} catch (error) {
		await app.close();
		throw error;
	}
	address = addressOf(app, host);
	return sandbox;
}
