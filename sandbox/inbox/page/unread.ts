import { computed, effect, signal } from '@preact/signals';

import type { Entry } from '../protocol';

/** How many new entries nobody has looked at, by number. What was there at first counts as read. */
export const unread = signal<ReadonlyMap<string, number>>(new Map());

const total = computed(() => [...unread.value.values()].reduce((sum, each) => sum + each, 0));

effect(() => {
	document.title = total.value === 0 ? 'SMS sandbox' : `(${total.value}) SMS sandbox`;
});

/** @param open the number of the open conversation */
export function markUnread(added: readonly Entry[], open: string | undefined): void {
	const counts = new Map(unread.value);
	for (const { number } of added) {
		if (number !== open || document.hidden) counts.set(number, (counts.get(number) ?? 0) + 1);
	}
	unread.value = counts;
}

/** Marks a conversation as read; without a number, all. */
export function markRead(number?: string): void {
	if (number !== undefined && !unread.value.has(number)) return;
	const counts = new Map(number === undefined ? [] : unread.value);
	if (number !== undefined) counts.delete(number);
	unread.value = counts;
}
