import type { MessageStatus, StoredMessage } from '../server/message';

type Announce = (id: string, status: MessageStatus) => void;

/** Reports each status of a message when it is reached. */
export class Walks {
	private readonly timers = new Set<NodeJS.Timeout>();
	private readonly ended = new Set<string>();

	constructor(
		private readonly deliveryTime: number,
		private readonly announce: Announce,
	) {}

	/** Follows messages that were just accepted in one request. */
	follow(messages: readonly StoredMessage[]): void {
		if (messages.length === 0) return;
		// Not the messages themselves: they may be dropped meanwhile.
		const ids = messages.map(({ id }) => id);
		const ends = messages.map(({ id, end = 'delivered' }) => [id, end] as const);
		this.when(this.deliveryTime / 2, () => {
			for (const id of ids) this.reach('sent', id);
		});
		this.when(this.deliveryTime, () => {
			for (const [id, end] of ends) this.reach(end, id);
			for (const id of ids) this.ended.delete(id);
		});
	}

	/** Stops following a message whose status was set by hand. */
	end(id: string): void {
		this.ended.add(id);
	}

	clear(): void {
		for (const timer of this.timers) clearTimeout(timer);
		this.timers.clear();
		this.ended.clear();
	}

	private reach(status: MessageStatus, id: string): void {
		if (!this.ended.has(id)) this.announce(id, status);
	}

	private when(ms: number, act: () => void): void {
		if (ms === 0) {
			act();
			return;
		}
		const timer = setTimeout(() => {
			this.timers.delete(timer);
			act();
		}, Math.ceil(ms)).unref();
		this.timers.add(timer);
	}
}
