import { computed, effect, signal } from '@preact/signals';

import type { MessageStatus } from '../../server/message';
import type { GatewayName } from '../../gateways/names';
import { statusAfter, type Entry, type Events, type Hello, type ShownGateway } from '../protocol';
import { Entries, type Conversation, type Filter } from './conversations';
import { isNarrow } from './narrow';
import { notify } from './notifications';
import { markRead, markUnread } from './unread';
import { count, nameOf } from './words';

const entries = new Entries();
/** Grows with every change of the entries. */
const version = signal(0);

export const filter = signal<Filter>({ text: '', gateway: '', kind: 'all' });
export const hello = signal<Hello | undefined>(undefined);
/** All gateways, once the sandbox has told them. */
export const gateways = computed(() => hello.value?.gateways ?? []);

export function gatewayOf(name: GatewayName): ShownGateway | undefined {
	return gateways.value.find((each) => each.name === name);
}

export const connection = signal<'connecting' | 'live' | 'lost'>('connecting');
/** Whether all existing entries have arrived. */
export const isReady = signal(false);
/** How many faults wait for requests. */
export const faults = signal(0);
/** What the sandbox has dropped. */
export const dropped = signal<Events['dropped']>(null);
/** The callback URLs by gateway, without secrets. */
export const targets = signal<Events['targets']>({});
/** Grows when there may be something new about callbacks. */
export const callbackNews = signal(0);
/** The dialog that is open. */
export const panel = signal<Panel | undefined>(undefined);
export type Panel = 'message' | 'fault' | 'clear' | 'callbacks' | 'connect' | 'keys';
/** What went wrong. */
export const problem = signal('');
/** Read out by screen readers. */
export const announcement = signal('');

export const total = computed(() => (version.value, entries.size));

export const conversations = computed<readonly Conversation[]>(
	() => (version.value, entries.find(filter.value)),
);

export const found = computed(() =>
	conversations.value.reduce((sum, conversation) => sum + conversation.entries.length, 0),
);

/** The number of the conversation that is open, from the page's address; undefined for none. */
export const selected = signal(numberInAddress());

export const conversation = computed(() =>
	conversations.value.find(({ number }) => number === selected.value),
);

export function addressOf(number: string): string {
	return `#/${number === '' ? 'calls' : encodeURIComponent(number)}`;
}

function numberInAddress(): string | undefined {
	const [, name] = /^#\/(.+)$/.exec(location.hash) ?? [];
	if (name === undefined) return undefined;
	try {
		return name === 'calls' ? '' : decodeURIComponent(name);
	} catch {
		return undefined;
	}
}

addEventListener('hashchange', () => {
	selected.value = numberInAddress();
});

/** Where there is room for it, the latest conversation opens by itself. Calls without a number would only be in the way. */
effect(() => {
	const latest = conversations.value.find(({ number }) => number !== '');
	if (!isReady.value || selected.value !== undefined || latest === undefined || isNarrow()) return;
	history.replaceState(null, '', addressOf(latest.number));
	selected.value = latest.number;
});

/** Whoever looks at a conversation has read it. */
function readOpen(): void {
	if (selected.value !== undefined && !document.hidden) markRead(selected.value);
}
effect(readOpen);
addEventListener('visibilitychange', readOpen);

/** The sandbox's time; it only moves while messages are in transit. */
const now = signal(performance.timeOrigin + performance.now());

/** The current status of a message: set by hand, or by the time since it was accepted. */
export function statusOf(entry: Entry): MessageStatus {
	if (entry.status !== undefined) return entry.status;
	return statusAfter(now.value - entry.at, hello.value?.deliveryTime ?? 0, entry.end);
}

/** How far the sandbox's time is ahead of the page's, which setting the clock does not change. */
let clockOffset = performance.timeOrigin;

function tick(): void {
	now.value = performance.now() + clockOffset;
}

// The time only moves while a message is in transit.
effect(() => {
	const arrived = (version.value, entries.last?.at ?? 0) + (hello.value?.deliveryTime ?? 0);
	tick();
	const timer = setInterval(() => {
		tick();
		if (performance.now() + clockOffset > arrived) clearInterval(timer);
	}, 200);
	return () => {
		clearInterval(timer);
	};
});

/** The sandbox's time in whole seconds; it only moves while a one-time password may be valid. */
const second = signal(0);

effect(() => {
	const until = (version.value, entries.codesUntil);
	const timer = setInterval(tickSecond, 1000);
	function tickSecond(): void {
		second.value = Math.floor((performance.now() + clockOffset) / 1000);
		if (second.value * 1000 >= until) clearInterval(timer);
	}
	tickSecond();
	return () => {
		clearInterval(timer);
	};
});

/** Milliseconds for which the one-time password of a message is still valid; negative after that. */
export function millisecondsLeft({ at, lifetime = 0 }: Entry): number {
	return at + lifetime - second.value * 1000;
}

let silence: ReturnType<typeof setTimeout> | undefined;
let unheard = 0;
let last: Entry | undefined;

/** Announces new entries at most once a second, so that a bulk send is not read out one by one. */
function announce(added: readonly Entry[]): void {
	unheard += added.length;
	last = added.at(-1);
	silence ??= setTimeout(() => {
		silence = undefined;
		const direction = last?.kind === 'received' ? 'from' : 'to';
		announcement.value =
			unheard === 1 && last !== undefined
				? `New message ${direction} ${nameOf(last.number)}: ${last.text}`
				: count(unheard, 'new message');
		if (last !== undefined) notify(last, unheard, (number) => (location.hash = addressOf(number)));
		unheard = 0;
	}, 1000);
}

/** Changes within this many milliseconds are shown together. */
const REDRAW_MS = 250;
let redraw: ReturnType<typeof setTimeout> | undefined;

/** Listens to the sandbox while the page is open; the browser reconnects automatically. */
export function listen(): void {
	const source = new EventSource('/control/events');
	const on = <Name extends keyof Events>(name: Name, act: (event: Events[Name]) => void): void => {
		source.addEventListener(name, ({ data }: MessageEvent<string>) => {
			act(JSON.parse(data) as Events[Name]);
		});
	};
	source.addEventListener('error', () => {
		connection.value = 'lost';
	});
	on('hello', (event) => {
		entries.clear();
		isReady.value = false;
		clockOffset = event.now - performance.now();
		hello.value = event;
		faults.value = event.faults;
		dropped.value = event.dropped;
		targets.value = event.targets;
		callbackNews.value++;
		connection.value = 'live';
	});
	on('entries', (added) => {
		const isFirst = entries.size === 0;
		entries.add(added);
		// While the existing entries arrive, the page is drawn for the first of them and again at the end.
		if (isReady.value || isFirst) version.value++;
		if (!isReady.value) return;
		announce(added);
		markUnread(added, selected.value);
	});
	on('ready', () => {
		isReady.value = true;
		version.value++;
	});
	on('status', ({ messageId, status }) => {
		entries.setStatus(messageId, status);
		version.value++;
	});
	on('changed', (changes) => {
		entries.change(changes);
		// Callbacks come by the thousand, and each redraws the list.
		redraw ??= setTimeout(() => {
			redraw = undefined;
			version.value++;
			callbackNews.value++;
		}, REDRAW_MS);
	});
	on('deleted', ({ id }) => {
		const { number } = entries.delete(id) ?? {};
		version.value++;
		if (number === undefined || entries.has(number)) return;
		markRead(number);
		if (selected.value === number) location.hash = '';
	});
	on('targets', (event) => {
		targets.value = event;
		callbackNews.value++;
	});
	on('faults', ({ waiting }) => {
		faults.value = waiting;
	});
	on('dropped', (event) => {
		dropped.value = event;
		if (event !== null) entries.dropBefore(event.oldest);
		version.value++;
	});
	on('reset', () => {
		entries.clear();
		dropped.value = null;
		faults.value = 0;
		markRead();
		location.hash = '';
		version.value++;
		callbackNews.value++;
		announcement.value = 'Everything cleared';
	});
}
