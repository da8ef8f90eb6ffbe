import type { HttpReply, SendReply } from '../../gateways/reply';
import { MAX_URL_BYTES, refuseLongAddress, type GatewayRequest } from '../../gateways/request';
import type { PreparedMessage, SharedRecipient, Sharing } from '../operation';

/** What messages that share a request have in common besides their content. */
export interface BatchOptions {
	/** Whether it is not to be sent. */
	preview: boolean;
	/** How long to wait for the response, in milliseconds. */
	timeout: number;
}

/** The messages of one request. */
export interface Batch extends BatchOptions {
	/** Their places in the run. */
	places: number[];
	request(): GatewayRequest;
	/** One outcome for each message, in the order of `places`. */
	read(reply: HttpReply): SendReply[];
	/** The same for some of its messages; at least one. */
	only(places: ReadonlySet<number>): Batch;
}

/** A batch that can take more messages. */
interface OpenBatch extends Batch {
	recipients: SharedRecipient[];
	/** The length of its URL with its current recipients. */
	bytes: number;
}

/** Messages that may share a request. */
interface Group {
	/** Its batches in the order of their creation. */
	batches: OpenBatch[];
	/** The first one that may have room for another number of usual length. */
	firstOpen: number;
	/** The last batch of each number. */
	lastBatchOf: Map<string, number>;
}

/**
 * Groups messages into requests: each message goes into the first request that has room for it, in the
 * number of recipients and the length of the URL. Every message is in exactly one request.
 */
export class Batches {
	readonly all: Batch[] = [];

	private readonly groups = new Map<string, Group>();

	/**
	 * @param place the message's place in the run
	 * @param options the settings that its request must share
	 * @throws Refusal when no request can be made of the message
	 */
	add(place: number, message: PreparedMessage, options: BatchOptions): void {
		if (message.share === undefined) {
			const { request, read } = message;
			refuseLongAddress(request.path.length);
			const batch: Batch = {
				...options,
				places: [place],
				request: () => request,
				read: (reply) => [read(reply)],
				only: () => batch,
			};
			this.all.push(batch);
			return;
		}
		this.join(place, message.share, options);
	}

	/** Takes messages out of their requests. A request without messages is not sent. */
	remove(places: ReadonlySet<number>): void {
		const kept = this.all.flatMap((batch) => {
			const left = batch.places.filter((place) => !places.has(place));
			if (left.length === batch.places.length) return [batch];
			return left.length === 0 ? [] : [batch.only(new Set(left))];
		});
		this.all.splice(0, Infinity);
		for (const batch of kept) this.all.push(batch);
	}

	private join(place: number, share: Sharing, options: BatchOptions): void {
		const key = `${options.preview} ${options.timeout} ${share.key}`;
		const group = this.groups.get(key) ?? {
			batches: [],
			firstOpen: 0,
			lastBatchOf: new Map<string, number>(),
		};
		const number = share.recipient.number.e164;
		const stoodIn = share.unique ? group.lastBatchOf.get(number) : undefined;
		let index = Math.max(group.firstOpen, stoodIn === undefined ? 0 : stoodIn + 1);
		while (index < group.batches.length && !hasRoom(group.batches[index], share)) index++;
		const batch = group.batches[index] ?? this.begin(group, share, options);
		this.groups.set(key, group);
		batch.places.push(place);
		batch.recipients.push(share.recipient);
		batch.bytes += share.bytes;
		if (share.unique) group.lastBatchOf.set(number, index);
		while (
			group.firstOpen < group.batches.length &&
			!hasRoom(group.batches[group.firstOpen], share)
		)
			group.firstOpen++;
	}

	private begin(group: Group, share: Sharing, options: BatchOptions): OpenBatch {
		const alone = share.request([share.recipient]);
		refuseLongAddress(alone.path.length);
		const batch: OpenBatch = {
			...shared(share, options, [], []),
			bytes: alone.path.length - share.bytes,
		};
		group.batches.push(batch);
		this.all.push(batch);
		return batch;
	}
}

/** The request that some messages share. */
function shared(
	share: Sharing,
	options: BatchOptions,
	places: number[],
	recipients: SharedRecipient[],
): Batch & { recipients: SharedRecipient[] } {
	return {
		...options,
		places,
		recipients,
		request: () => share.request(recipients),
		read: (reply) => share.read(reply, recipients),
		only: (wanted) => {
			const isWanted = (_: unknown, index: number) => wanted.has(places[index] ?? -1);
			return shared(share, options, places.filter(isWanted), recipients.filter(isWanted));
		},
	};
}

function hasRoom(batch: OpenBatch | undefined, share: Sharing): boolean {
	return (
		batch !== undefined &&
		batch.recipients.length < share.most &&
		batch.bytes + share.bytes <= MAX_URL_BYTES
	);
}
