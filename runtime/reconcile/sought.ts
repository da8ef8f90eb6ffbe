import type { ItemParameters } from '../input/parameters';
import { oneLine } from '../../messages/oneLine';
import { OUTCOMES } from '../output/outcome';
import type { ReportToRead } from '../operation';
import type { SoughtMessage } from './match';

const MINUTE = 60_000;
/** The most minutes of "Window" and "Settle": a day. */
const MOST_MINUTES = 1440;

/** An item's message, and how to look for it. */
export interface Sought extends SoughtMessage {
	itemIndex: number;
	report: ReportToRead;
	/** How long it may take until it is reported, in milliseconds. */
	settle: number;
	/** The outcome if it is not in the report. */
	whenMissing: 'unknown' | 'rejected';
	/** How long to wait for a response, in milliseconds. */
	timeout: number;
}

/**
 * Reads an item.
 *
 * @returns `at` is null if it is not known when the message was sent
 * @throws Refusal when a setting is missing or wrong
 */
export function readSought(
	item: ItemParameters,
	report: ReportToRead,
): Omit<Sought, 'at'> & { at: number | null } {
	const minutes = (name: string, fallback: number) =>
		item.optionNumber(name, fallback, 0, MOST_MINUTES) * MINUTE;
	const whenMissing = item.optionText('whenMissing') === 'rejected' ? 'rejected' : 'unknown';
	// An expression gives null for a message that was not sent.
	const isKnown = item.text('sentAt').trim() !== '' || isMoment(item.anything('sentAt'));
	return {
		itemIndex: item.itemIndex,
		report,
		digits: item.phoneNumber('to').digits,
		from: item.sender(),
		text: item.text('message') || null,
		messageId: item.text('messageId').trim() || null,
		at: isKnown ? item.moment('sentAt', 'Sent At') : null,
		window: minutes('window', 10),
		settle: minutes('settle', 5),
		whenMissing,
		timeout: item.timeout(),
	};
}

/**
 * The gateway that sent an item's message, if the item is the output of another gateway's send. Its messages are not
 * in this one's report, but must not count as missing: somebody would send them again.
 *
 * @returns null if nothing says so
 */
export function otherGateway(item: ItemParameters, own: string): string | null {
	const [gateway, outcome] = [item.field('gateway'), item.field('outcome')];
	const isOutput =
		typeof gateway === 'string' && (OUTCOMES as readonly unknown[]).includes(outcome);
	return isOutput && gateway !== own ? oneLine(gateway, 40) : null;
}

/** Whether an expression returned a date. */
function isMoment(value: unknown): boolean {
	return typeof value === 'object' && value !== null;
}
