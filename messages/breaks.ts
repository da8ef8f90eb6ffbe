/**
 * How long to work before a break, in milliseconds. A break takes more than a millisecond even if nothing
 * else runs, so a break after a fixed number of items took longer than the items.
 */
const LONGEST_STRETCH = 15;

/** Lets other work run now and then during long synchronous work. */
export class Breaks {
	private since = performance.now();

	/** @param wait waits until other work has run; without it there are no breaks */
	constructor(private readonly wait: (() => Promise<void>) | undefined) {}

	/** Whether a break is due; cheap enough to check for each item. */
	get isDue(): boolean {
		return this.wait !== undefined && performance.now() - this.since >= LONGEST_STRETCH;
	}

	/** Takes a break if one is due. */
	readonly pause = async (): Promise<void> => {
		if (this.isDue) await this.take();
	};

	/** Takes a break. */
	async take(): Promise<void> {
		await this.wait?.();
		this.since = performance.now();
	}
}

/**
 * What a function makes of each of many, with breaks.
 *
 * @param pause lets other work run; called for each
 */
export async function mapWithBreaks<Each, Made>(
	all: readonly Each[],
	make: (each: Each) => Made,
	pause: () => Promise<void>,
): Promise<Made[]> {
	const made: Made[] = [];
	for (const each of all) {
		await pause();
		made.push(make(each));
	}
	return made;
}
