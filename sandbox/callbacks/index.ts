import type { GatewayName } from '../gateways/names';
import { Bundle, bytesOf, OBJECT_BYTES, type Budget } from '../server/budget';
import { wallClock } from '../server/clock';
import { decodeUtf8 } from '../server/decoding';
import type { StandIn, Report } from '../server/gateway';
import { parseIncoming } from '../control/incoming';
import type { HandsetMessage } from '../server/message';
import type { StoredMessage } from '../server/message';
import { hideSecret } from '../server/secrets';
import { firstOf } from '../server/store';
import { parseAsked, type AskedCallback, type AskedReport } from './callbackRequest';
import { CallbackQueue, type CallbackAttempt, type Job, type QueueOptions } from './queue';
import {
	maskTarget,
	maskUrl,
	parseTarget,
	prove,
	secretsOf,
	type CallbackTarget,
	type Proof,
} from './target';
import { Walks } from './walks';

/** A callback and its attempts. */
export interface LoggedCallback {
	/** Starts from 1 after the start and after each reset. */
	id: number;
	gateway: GatewayName;
	event: 'deliveryReport' | 'incomingMessage' | 'raw';
	/** Of a delivery report. */
	messageId?: string;
	/** Without secrets: the values of all its parameters are masked. */
	url: string;
	contentType: string;
	/** As UTF-8; if it is not UTF-8, one character per byte (Latin-1). */
	body: string;
	proof: Proof;
	attempts: CallbackAttempt[];
	/** Whether there will be no more attempts: it was accepted, refused or given up. */
	done: boolean;
}

export type CallbackTargets = Partial<Record<GatewayName, CallbackTarget>>;

export interface CallbackOptions extends QueueOptions {
	readonly callbacks: CallbackTargets;
	readonly deliveryTime: number;
}

/** The content of a callback; identical callbacks share it. */
interface Content {
	readonly contentType: string;
	readonly body: Buffer;
	/** As UTF-8, or one character per byte (Latin-1). */
	readonly text: string;
}

interface Outgoing {
	readonly gateway: GatewayName;
	readonly event: LoggedCallback['event'];
	readonly content: Content;
	readonly target: CallbackTarget;
	readonly proof?: Proof;
	readonly messageId?: string;
	readonly lane?: string;
	/** Whether an earlier callback has the same content. */
	readonly isShared?: boolean;
	/** The incoming message that it is about, if it is kept. */
	readonly incoming?: HandsetMessage;
}

/** Called when a callback was queued, and after each attempt. */
export type CallbackListener = (callback: LoggedCallback, incoming?: HandsetMessage) => void;

/** Posts delivery reports and incoming messages to the registered URLs, as the gateways do. */
export class Callbacks {
	private targets: Map<GatewayName, CallbackTarget>;
	private readonly logged = new Map<number, LoggedCallback>();
	private lastId = 0;
	private readonly queue: CallbackQueue;
	private readonly walks: Walks;
	private lanes = 0;
	private isClosed = false;

	/** @throws RangeError for an invalid target */
	constructor(
		private readonly options: CallbackOptions,
		private readonly gateways: readonly StandIn[],
		private readonly findMessage: (id: string) => StoredMessage | undefined,
		private readonly budget: Budget,
		private readonly listener: CallbackListener,
	) {
		this.queue = new CallbackQueue(options);
		this.walks = new Walks(options.deliveryTime, (id, status) => {
			const message = findMessage(id);
			// It may have been dropped meanwhile.
			if (message !== undefined) this.report(message, status);
		});
		this.targets = this.givenTargets();
	}

	/** @throws RangeError for an unknown gateway or an invalid target */
	setTarget(name: GatewayName, target: CallbackTarget | null): void {
		const gateway = this.gatewayOf(name);
		if (target === null) this.targets.delete(gateway.name);
		else this.targets.set(gateway.name, readTarget(target));
	}

	maskedTargets(): CallbackTargets {
		return Object.fromEntries(
			[...this.targets].map(([gateway, target]) => [gateway, maskTarget(target)]),
		);
	}

	/** Called for messages that a gateway has just accepted. */
	follow(messages: readonly StoredMessage[]): void {
		if (!this.isClosed) this.walks.follow(messages);
	}

	/** Called for a message whose status was set by hand. */
	stop(message: StoredMessage): void {
		this.walks.end(message.id);
		this.report(message, message.status);
	}

	/** Called for incoming messages. */
	notice(messages: readonly HandsetMessage[]): void {
		for (const message of messages) {
			const target = this.targets.get(message.gateway);
			if (target === undefined) continue;
			const lane = this.newLane();
			const event = 'incomingMessage';
			for (const content of this.gatewayOf(message.gateway).notice?.(message) ?? []) {
				this.add({
					gateway: message.gateway,
					event,
					content: contentOf(content),
					target,
					lane,
					incoming: message,
				});
			}
		}
	}

	/**
	 * Queues callbacks and returns their ids in the log.
	 *
	 * @throws RangeError with the reason for what cannot be sent
	 */
	send(value: unknown): number[] {
		const asked = parseAsked(value);
		const { gateway, report, times = 1, order = 'inTurn' } = asked;
		const target = this.targets.get(gateway);
		if (target === undefined) {
			throw new RangeError(`There is no callback URL for ${gateway}: register one first.`);
		}
		const { event, contents } = this.contentsOf(asked);
		const messageId = report?.messageId;
		const lane = messageId === undefined ? this.newLane() : laneOf(gateway, messageId);
		let proof: Proof = asked.wrongSecret === true ? 'wrong' : 'right';
		if (asked.withoutSecret === true) proof = 'none';
		const all = Array.from({ length: times }, () => contents).flat();
		if (order === 'reversed') all.reverse();
		const weighed = new Set<Content>();
		return all.map((content) => {
			const isFirst = !weighed.has(content);
			weighed.add(content);
			return this.add({
				gateway,
				event,
				content: { ...content, contentType: asked.contentType ?? content.contentType },
				isShared: !isFirst,
				target,
				proof,
				messageId,
				lane: order === 'atOnce' ? undefined : lane,
			});
		});
	}

	/** All callbacks that are kept, oldest first. Not copies. */
	*log(): Generator<LoggedCallback> {
		yield* firstOf(this.logged);
	}

	settled(): Promise<void> {
		return this.queue.settled();
	}

	/** The latest callbacks of a gateway, latest first. Not copies. */
	latest(name: GatewayName, most: number): readonly LoggedCallback[] {
		const found: LoggedCallback[] = [];
		for (const callback of this.logged.values()) {
			if (callback.gateway !== name) continue;
			found.push(callback);
			if (found.length > most) found.shift();
		}
		return found.reverse();
	}

	/** Forgets all callbacks, and aborts those in flight. The targets stay. */
	clear(): void {
		this.walks.clear();
		this.queue.clear();
		this.logged.clear();
		this.lastId = 0;
	}

	/** The same, and sets the targets to those of the options. */
	reset(): void {
		this.clear();
		this.targets = this.givenTargets();
	}

	/** Aborts requests in flight and posts nothing more. */
	close(): void {
		this.isClosed = true;
		this.walks.clear();
		this.queue.clear();
	}

	private givenTargets(): Map<GatewayName, CallbackTarget> {
		return new Map(
			Object.entries(this.options.callbacks).map(([name, target]) => [
				this.gatewayOf(name).name,
				readTarget(target),
			]),
		);
	}

	private gatewayOf(name: string): StandIn {
		const gateway = this.gateways.find((each) => each.name === name);
		if (gateway !== undefined) return gateway;
		const names = this.gateways.map((each) => each.name).join(', ');
		throw new RangeError(`The gateway must be one of ${names}.`);
	}

	private report(message: StoredMessage, status: string): void {
		const { gateway, id: messageId } = message;
		const target = this.targets.get(gateway);
		if (target === undefined) return;
		const content = contentOf(
			this.gatewayOf(gateway).report({ message, status, at: new Date(wallClock()) }),
		);
		const lane = laneOf(gateway, messageId);
		this.add({ gateway, event: 'deliveryReport', content, target, messageId, lane });
	}

	private contentsOf(
		asked: AskedCallback,
	): Pick<LoggedCallback, 'event'> & { readonly contents: readonly Content[] } {
		const { report, incoming, body, bodyBase64 = '' } = asked;
		const gateway = this.gatewayOf(asked.gateway);
		if (report !== undefined) {
			const content = gateway.report(this.reportOf(gateway.name, report));
			return { event: 'deliveryReport', contents: [contentOf(content)] };
		}
		if (incoming !== undefined) {
			const { fields, ...message } = incoming;
			const messages = parseIncoming({ ...message, gateway: gateway.name });
			const contents = messages.flatMap((each) => gateway.notice?.(each, fields) ?? []);
			if (contents.length > 0)
				return { event: 'incomingMessage', contents: contents.map(contentOf) };
			throw new RangeError(`${gateway.name} posts no incoming messages.`);
		}
		const bytes = body ?? Buffer.from(bodyBase64, 'base64');
		return { event: 'raw', contents: [contentOf({ contentType: '', body: bytes })] };
	}

	private reportOf(gateway: GatewayName, asked: AskedReport): Report {
		const { messageId, status, fields } = asked;
		const found = this.findMessage(messageId);
		const known = found?.gateway === gateway ? found : undefined;
		const to = asked.to ?? known?.to;
		if (to === undefined) {
			throw new RangeError('There is no message with this ID. Give its "to", "from" and "text".');
		}
		const at = new Date(asked.date ?? wallClock());
		const message = {
			id: messageId,
			to,
			from: asked.from ?? known?.from ?? '',
			text: asked.text ?? known?.text ?? '',
			acceptedAt: known?.acceptedAt ?? at.toISOString(),
		};
		return { message, status, at, fields };
	}

	private add(outgoing: Outgoing): number {
		const { gateway, event, content, target, proof = 'right', messageId, lane } = outgoing;
		const { contentType, body, text } = content;
		const { url, headers } = prove(target, proof);
		const typed: Record<string, string> = contentType === '' ? {} : { 'content-type': contentType };
		const id = ++this.lastId;
		const log: LoggedCallback = {
			id,
			gateway,
			event,
			...(messageId === undefined ? {} : { messageId }),
			url: maskUrl(url),
			contentType,
			body: text,
			proof: target.secret === undefined ? 'none' : proof,
			attempts: [],
			done: false,
		};
		this.logged.set(id, log);
		const bundle = new Bundle();
		const ownBytes = outgoing.isShared === true ? 0 : body.length;
		const job: Job = {
			post: { url, headers: { ...typed, ...headers }, body },
			lane,
			log,
			grow: (bytes) => {
				this.budget.grow(bundle, bytes);
			},
			changed: () => {
				this.listener(log, outgoing.incoming);
			},
			sent: () => {
				this.budget.grow(bundle, -ownBytes);
			},
		};
		const forget = (): void => {
			this.logged.delete(id);
			this.queue.cancel(job);
		};
		this.listener(log, outgoing.incoming);
		if (!this.isClosed) this.queue.add(job);
		const own = outgoing.isShared === true ? 0 : ownBytes + bytesOf(text);
		const bytes = 6 * OBJECT_BYTES + bytesOf(url, log.url) + own;
		this.budget.add(bundle, bytes, { kind: 'callbacks', count: 1, forget });
		return id;
	}

	private newLane(): string {
		return `lane ${++this.lanes}`;
	}
}

/** Callbacks about one message are posted in order. */
function laneOf(gateway: GatewayName, messageId: string): string {
	return `${gateway} ${messageId}`;
}

function contentOf({
	contentType,
	body,
}: {
	contentType: string;
	body: string | Uint8Array;
}): Content {
	const bytes = Buffer.from(body);
	return { contentType, body: bytes, text: decodeUtf8(bytes) ?? bytes.toString('latin1') };
}

function readTarget(value: unknown): CallbackTarget {
	const target = parseTarget(value);
	for (const secret of secretsOf(target)) hideSecret(secret);
	return target;
}
