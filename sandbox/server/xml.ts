const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

/** What XML 1.0 cannot hold even escaped: all that its production `Char` leaves out. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** An element around text. */
export function textElement(name: string, text: string): string {
	const safe = text.replace(NOT_XML, '\uFFFD').replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
	return element(name, safe);
}

/** An element around elements. */
export function element(name: string, ...children: readonly string[]): string {
	return `<${name}>${children.join('')}</${name}>`;
}
