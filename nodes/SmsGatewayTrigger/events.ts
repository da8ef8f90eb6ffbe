import type { IDataObject } from 'n8n-workflow';
import { eventId } from '../../gateways/callbacks/eventId';
import type { CallbackEvent } from '../../gateways/callbacks/event';
import type { GatewayName } from '../../gateways/registry';
import type { Shown } from '../../gateways/secrets/shown';
import { meaningOf } from '../../messages/intent';
import { shownOutput } from '../../runtime/output/outcome';
import { isWantedIntent } from '../shared/descriptions/intents';

/** Which events start the workflow, and what their output has. */
export interface EventChoice {
	gateway: GatewayName;
	events: readonly string[];
	/** The wanted statuses of delivery reports; empty for all. */
	statuses: readonly string[];
	/** Whether delivery reports that are not final are left out. */
	finalOnly: boolean;
	/** The wanted intents of incoming messages; empty for all. */
	intents: readonly string[];
	includeRaw: boolean;
}

/**
 * Whether an event starts the workflow. One in an unrecognized format always does: the call was
 * authenticated, and the event would be lost otherwise.
 */
export function isWanted(event: CallbackEvent, choice: EventChoice): boolean {
	if (event.event === 'unknown') return true;
	if (!choice.events.includes(event.event)) return false;
	if (event.event === 'incomingMessage') return isWantedIntent(event.text, choice.intents);
	if (choice.finalOnly && event.final !== true) return false;
	return choice.statuses.length === 0 || choice.statuses.includes(event.status ?? 'unknown');
}

/** The output of an event as the public contract has it: without secrets, and within bounds. */
export function eventOutput(event: CallbackEvent, choice: EventChoice, shown: Shown): IDataObject {
	const { gateway, includeRaw } = choice;
	const output: IDataObject = {
		event: event.event,
		eventId: eventId(gateway, event),
		gateway,
	};
	if (event.event !== 'unknown') {
		const { messageId, to, from } = event;
		Object.assign(output, { messageId, to, from });
	}
	if (event.event === 'deliveryReport') {
		const { status, final, gatewayStatus, errorCode, submittedAt, doneAt } = event;
		Object.assign(output, { status, final, gatewayStatus, errorCode, submittedAt, doneAt });
	}
	if (event.event === 'incomingMessage') output.text = event.text;
	for (const [name, value] of Object.entries(event.extra)) {
		if (value !== null) output[name] = value;
	}
	if (event.event === 'incomingMessage') Object.assign(output, meaningOf(event.text));
	if (includeRaw || event.event === 'unknown') output.raw = event.raw as IDataObject;
	return shownOutput(output, shown);
}
