import type { Planned } from '../plan/planned';
import { OUTCOMES, type Settled } from './outcome';

/** E.g. "37 accepted, 1 rejected, 0 unknown, 62 not tried". */
export function countsOf(
	settled: ReadonlyArray<Settled | undefined>,
	accepted = 'accepted',
): string {
	const counts = new Map<string, number>();
	for (const each of settled) {
		const outcome = each?.result.outcome ?? 'not tried';
		counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
	}
	const always = new Set<string>(['accepted', 'rejected', 'unknown']);
	const told = OUTCOMES.filter((outcome) => always.has(outcome) || counts.has(outcome)).map(
		(outcome) => `${counts.get(outcome) ?? 0} ${outcome === 'accepted' ? accepted : outcome}`,
	);
	const untried = counts.get('not tried');
	if (untried !== undefined) told.push(`${untried} not tried`);
	return told.join(', ');
}

/** The first recipients whose messages have an outcome, and how many more there are; may be empty. */
export function recipientsOf(
	messages: readonly Planned[],
	settled: ReadonlyArray<Settled | undefined>,
	outcome: Settled['result']['outcome'],
	most: number,
): string {
	const numbers: string[] = [];
	let more = 0;
	for (const [place, each] of settled.entries()) {
		const to = messages[place]?.facts.to ?? '';
		if (each?.result.outcome !== outcome || to === '') continue;
		if (numbers.length < most) numbers.push(to);
		else more++;
	}
	return `${numbers.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

/** Whether each message that can be sent has a deduplication key. */
export function haveKeys(messages: readonly Planned[]): boolean {
	return messages.every(
		({ key, refusal, leftOut }) => key !== null || refusal !== null || leftOut !== null,
	);
}
