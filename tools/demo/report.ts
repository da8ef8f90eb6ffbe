import { z } from 'zod';
import type { StoredMessage } from '../../sandbox/server/server';
import type { Execution } from '../n8n/execution';
import type { WorkflowFile } from '../n8n/rest';
import { PACKAGE_NAME } from '../root';

/** One row of the output of the CRM workflow. */
export const Row = z.object({
	name: z.string(),
	phone: z.string(),
	to: z.string(),
	gateway: z.string(),
	outcome: z.string(),
	messageId: z.string().nullable().default(null),
});

/** One message of the demo: the contact and the outcome. */
export type DemoMessage = z.infer<typeof Row>;

/** The gateways whose nodes are in a workflow. */
export function gatewaysOf({ nodes }: WorkflowFile): string[] {
	return nodes.flatMap(({ type }) => {
		const [packageName, gateway] = String(type).split('.');
		return packageName === PACKAGE_NAME && gateway !== undefined ? [gateway] : [];
	});
}

/** Reads the output of the last node of the CRM workflow. */
export function messagesOf(execution: Execution): DemoMessage[] {
	if (execution.status !== 'success') {
		const reason = execution.error?.message ?? 'n8n gave no reason';
		throw new Error(`The workflow ended with "${execution.status}": ${reason}`);
	}
	return execution.items('Sent').map(({ json }) => Row.parse(json));
}

function isSame(message: DemoMessage, stored: StoredMessage): boolean {
	const isId = message.messageId === null || message.messageId === stored.id;
	return isId && message.gateway === stored.gateway && message.to === `+${stored.to}`;
}

/**
 * Compares n8n's results with what the sandbox received, and returns the differences, so that a
 * workflow that only looks successful fails.
 *
 * @param gateways each must have accepted a message
 */
export function disagreements(
	messages: DemoMessage[],
	received: StoredMessage[],
	gateways: string[],
): string[] {
	const accepted = messages.filter(({ outcome }) => outcome === 'accepted');
	const missing = accepted.filter(
		(message) => received.filter((stored) => isSame(message, stored)).length !== 1,
	);
	const surplus = received.filter((stored) => !accepted.some((message) => isSame(message, stored)));
	const silent = gateways.filter((gateway) => !accepted.some((sent) => sent.gateway === gateway));
	return [
		...missing.map(
			({ name, to }) => `n8n sent to ${name} (${to}); the sandbox did not get it exactly once`,
		),
		...surplus.map(({ to }) => `the sandbox got a message to ${to} that n8n did not report`),
		...silent.map((gateway) => `no message was accepted by ${gateway}`),
	];
}

/** The messages as a table for people. */
export function tableOf(messages: DemoMessage[]): string {
	const head = ['Name', 'As typed in the CRM', 'Sent to', 'Gateway', 'Outcome', 'Message ID'];
	const rows = messages.map(({ name, phone, to, gateway, outcome, messageId }) => {
		return [name, phone, to, gateway, outcome, messageId ?? ''];
	});
	const widths = head.map((title, column) =>
		Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	const line = (cells: string[]) =>
		cells
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd();
	return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}
