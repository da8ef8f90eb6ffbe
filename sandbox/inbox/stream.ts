import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';

import type { CallbackTargets } from '../callbacks';
import type { Sandbox } from '../server/api';
import { wallClock } from '../server/clock';
import type { GatewayEntry } from '../gateways/entry';
import { GATEWAY_NAMES, GATEWAYS } from '../gateways/registry';
import type { Journal } from '../server/journal';
import { maskReason } from '../server/secrets';
import { toMaskedJson } from '../server/masking';
import type { Entry, Events, Hello, Targets } from './protocol';

/** Events within this many milliseconds are sent together, so that a bulk send is not thousands. */
const PAUSE_MS = 40;
/** Proxies close idle connections. */
const HEARTBEAT_MS = 15_000;
/** Most events that wait for a page that does not read. Then it is disconnected, and reconnects. */
const MOST_PENDING = 1000;

/** Most changes that are sent together. */
const MOST_CHANGES = 500;

/** An event that is sent after all entries up to that id. */
interface Pending {
	readonly name: keyof Events;
	readonly event: unknown;
	readonly after: number;
}

/**
 * Sends a page all entries so far and every new one, as server-sent events. Nothing is sent while a
 * page does not read: entries wait in the journal, not here.
 */
export function streamEvents(reply: FastifyReply, sandbox: Sandbox, journal: Journal): void {
	reply.hijack();
	const { raw } = reply;
	raw.writeHead(200, {
		'content-type': 'text/event-stream; charset=utf-8',
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
	});
	const stream = new EventStream(raw, journal);
	const stop = journal.subscribe(stream.hear);
	stream.write('hello', helloOf(sandbox, journal, urlsOf(sandbox.callbackTargets())));
	raw.on('drain', stream.flush);
	stream.flush();
	const heartbeat = setInterval(() => {
		if (!raw.writableNeedDrain) raw.write(':\n\n');
	}, HEARTBEAT_MS);
	heartbeat.unref();
	raw.once('close', () => {
		stop();
		stream.end();
		clearInterval(heartbeat);
	});
}

/** What one page was sent, and what it has to be sent yet. */
class EventStream {
	/** The id of the last entry that was sent. */
	private told = 0;

	/** Whether the page has to hear which entries were dropped. */
	private hasDropped = false;

	/** Entries that have changed since they were sent. */
	private readonly changed = new Set<number>();

	/** Whether there is a callback about no entry, which a page may show all the same. */
	private hasOther = false;

	private timer: NodeJS.Timeout | undefined;

	private pending: Pending[];

	constructor(
		private readonly raw: ServerResponse,
		private readonly journal: Journal,
	) {
		this.pending = [{ name: 'ready', event: null, after: journal.latest }];
	}

	write(name: keyof Events, event: unknown): void {
		this.raw.write(`event: ${name}\ndata: ${toMaskedJson(event)}\n\n`);
	}

	/** Takes an event of the journal, which is sent now or together with others. */
	readonly hear = <Name extends keyof Events>(name: Name, event: Events[Name]): void => {
		switch (name) {
			case 'entries':
				this.flushSoon();
				return;
			case 'dropped':
				this.hasDropped = true;
				this.flushSoon();
				return;
			case 'changed':
				this.noteChanges(event as Events['changed']);
				this.flushSoon();
				return;
			case 'reset':
				this.forget();
				this.pending.unshift({ name, event, after: 0 });
				break;
			default:
				this.pending.push({ name, event, after: this.journal.latest });
		}
		if (this.pending.length > MOST_PENDING) this.raw.destroy();
		else this.flush();
	};

	/** Sends what there is to send, as long as the page reads it. */
	readonly flush = (): void => {
		this.end();
		while (!this.raw.writableNeedDrain && !this.raw.destroyed) {
			if (!this.sendNext()) return;
		}
	};

	/** Stops waiting for further events to send together. */
	end(): void {
		clearTimeout(this.timer);
		this.timer = undefined;
	}

	private flushSoon(): void {
		this.timer ??= setTimeout(this.flush, PAUSE_MS);
	}

	private noteChanges(changes: Events['changed']): void {
		// Later ones are sent as they are by then.
		for (const { id } of changes) if (id <= this.told) this.changed.add(id);
		this.hasOther ||= changes.length === 0;
	}

	private forget(): void {
		this.told = 0;
		this.changed.clear();
		this.hasOther = false;
		this.hasDropped = false;
		// Pending events are obsolete after a reset, but the page still waits for `ready`.
		this.pending = this.pending.filter((each) => each.name === 'ready').map(atOnce);
	}

	/** @returns false if there is nothing to send */
	private sendNext(): boolean {
		const { journal, changed } = this;
		const [next] = this.pending;
		const upTo = next?.after ?? journal.latest;
		if (this.hasDropped) {
			this.hasDropped = false;
			this.write('dropped', journal.dropped());
			return true;
		}
		if (this.told < upTo) {
			const entries = journal.between(this.told, upTo);
			this.told = entries.at(-1)?.id ?? upTo;
			if (entries.length > 0) this.write('entries', entries.map(shown));
			return true;
		}
		if (next !== undefined) {
			this.pending.shift();
			this.write(next.name, next.event);
			return true;
		}
		if (changed.size === 0 && !this.hasOther) return false;
		this.hasOther = false;
		const ids = [...changed].slice(0, MOST_CHANGES);
		for (const id of ids) changed.delete(id);
		this.write('changed', journal.changesOf(ids));
		return true;
	}
}

function atOnce(pending: Pending): Pending {
	return { ...pending, after: 0 };
}

function helloOf(sandbox: Sandbox, journal: Journal, targets: Targets): Hello {
	return {
		deliveryTime: sandbox.deliveryTime,
		now: wallClock(),
		gateways: GATEWAY_NAMES.map((name) => {
			const { displayName, codes, handsetHint }: GatewayEntry = GATEWAYS[name];
			return { name, displayName, codes, handsetHint };
		}),
		faults: sandbox.faults().length,
		dropped: journal.dropped(),
		targets,
	};
}

/** The masked URLs of callback targets. */
export function urlsOf(targets: CallbackTargets): Targets {
	return Object.fromEntries(Object.entries(targets).map(([name, { url }]) => [name, url]));
}

function shown(entry: Entry): Entry {
	return entry.because === undefined ? entry : { ...entry, because: maskReason(entry.because) };
}
