import type { SaxesParser as Parser } from '../../libraries/xmlEvents';
import type { Breaks } from '../breaks';
import { LONGEST_XML, MOST_DEPTH, MOST_ELEMENTS, pastBound, shown } from './bounds';

/** The document is not valid. */
export class BrokenXml extends Error {}

/** Receives a document's tags and texts. Names have no prefix. */
export interface Handler {
	open?(name: string, attributes: Attributes): void;
	text?(text: string): void;
	close?(name: string): void;
}

export type Attributes = Readonly<Record<string, string | undefined>>;

/** UTF-16 units that are read at once: number formats may take milliseconds per cell. */
const SLICE = 4_096;

/**
 * Reads a document that arrives in pieces. A DOCTYPE, which could define entities, makes it unreadable.
 *
 * @param SaxesParser the library, loaded
 * @throws BrokenXml, what the handler throws, or Refusal past a bound
 */
export async function readWorkbookXml(
	pieces: AsyncIterable<string>,
	handler: Handler,
	{ SaxesParser, breaks }: { SaxesParser: typeof Parser; breaks: Breaks },
): Promise<void> {
	const parser = new SaxesParser();
	let depth = 0;
	let elements = 0;
	/** UTF-16 units before this slice, and before the one in which something ended. */
	let written = 0;
	let ended = 0;
	const end = () => {
		ended = written;
	};
	const text = (content: string) => {
		end();
		handler.text?.(content);
	};
	// Six handlers, no more: with eight, V8 keeps the parser as a hash table, which takes three times
	// as long. So comments and instructions count with what precedes them.
	parser.on('error', refuse);
	parser.on('doctype', refuse);
	parser.on('opentag', ({ name, attributes }) => {
		end();
		if (++depth > MOST_DEPTH) throw pastBound(`nests elements deeper than ${MOST_DEPTH} levels`);
		if (++elements > MOST_ELEMENTS)
			throw pastBound(`has more than ${shown(MOST_ELEMENTS)} elements in one part`);
		handler.open?.(withoutPrefix(name), attributes);
	});
	parser.on('text', text);
	parser.on('cdata', text);
	parser.on('closetag', ({ name }) => {
		end();
		depth--;
		handler.close?.(withoutPrefix(name));
	});
	for await (const piece of pieces) {
		for (let at = 0; at < piece.length; at += SLICE) {
			const slice = piece.slice(at, at + SLICE);
			parser.write(slice);
			written += slice.length;
			if (written - ended > LONGEST_XML)
				throw pastBound(`has a text or tag of more than ${shown(LONGEST_XML)} characters`);
			if (breaks.isDue) await breaks.take();
		}
	}
	// A document that ends too soon is an error too.
	parser.close();
}

function refuse(): never {
	throw new BrokenXml();
}

function withoutPrefix(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}
