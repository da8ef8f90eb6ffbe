interface Waiting {
	readonly bytes: number;
	readonly enter: () => void;
}

/** A limit of the bodies in memory at the same time; others wait for their turn. */
export class Room {
	private free: number;
	private waiting: Waiting[] = [];

	/** @param bytes for all bodies */
	constructor(private readonly bytes: number) {
		this.free = bytes;
	}

	/**
	 * Waits for room and reserves it.
	 *
	 * @param gone aborted when the room is no longer needed
	 * @returns a function that frees the room
	 */
	async take(wanted: number, gone: AbortSignal): Promise<() => void> {
		const bytes = Math.min(wanted, this.bytes);
		if (this.waiting.length > 0 || bytes > this.free) {
			await new Promise<void>((enter) => {
				const place: Waiting = { bytes, enter };
				this.waiting.push(place);
				gone.addEventListener('abort', () => {
					if (!this.waiting.includes(place)) return;
					this.waiting = this.waiting.filter((each) => each !== place);
					// It frees the room right after it gets it.
					this.free -= bytes;
					enter();
				});
			});
		} else {
			this.free -= bytes;
		}
		let isTaken = true;
		return () => {
			if (!isTaken) return;
			isTaken = false;
			this.free += bytes;
			this.letIn();
		};
	}

	private letIn(): void {
		for (;;) {
			const [next] = this.waiting;
			if (next === undefined || next.bytes > this.free) return;
			this.waiting.shift();
			this.free -= next.bytes;
			next.enter();
		}
	}
}
