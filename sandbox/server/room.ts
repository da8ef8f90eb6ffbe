interface Waiting {
	readonly bytes: number;
	readonly enter: () => void;
}

/** Room for bodies that are read or worked on at one moment; who finds none waits for a turn. */
export class Room {
	private free: number;
	private waiting: Waiting[] = [];

	/** @param bytes for all bodies together */
	constructor(private readonly bytes: number) {
		this.free = bytes;
	}

	/**
	 * Waits for room and takes it.
	 *
	 * @param gone tells that nobody wants it any more
	 * @returns what gives the room back, once
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
					// It takes its room for no longer than its end needs.
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
