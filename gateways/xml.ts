import type * as Xml from '../libraries/xml';

/** A parsed XML element: its text, or its children by name. */
export type XmlValue = string | XmlElement | XmlValue[];
/** The children of an element by name; a name that stands twice holds a list. */
export interface XmlElement {
	[name: string]: XmlValue;
}

/** The longest reply that is parsed, in characters: 5,000 messages of a report fit well within. */
export const MAX_XML_LENGTH = 5_000_000;
/** The deepest nesting that is read; the deepest documented reply has five levels. */
const MAX_XML_DEPTH = 30;

const NAMED_ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * XML's five entities and numeric character references; anything else stays as it stands. A
 * decoder of our own, because the library's would also read what a document declares for itself.
 */
function decodeEntities(text: string): string {
	return text.replace(
		/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));/gi,
		(whole, hex?: string, decimal?: string, name?: string) => {
			if (name !== undefined) return NAMED_ENTITIES[name] ?? whole;
			const codePoint = hex !== undefined ? parseInt(hex, 16) : parseInt(decimal ?? '', 10);
			if (codePoint === 0 || codePoint > 0x10ffff) return whole;
			if (codePoint >= 0xd800 && codePoint <= 0xdfff) return whole;
			return String.fromCodePoint(codePoint);
		},
	);
}

const ignoreDeclaration = () => undefined;

const OPTIONS: ConstructorParameters<typeof Xml.XMLParser>[0] = {
	ignoreAttributes: false,
	attributeNamePrefix: '',
	parseTagValue: false,
	parseAttributeValue: false,
	trimValues: false,
	ignoreDeclaration: true,
	ignorePiTags: true,
	maxNestedTags: MAX_XML_DEPTH,
	entityDecoder: {
		decode: decodeEntities,
		reset: ignoreDeclaration,
		setXmlVersion: ignoreDeclaration,
		setExternalEntities: ignoreDeclaration,
		addInputEntities: ignoreDeclaration,
	},
};

/** Reads XML as this package wants it. */
interface Reader {
	isWellFormed(text: string): boolean;
	parse(text: string): unknown;
}

let reader: Reader | undefined;

/** Loads the library at the first answer, not when n8n starts. */
function loadReader(): Reader {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
	const { XMLParser, XMLValidator } = require('../libraries/xml') as typeof Xml;
	const parser = new XMLParser(OPTIONS);
	return {
		isWellFormed: (text) => XMLValidator.validate(text) === true,
		parse: (text) => parser.parse(text) as unknown,
	};
}

/**
 * Reads XML that came from outside. Nothing is ever converted to a number, so that leading zeros
 * and long ids survive. A document type (and with it every entity of the document's own) makes
 * the text unreadable, and so do sizes and depths beyond any documented reply.
 *
 * A fragment without a root element is read like one with a root: Messangi's page shows its
 * replies without any.
 *
 * @returns the elements of the document or fragment, or null for what is not well-formed XML
 */
export function readXml(text: string): XmlElement | null {
	const body = text.replace(/^\uFEFF/, '').trim();
	if (!body.startsWith('<') || body.length > MAX_XML_LENGTH) return null;
	if (/<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)/i.test(body)) return null;
	const wrapped = `<fragment>${body.replace(/^<\?xml[^>]*\?>/i, '')}</fragment>`;
	reader ??= loadReader();
	if (!reader.isWellFormed(wrapped)) return null;
	try {
		const parsed = reader.parse(wrapped) as { fragment?: XmlValue };
		if (!isElement(parsed.fragment)) return null;
		dropIndentation(parsed.fragment);
		return parsed.fragment;
	} catch {
		return null;
	}
}

/** White space between elements is no text of anybody's; a text of its own keeps all of it. */
function dropIndentation(value: XmlValue): void {
	if (typeof value === 'string') return;
	if (Array.isArray(value)) {
		for (const each of value) dropIndentation(each);
		return;
	}
	const text = value['#text'];
	if (typeof text === 'string' && text.trim() === '') delete value['#text'];
	for (const child of Object.values(value)) dropIndentation(child);
}

/** Whether a value has children. */
export function isElement(value: XmlValue | undefined): value is XmlElement {
	return typeof value === 'object' && !Array.isArray(value);
}

/** The child of that name, or null. Of several, the first. */
export function childElement(element: XmlElement | null, name: string): XmlElement | null {
	return childElements(element, name)[0] ?? null;
}

/** Every child of that name which has children of its own. */
export function childElements(element: XmlElement | null, name: string): XmlElement[] {
	if (element === null || !Object.hasOwn(element, name)) return [];
	const value = element[name];
	return (Array.isArray(value) ? value : [value]).filter((each): each is XmlElement =>
		isElement(each),
	);
}

/**
 * The text of the child of that name, or null where there is none; without its outer white space.
 */
export function childText(element: XmlElement | null, name: string): string | null {
	return exactText(element, name)?.trim() ?? null;
}

/** The same with the white space around it: for texts that people wrote. */
export function exactText(element: XmlElement | null, name: string): string | null {
	if (element === null || !Object.hasOwn(element, name)) return null;
	const value = element[name];
	const first = Array.isArray(value) ? value[0] : value;
	if (typeof first === 'string') return first;
	if (isElement(first)) return exactText(first, '#text');
	return null;
}
