import { LONGEST_PART_NAME, MOST_BYTES, MOST_GROWTH, MOST_PARTS, pastBound, shown } from './bounds';

/** A file in the archive, as the directory at the archive's end describes it. */
interface Part {
	compressed: Uint8Array;
	isDeflated: boolean;
	checksum: number;
	/** In bytes, decompressed. */
	size: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
/** Means that a 32-bit number is in the entry's extra field with 64 bits. */
const IN_EXTRA_FIELD = 0xffffffff;
const ZIP64_EXTRA_FIELD = 1;

/** An archive that is damaged or encrypted. */
export class BrokenArchive extends Error {}

/**
 * Reads a ZIP archive in memory. A part is decompressed only when it is requested, at most once, and never
 * grows beyond the size in the directory, so a small file cannot fill the memory. n8n does not allow
 * `node:zlib` in nodes; DecompressionStream does the same work outside of this thread.
 *
 * Source: APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3 and 4.5.3.
 */
export class Archive {
	private readonly parts = new Map<string, Part>();

	private readonly view: DataView;

	/** The parts that were requested, and the sum of their bytes, decompressed. */
	private readonly opened = new Set<Part>();

	private read = 0;

	/**
	 * @throws BrokenArchive, RangeError if an offset is outside of the file, or Refusal past a bound
	 */
	constructor(private readonly bytes: Uint8Array) {
		this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const end = this.findEnd();
		const count = this.view.getUint16(end + 10, true);
		if (count > MOST_PARTS) throw pastBound(`has more than ${shown(MOST_PARTS)} parts`);
		let at = this.view.getUint32(end + 16, true);
		let total = 0;
		for (let index = 0; index < count; index++) {
			const { name, part, next } = this.readEntry(at);
			total += part.size;
			if (total > MOST_BYTES) {
				throw pastBound(`has more than ${shown(MOST_BYTES / 1e6)} MB when it is decompressed`);
			}
			this.parts.set(name, part);
			at = next;
		}
	}

	/** Whether the archive has a part; case and a leading slash do not matter. */
	has(name: string): boolean {
		return this.parts.has(partName(name));
	}

	/**
	 * A part's text, in pieces.
	 *
	 * @throws BrokenArchive if it is missing or does not match the directory; TypeError if it is not UTF-8;
	 *   the stream's own error if it cannot be decompressed; Refusal past a bound
	 */
	async *text(name: string): AsyncGenerator<string> {
		const part = this.parts.get(partName(name));
		if (part === undefined) throw new BrokenArchive();
		this.open(part);
		const decoder = new TextDecoder('utf-8', { fatal: true });
		let size = 0;
		for await (const piece of contentOf(part)) {
			size += piece.byteLength;
			if (size > part.size) throw new BrokenArchive();
			yield decoder.decode(piece, { stream: true });
		}
		yield decoder.decode();
	}

	/** Counts what is read, to limit it. */
	private open(part: Part): void {
		if (this.opened.has(part)) throw pastBound('uses one of its parts more than once');
		this.opened.add(part);
		this.read += part.size;
		const { times, bytes } = MOST_GROWTH;
		if (this.read > bytes && this.read > times * this.bytes.length)
			throw pastBound(`grows to more than ${times} times its size when it is decompressed`);
	}

	/** The record at the end; a comment may follow it. */
	private findEnd(): number {
		const longestComment = 0xffff;
		const first = Math.max(0, this.bytes.length - 22 - longestComment);
		for (let at = this.bytes.length - 22; at >= first; at--) {
			if (this.view.getUint32(at, true) === END_OF_DIRECTORY) return at;
		}
		throw new BrokenArchive();
	}

	private readEntry(at: number): { name: string; part: Part; next: number } {
		const { view } = this;
		const flags = view.getUint16(at + 8, true);
		const method = view.getUint16(at + 10, true);
		const isEncrypted = (flags & 1) !== 0;
		if (view.getUint32(at, true) !== DIRECTORY_ENTRY || isEncrypted) throw new BrokenArchive();
		if (method !== STORED && method !== DEFLATED) throw new BrokenArchive();
		const nameLength = view.getUint16(at + 28, true);
		if (nameLength > LONGEST_PART_NAME)
			throw pastBound(`has a part with a name of more than ${shown(LONGEST_PART_NAME)} bytes`);
		const nameEnd = at + 46 + nameLength;
		const extraEnd = nameEnd + view.getUint16(at + 30, true);
		const [size = 0, compressedSize = 0, header = 0] = this.readLongNumbers(
			[at + 24, at + 20, at + 42].map((place) => view.getUint32(place, true)),
			nameEnd,
			extraEnd,
		);
		return {
			name: entryName(this.bytes.slice(at + 46, nameEnd)),
			part: {
				compressed: this.contentBehind(header, compressedSize),
				isDeflated: method === DEFLATED,
				checksum: view.getUint32(at + 16, true),
				size,
			},
			next: extraEnd + view.getUint16(at + 32, true),
		};
	}

	/** Takes 64-bit numbers from the extra field, which some programs write for files of any size. */
	private readLongNumbers(numbers: number[], start: number, end: number): number[] {
		if (!numbers.includes(IN_EXTRA_FIELD)) return numbers;
		for (let at = start; at + 4 <= end; at += 4 + this.view.getUint16(at + 2, true)) {
			if (this.view.getUint16(at, true) !== ZIP64_EXTRA_FIELD) continue;
			let place = at + 4;
			return numbers.map((number) => {
				if (number !== IN_EXTRA_FIELD) return number;
				place += 8;
				return Number(this.view.getBigUint64(place - 8, true));
			});
		}
		throw new BrokenArchive();
	}

	private contentBehind(header: number, size: number): Uint8Array {
		if (this.view.getUint32(header, true) !== LOCAL_HEADER) throw new BrokenArchive();
		const name = this.view.getUint16(header + 26, true);
		const extra = this.view.getUint16(header + 28, true);
		const start = header + 30 + name + extra;
		if (start + size > this.bytes.length) throw new BrokenArchive();
		return this.bytes.subarray(start, start + size);
	}
}

/** Names are compared without case and leading slashes. */
function partName(name: string): string {
	return name.replace(/^\/+/, '').toLowerCase();
}

const NAMES = new TextDecoder();
const SLASH = 0x2f;
const BACKSLASH = 0x5c;

/** The name of an entry; some programs write backslashes. */
function entryName(bytes: Uint8Array): string {
	for (let at = 0; at < bytes.length; at++) if (bytes[at] === BACKSLASH) bytes[at] = SLASH;
	return partName(NAMES.decode(bytes));
}

function contentOf({ compressed, isDeflated, checksum, size }: Part): AsyncIterable<Uint8Array> {
	if (!isDeflated) {
		if (compressed.length !== size) throw new BrokenArchive();
		return checked(compressed, checksum);
	}
	// With a gzip header before it and its checksum and size after it, the stream checks both.
	const header = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
	const trailer = new DataView(new ArrayBuffer(8));
	trailer.setUint32(0, checksum, true);
	trailer.setUint32(4, size, true);
	const pieces = new Blob([header, compressed, trailer])
		.stream()
		.pipeThrough(new DecompressionStream('gzip'));
	// The stream is never canceled: then Node.js may throw "Controller is already closed" where it cannot be
	// caught, and n8n would crash. Seen in 20 and 24.
	return pieces.values({ preventCancel: true });
}

/** The CRC table: by byte, the result of eight division steps. */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
	let remainder = byte;
	for (let bit = 0; bit < 8; bit++)
		remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
	return remainder;
});

/** Bytes per piece of an uncompressed part. */
const PIECE = 16_384;

/** An uncompressed part, in pieces; its checksum is checked at the end. APPNOTE.TXT, 4.4.7. */
async function* checked(bytes: Uint8Array, checksum: number): AsyncGenerator<Uint8Array> {
	let remainder = 0xffffffff;
	for (let start = 0; start < bytes.length; start += PIECE) {
		const piece = bytes.subarray(start, start + PIECE);
		for (let at = 0; at < piece.length; at++)
			remainder = (REMAINDERS[(remainder ^ (piece[at] ?? 0)) & 0xff] ?? 0) ^ (remainder >>> 8);
		yield piece;
	}
	if ((remainder ^ 0xffffffff) >>> 0 !== checksum) throw new BrokenArchive();
}
