import { gzipSync } from 'node:zlib';

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
	const written = new Map<
		string,
		{ header: number; packed: Buffer; size: number; checksum: number }
	>();
	let at = 0;
	for (const { name, content, isStored = false, size, sharedWith } of entries) {
		const encoded = Buffer.from(name);
		let place = sharedWith === undefined ? undefined : written.get(sharedWith);
		if (place === undefined) {
			const whole = Buffer.from(content);
			// Its header has 10 bytes; the checksum and the size stand at its end.
			const zipped = gzipSync(whole, { level: isStored ? 0 : 6 });
			const checksum = zipped.readUInt32LE(zipped.length - 8);
			const packed = isStored ? whole : zipped.subarray(10, -8);
			const local = Buffer.alloc(30);
			local.writeUInt32LE(0x04034b50, 0);
			local.writeUInt16LE(encoded.length, 26);
			place = { header: at, packed, size: whole.length, checksum };
			chunks.push(local, encoded, packed);
			at += local.length + encoded.length + packed.length;
		}
		written.set(name, place);
		const entry = Buffer.alloc(46);
		entry.writeUInt32LE(0x02014b50, 0);
		entry.writeUInt16LE(isStored ? 0 : 8, 10);
		entry.writeUInt32LE(place.checksum, 16);
		entry.writeUInt32LE(place.packed.length, 20);
		entry.writeUInt32LE(size ?? place.size, 24);
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
