import type * as Xml from '../../libraries/xmlEvents';

/** A parsed XML element: its text, or its children by name. */
export type XmlValue = string | XmlElement | XmlValue[];
/** The children of an element by name; a name that appears twice has a list. */
export interface XmlElement {
	[name: string]: XmlValue;
}

/**
 * The longest reply that is parsed in one go, in characters: it takes some tens of milliseconds. The
 * longest one has 250 recipients, with 600 characters for each.
 */
export const MAX_XML_LENGTH = 150_000;
/** The longest list that is parsed, in characters. A report with 5,000 messages is much shorter. */
export const MAX_XML_LIST_LENGTH = 5_000_000;
/** The most elements of both: some for each recipient or message. */
const MAX_ELEMENTS = { reply: 20_000, list: 250_000 };
/** The deepest nesting that is read; the deepest documented reply has five levels. */
const MAX_XML_DEPTH = 30;
/** The most names among the children of an element: more than one for each of 250 recipients. */
const MAX_NAMES = 1_000;
/** The most attributes of an element; no documented reply has any. */
const MAX_ATTRIBUTES = 100;
/** The longest text of an element, in characters; the longest documented one is a message. */
const MAX_TEXT_LENGTH = 100_000;
/** How much is parsed before other work may run, in characters: a few milliseconds. */
const PIECE = 16_384;

/**
 * Errors of the library that we ignore: undeclared entities, such as HTML's, and characters that XML
 * does not allow. Gateways repeat what people wrote.
 */
const TOLERATED = new Set([
	'undefined entity.',
	'malformed character entity.',
	'disallowed character.',
	'the string "]]>" is disallowed in char data.',
]);

/** XML's five; the library's own list would also find inherited properties, e.g. `constructor`. */
const ENTITIES = Object.assign(Object.create(null) as Record<string, string>, {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
});

/** The text is not XML, or goes beyond a bound. */
class UnreadableXml extends Error {
	constructor() {
		super('The text is not XML that can be read');
		this.name = 'UnreadableXml';
	}
}

/** An element that has not ended yet. */
interface OpenElement {
	name: string;
	text: string;
	/** By name; null if there are none. */
	children: XmlElement | null;
	/** The number of different child names. */
	names: number;
	attributes: Array<[name: string, value: string]> | null;
}

/** Reads a document or fragment piece by piece. */
class XmlReading {
	private readonly parser: Xml.SaxesParser;

	/** The open elements, the outermost first. */
	private readonly around: OpenElement[] = [];

	private attributes: OpenElement['attributes'] = null;

	private attributeCount = 0;

	private root: XmlValue = '';

	constructor(private elementsLeft: number) {
		// Loaded at the first reply, not when n8n starts.
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
		const { SaxesParser } = require('../../libraries/xmlEvents') as typeof Xml;
		const parser = new SaxesParser({ position: false });
		parser.ENTITIES = ENTITIES;
		parser.fail = (message) => {
			if (!TOLERATED.has(message)) throw new UnreadableXml();
			return parser;
		};
		parser.on('attribute', ({ name, value }) => {
			this.addAttribute(name, value);
		});
		parser.on('opentag', ({ name }) => {
			this.open(name);
		});
		parser.on('text', (text) => {
			this.addText(text);
		});
		parser.on('cdata', (text) => {
			this.addText(text);
		});
		parser.on('closetag', () => {
			this.close();
		});
		this.parser = parser.write('<fragment>');
	}

	/** @throws UnreadableXml */
	write(piece: string): void {
		this.parser.write(piece);
	}

	/**
	 * @returns the document, or null if there is no element
	 * @throws UnreadableXml
	 */
	end(): XmlElement | null {
		this.parser.write('</fragment>').close();
		return isElement(this.root) ? this.root : null;
	}

	private addAttribute(name: string, value: string): void {
		if (++this.attributeCount > MAX_ATTRIBUTES) throw new UnreadableXml();
		if (OF_XML_ITSELF.test(name)) return;
		this.attributes ??= [];
		this.attributes.push([localName(name), value]);
	}

	private open(name: string): void {
		if (this.elementsLeft-- === 0 || this.around.length > MAX_XML_DEPTH) throw new UnreadableXml();
		const { attributes } = this;
		this.around.push({ name: localName(name), text: '', children: null, names: 0, attributes });
		this.attributes = null;
		this.attributeCount = 0;
	}

	private addText(text: string): void {
		const element = this.around.at(-1);
		if (element === undefined) return;
		element.text += text;
		if (element.text.length > MAX_TEXT_LENGTH) throw new UnreadableXml();
	}

	private close(): void {
		const element = this.around.pop();
		if (element === undefined) return;
		const value = valueOf(element);
		const parent = this.around.at(-1);
		if (parent === undefined) {
			this.root = value;
			return;
		}
		const { name } = element;
		parent.children ??= {};
		const before = ownValue(parent.children, name);
		if (before === undefined) {
			if (parent.names++ === MAX_NAMES) throw new UnreadableXml();
			setOwn(parent.children, name, value);
		} else if (Array.isArray(before)) before.push(value);
		else setOwn(parent.children, name, [before, value]);
	}
}

/** Attributes that are about the XML, not about its content. */
const OF_XML_ITSELF = /^(?:xmlns$|(?:xmlns|xml|xsi):)/;

/** A name without its namespace prefix, which is the sender's choice. */
function localName(name: string): string {
	return name.slice(name.lastIndexOf(':') + 1) || name;
}

/** Drops white space between elements; a text keeps all of its white space. */
function valueOf({ text, children, attributes }: OpenElement): XmlValue {
	if (children === null && attributes === null) return text;
	const element = children ?? {};
	for (const [name, value] of attributes ?? []) {
		// Both values are kept, so that neither hides the other.
		const before = ownValue(element, name);
		setOwn(element, name, before === undefined ? value : [before, value].flat());
	}
	if (text.trim() !== '') element['#text'] = text;
	return element;
}

function ownValue(element: XmlElement, name: string): XmlValue | undefined {
	return Object.hasOwn(element, name) ? element[name] : undefined;
}

/** Names come from outside, so `__proto__` must be an ordinary name. */
function setOwn(element: XmlElement, name: string, value: XmlValue): void {
	if (name === '__proto__') {
		const property = { value, configurable: true, enumerable: true, writable: true };
		Object.defineProperty(element, name, property);
	} else element[name] = value;
}

/**
 * Reads XML from outside. Nothing is converted to a number, so that leading zeros and long IDs are kept.
 * A document type (and so any entity that the document defines) makes the text unreadable, and so do
 * sizes and depths beyond any documented reply.
 *
 * Names have no prefixes: `ns2:status` is `status`, as it would be with a default namespace.
 *
 * A fragment without a root element is read as if it had one: Messangi's page shows its replies without
 * a root.
 *
 * @returns the elements of the document or fragment, or null for what is not well-formed XML
 */
export function readXml(text: string): XmlElement | null {
	const body = bodyOf(text, MAX_XML_LENGTH);
	if (body === null) return null;
	return attempt(() => {
		const reading = new XmlReading(MAX_ELEMENTS.reply);
		reading.write(body);
		return reading.end();
	});
}

/**
 * The same for a list, which may be ten times as long.
 *
 * @param pause lets other work run; called every few milliseconds
 */
export async function readXmlList(
	text: string,
	pause: () => Promise<void>,
): Promise<XmlElement | null> {
	const body = bodyOf(text, MAX_XML_LIST_LENGTH);
	if (body === null) return null;
	const reading = new XmlReading(MAX_ELEMENTS.list);
	for (let at = 0; at < body.length; at += PIECE) {
		const piece = body.slice(at, at + PIECE);
		const written = attempt(() => {
			reading.write(piece);
			return true;
		});
		if (written === null) return null;
		await pause();
	}
	return attempt(() => reading.end());
}

/** The text without what precedes its first element; null if it cannot be XML within the bounds. */
function bodyOf(text: string, longest: number): string | null {
	if (text.length > longest) return null;
	const body = text.replace(/^\uFEFF/, '').trim();
	if (!body.startsWith('<')) return null;
	if (/<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)/i.test(body)) return null;
	if (hasLongSection(body)) return null;
	return body.replace(/^<\?xml[^>]*\?>/i, '');
}

/** Whether a CDATA section is too long or has no end. The library takes 30 bytes for each `]` of one. */
function hasLongSection(body: string): boolean {
	const [START, END] = ['<![CDATA[', ']]>'];
	for (let at = body.indexOf(START); at !== -1; at = body.indexOf(START, at)) {
		const end = body.indexOf(END, at);
		if (end === -1 || end - at > MAX_TEXT_LENGTH) return true;
		at = end;
	}
	return false;
}

/** The result of a task, or null for XML that cannot be read. */
function attempt<Value>(task: () => Value): Value | null {
	try {
		return task();
	} catch (error) {
		if (error instanceof UnreadableXml) return null;
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error -- this folder knows no n8n
		throw error;
	}
}

/** Whether a value has children. */
function isElement(value: XmlValue | undefined): value is XmlElement {
	return typeof value === 'object' && !Array.isArray(value);
}

/** The first child of that name, or null. */
export function childElement(element: XmlElement | null, name: string): XmlElement | null {
	return childElements(element, name)[0] ?? null;
}

/** Every child of that name that has children. */
export function childElements(element: XmlElement | null, name: string): XmlElement[] {
	if (element === null || !Object.hasOwn(element, name)) return [];
	const value = element[name];
	return (Array.isArray(value) ? value : [value]).filter((each): each is XmlElement =>
		isElement(each),
	);
}

/**
 * The text of the child of that name, trimmed; null if there is none.
 */
export function childText(element: XmlElement | null, name: string): string | null {
	return exactText(element, name)?.trim() ?? null;
}

/** The same without trimming, for texts that people wrote. */
export function exactText(element: XmlElement | null, name: string): string | null {
	if (element === null || !Object.hasOwn(element, name)) return null;
	const value = element[name];
	const first = Array.isArray(value) ? value[0] : value;
	if (typeof first === 'string') return first;
	if (isElement(first)) return exactText(first, '#text');
	return null;
}
