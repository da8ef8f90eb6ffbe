/** How many are sorted in one go: some milliseconds. */
const PIECE = 10_000;
/** How many are merged before other work may run. */
const STEP = 1000;

/**
 * Sorts a list without holding up other work: in pieces, which are then merged. Equal ones stay in their order.
 *
 * @param pause lets other work run; called every few milliseconds
 */
export async function sorted<Each>(
	list: readonly Each[],
	compare: (one: Each, other: Each) => number,
	pause: () => Promise<void>,
): Promise<Each[]> {
	let pieces: Each[][] = [];
	for (let at = 0; at < list.length; at += PIECE) {
		await pause();
		pieces.push(list.slice(at, at + PIECE).sort(compare));
	}
	while (pieces.length > 1) {
		const merged: Each[][] = [];
		for (let at = 0; at < pieces.length; at += 2) {
			merged.push(await merge(pieces[at] ?? [], pieces[at + 1] ?? [], compare, pause));
		}
		pieces = merged;
	}
	return pieces[0] ?? [];
}

async function merge<Each>(
	first: readonly Each[],
	second: readonly Each[],
	compare: (one: Each, other: Each) => number,
	pause: () => Promise<void>,
): Promise<Each[]> {
	const merged: Each[] = [];
	let [one, other] = [0, 0];
	while (one < first.length || other < second.length) {
		if (merged.length % STEP === 0) await pause();
		const isFirst =
			other === second.length ||
			(one < first.length && compare(first[one] as Each, second[other] as Each) <= 0);
		merged.push((isFirst ? first[one++] : second[other++]) as Each);
	}
	return merged;
}
