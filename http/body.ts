import { elapsed } from './clock';

/** The longest response that is read, in bytes. A report page with 5,000 messages is much shorter. */
export const MAX_READ_ANSWER_BYTES = 10_000_000;

/** A response that began and did not end. */
export class BrokenAnswer extends Error {
	/** @param code the code of Node.js, e.g. `ECONNRESET` */
	constructor(readonly code: string) {
		super('The response was cut off');
		this.name = 'BrokenAnswer';
	}
}

/** A body that is still arriving, as n8n's HTTP client passes it on. */
interface Incoming {
	readonly destroyed: boolean;
	on(event: string, listener: (given: never) => void): unknown;
	destroy(): unknown;
}

/**
 * Reads a body as text while it arrives. n8n's HTTP client has no size limit: it would decompress and
 * store whatever a server sends until the memory is full. Its timeout does not always cover a body that
 * arrives slowly either. So size and time are limited here.
 *
 * @param body what the client returns for `encoding: 'stream'`; text or bytes are used as they are
 * @param contentType the header, for the character set
 * @param timeout how long the whole body may take from now, in milliseconds
 * @param mostBytes decompressed
 * @returns the text in its declared character set, or UTF-8 if that is missing or unknown; empty for a
 *   body that is too long
 * @throws BrokenAnswer when the body is cut off, cannot be decompressed or takes too long
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

/** Discards a body that is not needed, and closes its connection. */
export function discardBody(body: unknown): void {
	if (isIncoming(body)) body.destroy();
}

function isIncoming(body: unknown): body is Incoming {
	return typeof body === 'object' && body !== null && 'destroy' in body && 'on' in body;
}

/** @returns null for a body that is too long; the rest is not read */
async function bytesOf(body: Incoming, timeout: number, mostBytes: number): Promise<Buffer | null> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	// With events: a loop over the stream takes twice as long.
	const read = new Promise<Buffer | null>((resolve, reject) => {
		body.on('data', (piece: Uint8Array) => {
			length += piece.byteLength;
			if (length <= mostBytes) {
				pieces.push(piece);
				return;
			}
			resolve(null);
			// This closes the connection too.
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
		// The event is not emitted again.
		if (body.destroyed) breakOff();
	});
	try {
		return await within(timeout, read);
	} catch (error) {
		// Not awaited: the stream may still wait for its server.
		body.destroy();
		throw brokenBy(error);
	}
}

function brokenBy(error: unknown): BrokenAnswer {
	const { code } = error as { code?: unknown };
	return new BrokenAnswer(typeof code === 'string' ? code : 'ECONNRESET');
}

/**
 * Waits for a promise, at most this long.
 *
 * @param timeout milliseconds
 * @throws BrokenAnswer with `ETIMEDOUT` when the time is up
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

/** Waits that end at the same moment; a timer for each request would take as long as the request. */
interface Deadline {
	begun: number;
	waiting: Set<() => void>;
}

/** The last deadline of each timeout, and how many timeouts are known at once. */
const deadlines = new Map<number, Deadline>();
const MOST_TIMEOUTS = 50;

/** How much later a wait may end to share a timer: a part of its timeout, at most so many milliseconds. */
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
