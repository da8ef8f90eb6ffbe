import type { FastifyReply } from 'fastify';

import type { Sandbox } from '../server/api';
import { wallClock } from '../server/clock';
import type { GatewayEntry } from '../gateways/entry';
import { GATEWAY_NAMES, GATEWAYS } from '../gateways/registry';
import type { Journal } from '../server/journal';
import { maskReason } from '../server/secrets';
import { toMaskedJson } from '../server/masking';
import type { Entry, Events, Hello } from './protocol';

/** What happens within this time goes out together: a bulk send must not be thousands of events. */
const PAUSE_MS = 40;
/** Proxies close connections on which nothing moves. */
const HEARTBEAT_MS = 15_000;
/** Events that may wait for a page that does not read; then it is let go, and comes again. */
const MOST_PENDING = 1000;

/** An event that is told once all entries up to that id are. */
interface Pending {
	readonly name: keyof Events;
	readonly event: unknown;
	readonly after: number;
}

/**
 * Tells a page of all entries so far and of all that happens, as server-sent events. A page that
 * does not read is told nothing more until it does: entries wait in the journal, not here.
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

	/** The id of the last entry that was told. */
	let told = 0;
	let hasDropped = false;
	let timer: NodeJS.Timeout | undefined;
	let pending: Pending[] = [{ name: 'ready', event: null, after: journal.latest }];

	/** Tells what there is to tell, as far as the page reads it. */
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
				return;
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
		if (name === 'reset') {
			told = 0;
			hasDropped = false;
			// What was to come before it is forgotten, but the page still waits for that one.
			pending = pending.filter((each) => each.name === 'ready').map(atOnce);
			pending.unshift({ name, event, after: 0 });
		} else {
			pending.push({ name, event, after: journal.latest });
		}
		if (pending.length > MOST_PENDING) raw.destroy();
		else flush();
	});

	write('hello', helloOf(sandbox, journal));
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

function helloOf(sandbox: Sandbox, journal: Journal): Hello {
	return {
		deliveryTime: sandbox.deliveryTime,
		now: wallClock(),
		gateways: GATEWAY_NAMES.map((name) => {
			const { displayName, prefix, sampleCodes, handsetHint }: GatewayEntry = GATEWAYS[name];
			return { name, displayName, baseUrl: sandbox.url + prefix, sampleCodes, handsetHint };
		}),
		faults: sandbox.faults().length,
		dropped: journal.dropped(),
	};
}

function shown(entry: Entry): Entry {
	return entry.because === undefined ? entry : { ...entry, because: maskReason(entry.because) };
}
