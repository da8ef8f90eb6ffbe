import type { FastifyReply } from 'fastify';

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
	const write = (name: keyof Events, event: unknown): void => {
		raw.write(`event: ${name}\ndata: ${toMaskedJson(event)}\n\n`);
	};

	/** The id of the last entry that was sent. */
	let told = 0;
	let hasDropped = false;
	/** Entries that have changed since they were sent. */
	const changed = new Set<number>();
	/** Whether there is a callback about no entry, which a page may show all the same. */
	let hasOther = false;
	let timer: NodeJS.Timeout | undefined;
	let pending: Pending[] = [{ name: 'ready', event: null, after: journal.latest }];

	/** Sends what there is to send, as long as the page reads it. */
	const flush = (): void => {
		clearTimeout(timer);
		timer = undefined;
		while (!raw.writableNeedDrain && !raw.destroyed) {
			const [next] = pending;
			const upTo = next?.after ?? journal.latest;
			if (hasDropped) {
				hasDropped = false;
				write('dropped', journal.dropped());
			} else if (told < upTo) {
				const entries = journal.between(told, upTo);
				told = entries.at(-1)?.id ?? upTo;
				if (entries.length > 0) write('entries', entries.map(shown));
			} else if (next === undefined) {
				if (changed.size === 0 && !hasOther) return;
				hasOther = false;
				const ids = [...changed].slice(0, MOST_CHANGES);
				for (const id of ids) changed.delete(id);
				write('changed', journal.changesOf(ids));
			} else {
				pending.shift();
				write(next.name, next.event);
			}
		}
	};
	const stop = journal.subscribe((name, event) => {
		if (name === 'entries' || name === 'dropped') {
			hasDropped ||= name === 'dropped';
			timer ??= setTimeout(flush, PAUSE_MS);
			return;
		}
		if (name === 'changed') {
			// Later ones are sent as they are by then.
			const changes = event as Events['changed'];
			for (const { id } of changes) if (id <= told) changed.add(id);
			hasOther ||= changes.length === 0;
			timer ??= setTimeout(flush, PAUSE_MS);
			return;
		}
		if (name === 'reset') {
			told = 0;
			changed.clear();
			hasOther = false;
			hasDropped = false;
			// Pending events are obsolete after a reset, but the page still waits for `ready`.
			pending = pending.filter((each) => each.name === 'ready').map(atOnce);
			pending.unshift({ name, event, after: 0 });
		} else {
			pending.push({ name, event, after: journal.latest });
		}
		if (pending.length > MOST_PENDING) raw.destroy();
		else flush();
	});

	write('hello', helloOf(sandbox, journal, urlsOf(sandbox.callbackTargets())));
	raw.on('drain', flush);
	flush();
	const heartbeat = setInterval(() => {
		if (!raw.writableNeedDrain) raw.write(':\n\n');
	}, HEARTBEAT_MS);
	heartbeat.unref();
	raw.once('close', () => {
		stop();
		clearTimeout(timer);
		clearInterval(heartbeat);
	});
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
