import { deflateRawSync } from 'node:zlib';

/** One entry of an archive's directory, and what stands behind it. */
export interface Entry {
	name: string;
	content: string | Uint8Array;
	/** Puts it in as it is: what is deflated may be refused for its growth alone. */
	isStored?: boolean;
	/** What the directory gives for its size. */
	size?: number;
	/** The name of an entry before it whose bytes it shares. */
	sharedWith?: string;
}

/**
 * Writes a ZIP archive as it is told, lies included: other writers refuse them, or take minutes for
 * what is large.
 */
export function archiveOf(entries: readonly Entry[]): Buffer {
	const chunks: Buffer[] = [];
	const directory: Buffer[] = [];
	const written = new Map<string, { header: number; packed: Buffer; whole: Buffer }>();
	let at = 0;
	for (const { name, content, isStored = false, size, sharedWith } of entries) {
		const encoded = Buffer.from(name);
		let place = sharedWith === undefined ? undefined : written.get(sharedWith);
		if (place === undefined) {
			const whole = Buffer.from(content);
			const packed = isStored ? whole : deflateRawSync(whole);
			const local = Buffer.alloc(30);
			local.writeUInt32LE(0x04034b50, 0);
			local.writeUInt16LE(encoded.length, 26);
			place = { header: at, packed, whole };
			chunks.push(local, encoded, packed);
			at += local.length + encoded.length + packed.length;
		}
		written.set(name, place);
		const entry = Buffer.alloc(46);
		entry.writeUInt32LE(0x02014b50, 0);
		entry.writeUInt16LE(isStored ? 0 : 8, 10);
		entry.writeUInt32LE(checksumOf(place.whole), 16);
		entry.writeUInt32LE(place.packed.length, 20);
		entry.writeUInt32LE(size ?? place.whole.length, 24);
		entry.writeUInt16LE(encoded.length, 28);
		entry.writeUInt32LE(place.header, 42);
		directory.push(entry, encoded);
	}
	const listed = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(entries.length, 8);
	end.writeUInt16LE(entries.length, 10);
	end.writeUInt32LE(listed.length, 12);
	end.writeUInt32LE(at, 16);
	return Buffer.concat([...chunks, listed, end]);
}

const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
	let remainder = byte;
	for (let bit = 0; bit < 8; bit++)
		remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
	return remainder;
});

/** CRC-32; Node.js has it itself only from 22.2 on. */
function checksumOf(bytes: Uint8Array): number {
	let remainder = 0xffffffff;
	for (const byte of bytes)
		remainder = (REMAINDERS[(remainder ^ byte) & 0xff] ?? 0) ^ (remainder >>> 8);
	return (remainder ^ 0xffffffff) >>> 0;
}
