/**
 * How long something works before others get a turn, in milliseconds. A turn takes more than one
 * itself, however little there is to do: counted by items, it took longer than the items.
 */
const LONGEST_STRETCH = 15;

/** Lets others have their turn, now and then, while much is worked through without waiting. */
export class Breaks {
	private since = performance.now();

	/** @param wait waits until the others have had their turn; without it there are no breaks */
	constructor(private readonly wait: (() => Promise<void>) | undefined) {}

	/** Whether it is time for one; cheap enough to be asked for each item. */
	get isDue(): boolean {
		return this.wait !== undefined && performance.now() - this.since >= LONGEST_STRETCH;
	}

	/** Gives the others their turn if it is time for one. */
	readonly pause = async (): Promise<void> => {
		if (this.isDue) await this.take();
	};

	/** Gives the others their turn. */
	async take(): Promise<void> {
		await this.wait?.();
		this.since = performance.now();
	}
}
