import { HIDDEN, isNamed, isNaming, isPlain, LONGEST_NAME } from './hidden';
import { isNameOfSecret, isSecretName } from './secretNames';

/** Hides the content of XML or HTML elements that are named like a secret. */
export function hideElements(text: string): string {
	if (!text.includes('<')) return text;
	const pieces: string[] = [];
	let kept = 0;
	let isAnnounced = false;
	for (const tag of tagsOf(text)) {
		if (tag.start < kept) continue;
		const attributes = attributesOf(tag.source);
		const announces = attributes.some(
			([name, value]) => isNaming(name) && value.length <= LONGEST_NAME && isNameOfSecret(value),
		);
		const isLeafOfPair = isAnnounced && !tag.isClosing && !tag.isEmpty;
		if (announces) pieces.push(text.slice(kept, tag.start), hideNamedAttributes(tag.source));
		else pieces.push(text.slice(kept, tag.end));
		kept = tag.end;
		if (tag.isClosing || tag.isEmpty) continue;
		if (isNaming(tag.name)) {
			const leaf = text.slice(tag.end, tag.end + LONGEST_NAME + 1).split('<', 1)[0] ?? '';
			if (leaf.length <= LONGEST_NAME && isNameOfSecret(leaf)) {
				isAnnounced = true;
				continue;
			}
		}
		if (!announces && !isLeafOfPair && !isSecretName(tag.name)) continue;
		const end = contentEnd(text, tag);
		const content = text.slice(tag.end, end);
		isAnnounced = false;
		if (isPlain(content)) continue;
		pieces.push(HIDDEN);
		kept = end;
	}
	if (pieces.length === 0) return text;
	pieces.push(text.slice(kept));
	return pieces.join('');
}

/** A tag of a text. */
interface Tag {
	name: string;
	source: string;
	start: number;
	/** After its `>`. */
	end: number;
	isClosing: boolean;
	/** Whether it has no content: `<a/>`. */
	isEmpty: boolean;
}

/** The tags of a text in their order, without those in comments and CDATA. */
function* tagsOf(text: string, from = 0): Generator<Tag> {
	for (let start = text.indexOf('<', from); start !== -1; ) {
		const special = SPECIAL.find(([opening]) => text.startsWith(opening, start));
		const closing = special?.[1] ?? '>';
		const found = text.indexOf(closing, start);
		if (found === -1) return;
		const end = found + closing.length;
		if (special === undefined) {
			const source = text.slice(start, end);
			const [, slash, name] = /^<(\/?)([^\s/>]{1,200})/.exec(source) ?? [];
			if (name !== undefined) {
				const isEmpty = source.endsWith('/>');
				yield { name, source, start, end, isClosing: slash === '/', isEmpty };
			}
		}
		start = text.indexOf('<', end);
	}
}

const SPECIAL = [
	['<!--', '-->'],
	['<![CDATA[', ']]>'],
] as const;

/** The end of an element's content: its closing tag, or the end of the text if there is none. */
function contentEnd(text: string, opening: Tag): number {
	let depth = 1;
	for (const tag of tagsOf(text, opening.end)) {
		if (tag.name !== opening.name) continue;
		if (tag.isClosing) depth--;
		else if (!tag.isEmpty) depth++;
		if (depth === 0) return tag.start;
	}
	return text.length;
}

/** The attributes of a tag, as far as it has a usual length. */
function attributesOf(source: string): Array<[name: string, value: string]> {
	if (!source.includes('=')) return [];
	return [...source.slice(0, 2000).matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [
		name,
		double ?? single ?? '',
	]);
}

const ATTRIBUTE = /\s([\w:.-]{1,64})\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)')/g;

function hideNamedAttributes(source: string): string {
	return source.replace(ATTRIBUTE, (whole, name: string) =>
		isNamed(name) ? ` ${name}="${HIDDEN}"` : whole,
	);
}
