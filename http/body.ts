import { elapsed } from './clock';

/** The longest answer that is read, in bytes: a page of a report with 5,000 messages fits well within. */
export const MAX_READ_ANSWER_BYTES = 10_000_000;

/** An answer that began and did not come to its end. */
export class BrokenAnswer extends Error {
	/** @param code the word of Node.js for it, e.g. `ECONNRESET` */
	constructor(readonly code: string) {
		super('The response was cut off');
		this.name = 'BrokenAnswer';
	}
}

/** A body that still comes in, as n8n's HTTP client hands it on. */
interface Incoming {
	readonly destroyed: boolean;
	on(event: string, listener: (given: never) => void): unknown;
	destroy(): unknown;
}

/**
 * Reads a body as text while it comes in. n8n's HTTP client sets no bound of its own: it would keep
 * whatever a server sends, decompressed, until there is no memory left. Nor does its timeout always
 * cover a body that comes drop by drop. So both are bounded here.
 *
 * @param body what the client gave for `encoding: 'stream'`; a text or bytes are taken as they are
 * @param contentType the header, for the character set
 * @param timeout how long the whole body may take from now on, in milliseconds
 * @param mostBytes decompressed
 * @returns the text in the character set that it declares, UTF-8 where it declares none we know;
 *   nothing for a body that is too long
 * @throws BrokenAnswer when the body breaks off, cannot be decompressed or takes too long
 */
export async function readBody(
	body: unknown,
	contentType: unknown,
	timeout: number,
	mostBytes = MAX_READ_ANSWER_BYTES,
): Promise<string> {
	if (typeof body === 'string') return body;
	const bytes = isIncoming(body) ? await bytesOf(body, timeout, mostBytes) : asBytes(body);
	return bytes === null || bytes.length > mostBytes ? '' : decode(bytes, contentType);
}

/** Ends a body that nobody wants to read, and its connection. */
export function discardBody(body: unknown): void {
	if (isIncoming(body)) body.destroy();
}

function isIncoming(body: unknown): body is Incoming {
	return typeof body === 'object' && body !== null && 'destroy' in body && 'on' in body;
}

/** @returns null for a body that is too long; no more of it is taken then */
async function bytesOf(body: Incoming, timeout: number, mostBytes: number): Promise<Buffer | null> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	// By its events: a loop over the stream takes twice as long.
	const read = new Promise<Buffer | null>((resolve, reject) => {
		body.on('data', (piece: Uint8Array) => {
			length += piece.byteLength;
			if (length <= mostBytes) {
				pieces.push(piece);
				return;
			}
			resolve(null);
			// Ends the connection, too.
			body.destroy();
		});
		body.on('end', () => {
			resolve(Buffer.concat(pieces, length));
		});
		body.on('error', reject);
		const breakOff = () => {
			reject(new BrokenAnswer('ECONNRESET'));
		};
		body.on('close', breakOff);
		// It says so once only.
		if (body.destroyed) breakOff();
	});
	try {
		return await within(timeout, read);
	} catch (error) {
		// Not awaited: a stream may wait for its server even then.
		body.destroy();
		throw brokenBy(error);
	}
}

function brokenBy(error: unknown): BrokenAnswer {
	const { code } = error as { code?: unknown };
	return new BrokenAnswer(typeof code === 'string' ? code : 'ECONNRESET');
}

/**
 * Waits for something no longer than a time.
 *
 * @param timeout milliseconds
 * @throws BrokenAnswer with `ETIMEDOUT` when the time is over
 */
export async function within<Value>(timeout: number, waitedFor: Promise<Value>): Promise<Value> {
	const waiting = deadlineIn(timeout);
	return await new Promise((resolve, reject) => {
		const end = () => {
			reject(new BrokenAnswer('ETIMEDOUT'));
		};
		waiting.add(end);
		waitedFor.then(resolve, reject).finally(() => waiting.delete(end));
	});
}

/** Those whose time is over in one moment; a timer for each request would take as long as the request. */
interface Deadline {
	begun: number;
	waiting: Set<() => void>;
}

/** The last deadline of each timeout, and how many timeouts are known at once. */
const deadlines = new Map<number, Deadline>();
const MOST_TIMEOUTS = 50;

/** How much of a timeout, and how many milliseconds at most, what begins later may share with others. */
const SHARED = { part: 0.02, most: 50 };

function deadlineIn(timeout: number): Set<() => void> {
	const now = elapsed();
	const slack = Math.min(timeout * SHARED.part, SHARED.most);
	const known = deadlines.get(timeout);
	if (known !== undefined && now - known.begun <= slack) return known.waiting;
	const waiting = new Set<() => void>();
	AbortSignal.timeout(Math.ceil(timeout + slack)).addEventListener('abort', () => {
		for (const end of waiting) end();
	});
	if (deadlines.size >= MOST_TIMEOUTS) deadlines.clear();
	deadlines.set(timeout, { begun: now, waiting });
	return waiting;
}

function asBytes(body: unknown): Buffer | null {
	if (body instanceof ArrayBuffer) return Buffer.from(body);
	if (!ArrayBuffer.isView(body)) return null;
	return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

function decode(bytes: Buffer, contentType: unknown): string {
	const declared =
		/charset\s*=\s*"?([\w-]+)/i.exec(String(contentType))?.[1] ??
		/^\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)/i.exec(bytes.toString('latin1', 0, 200))?.[1];
	return decoder(declared).decode(bytes);
}

function decoder(label: string | undefined) {
	try {
		return new TextDecoder(label ?? 'utf-8');
	} catch {
		return new TextDecoder('utf-8');
	}
}
