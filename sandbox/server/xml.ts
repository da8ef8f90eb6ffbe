const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

/** Characters that are not allowed in XML 1.0 even escaped: those not in its production `Char`. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** An element with text. */
export function textElement(name: string, text: string): string {
	const safe = text.replace(NOT_XML, '\uFFFD').replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
	return element(name, safe);
}

/** An element with child elements. */
export function element(name: string, ...children: readonly string[]): string {
	return `<${name}>${children.join('')}</${name}>`;
}
