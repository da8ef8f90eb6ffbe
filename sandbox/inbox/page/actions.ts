import type { GatewayName } from '../../gateways/names';
import type { Fault } from '../../server/faults';
import type { MessageStatus } from '../../server/message';
import type { LoggedRequest } from '../../server/store';
import type { CallbackTarget } from '../../callbacks/target';
import type { LoggedCallback } from '../../callbacks';
import type { Connection } from '../../connect';
import { announcement, problem } from './state';

/** Calls the sandbox's control API. @throws Error with the sandbox's error message */
async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
	const response = await fetch(`/control${path}`, {
		method,
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const answer = (await response.json()) as { error?: string };
	if (response.ok) return answer;
	throw new Error(answer.error ?? `The sandbox answered HTTP ${response.status}.`);
}

/** Does something and reports the result. */
async function attempt(done: string, act: () => Promise<unknown>): Promise<boolean> {
	try {
		await act();
		problem.value = '';
		announcement.value = done;
		return true;
	} catch (error) {
		const isGone = error instanceof TypeError;
		problem.value = isGone ? 'The sandbox does not respond. Is it still running?' : String(error);
		return false;
	}
}

/** A message from a phone. */
export interface Reply {
	readonly gateway: GatewayName;
	readonly from: string;
	readonly to: string;
	readonly text: string;
}

export const sendAsHandset = (reply: Reply): Promise<boolean> =>
	attempt('Sent from the phone', () => ask('POST', '/incoming', reply));

export const mark = (messageId: string, status: MessageStatus): Promise<boolean> =>
	attempt(`Marked as ${status}`, () =>
		ask('PUT', `/messages/${encodeURIComponent(messageId)}/status`, { status }),
	);

export const failNext = (fault: Fault): Promise<boolean> =>
	attempt('The next call will fail', () => ask('POST', '/faults', fault));

export const clearFaults = (): Promise<boolean> =>
	attempt('Faults removed', () => ask('DELETE', '/faults'));

export const clearAll = (): Promise<boolean> =>
	attempt('Everything cleared', () => ask('POST', '/clear'));

export const deleteEntry = (id: number): Promise<boolean> =>
	attempt('Deleted', () => ask('DELETE', `/entries/${id}`));

/** Where a gateway posts, and its latest calls. */
export interface Callbacks {
	readonly target: CallbackTarget | null;
	readonly latest: readonly LoggedCallback[];
}

/** @throws Error with the reason */
export async function callbacksOf(gateway: GatewayName): Promise<Callbacks> {
	return (await ask('GET', `/callbacks/${gateway}`)) as Callbacks;
}

export const setCallback = (gateway: GatewayName, target: CallbackTarget): Promise<boolean> =>
	attempt('Callback set', () => ask('PUT', `/callbacks/${gateway}`, target));

export const removeCallback = (gateway: GatewayName): Promise<boolean> =>
	attempt('Callback removed', () => ask('DELETE', `/callbacks/${gateway}`));

const TEST = { from: '87767', to: '13055550100', text: 'Test from the sandbox' };
const TEST_REPORT = { report: { messageId: '1', status: 'delivered', ...TEST } };
const TESTS = {
	report: TEST_REPORT,
	incoming: { incoming: { ...TEST, from: TEST.to, to: TEST.from } },
	wrongSecret: { ...TEST_REPORT, wrongSecret: true },
};

/** Posts an event that is about no message. */
export const testCallback = (gateway: GatewayName, test: keyof typeof TESTS): Promise<boolean> =>
	attempt('Test event posted', () => ask('POST', '/callbacks', { gateway, ...TESTS[test] }));

/** @throws Error with the reason */
export async function loadConnection(): Promise<Connection> {
	return (await ask('GET', '/connect')) as Connection;
}

/** A request with its reply. @throws Error with the reason */
export async function requestOf(id: number): Promise<LoggedRequest> {
	return (await ask('GET', `/requests/${id}`)) as LoggedRequest;
}
