import type { FastifyReply } from 'fastify';

import type { Sandbox } from '../api';
import { wallClock } from '../clock';
import type { Gateway } from '../gateway';
import { maskReason } from '../secrets';
import { toMaskedJson } from '../shown';
import type { Entry, Events, Hello } from './protocol';

/** Entries of one event, so that a page can show the first ones before it has all. */
const CHUNK = 2000;
/** What happens within this time goes out together: a bulk send must not be thousands of events. */
const PAUSE_MS = 40;
/** Proxies close connections on which nothing moves. */
const HEARTBEAT_MS = 15_000;
/** Bytes that may wait for a page that does not read; then it is let go, and comes again. */
const MOST_WAITING = 64 * 1024 * 1024;

/** Tells a page of all entries so far and of all that happens, as server-sent events. */
export function streamEvents(
	reply: FastifyReply,
	sandbox: Sandbox,
	gateways: readonly Gateway[],
): void {
	reply.hijack();
	const { raw } = reply;
	raw.writeHead(200, {
		'content-type': 'text/event-stream; charset=utf-8',
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
	});
	const write = <Name extends keyof Events>(name: Name, event: Events[Name]): void => {
		raw.write(`event: ${name}\ndata: ${toMaskedJson(event)}\n\n`);
		if (raw.writableLength > MOST_WAITING) raw.destroy();
	};

	let waiting: Entry[] = [];
	let timer: NodeJS.Timeout | undefined;
	const flush = (): void => {
		clearTimeout(timer);
		timer = undefined;
		const entries = waiting;
		waiting = [];
		for (let at = 0; at < entries.length; at += CHUNK) {
			write('entries', entries.slice(at, at + CHUNK).map(shown));
		}
	};
	const { entries, stop } = sandbox.watch((name, event) => {
		if (name === 'entries') {
			for (const entry of event as Events['entries']) waiting.push(entry);
			timer ??= setTimeout(flush, PAUSE_MS);
			return;
		}
		if (name === 'reset') waiting = [];
		flush();
		write(name, event);
	});

	write('hello', helloOf(sandbox, gateways));
	waiting = [...entries];
	flush();
	write('ready', null);
	const heartbeat = setInterval(() => raw.write(':\n\n'), HEARTBEAT_MS);
	heartbeat.unref();
	raw.once('close', () => {
		stop();
		clearTimeout(timer);
		clearInterval(heartbeat);
	});
}

function helloOf(sandbox: Sandbox, gateways: readonly Gateway[]): Hello {
	const urls = gateways.map(({ name, prefix }) => [name, sandbox.url + prefix]);
	return {
		deliveryTime: sandbox.deliveryTime,
		now: wallClock(),
		baseUrls: Object.fromEntries(urls) as Hello['baseUrls'],
		faults: sandbox.faults().length,
	};
}

function shown(entry: Entry): Entry {
	return entry.because === undefined ? entry : { ...entry, because: maskReason(entry.because) };
}
