import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked, type Token, type Tokens } from 'marked';

export const ROOT = join(__dirname, '..', '..');

/** A Markdown file of the project, taken apart. */
export interface Page {
	/** From the project's root, with slashes. */
	path: string;
	/** Where links and pictures lead to. */
	targets: string[];
	/** What `#...` can name in it. */
	anchors: Set<string>;
	/** The level of each heading. */
	levels: number[];
	/** Its blocks of code, each with its language before it. */
	blocks: string[];
	sections: Section[];
}

/** A heading with its content, up to the next heading of any level. */
export interface Section {
	heading: string;
	/** What is in bold, without what stands before an arrow: "Options → Timeout" is both words. */
	bold: Set<string>;
	/** What is set as code. */
	code: Set<string>;
	/** Rows of all its tables: the text of each cell, as it is written. */
	rows: string[][];
}

/** @param path from the project's root */
export function readPage(path: string): Page {
	const tokens = marked.lexer(readFileSync(join(ROOT, path), 'utf8'));
	const targets: string[] = [];
	void marked.walkTokens(tokens, (token) => {
		if (token.type === 'link' || token.type === 'image') targets.push(String(token.href));
		if (token.type === 'html') {
			const html = token.raw.matchAll(/\b(?:href|src|srcset)="([^"]*)"/g);
			targets.push(...Array.from(html, ([, target = '']) => target));
		}
	});
	const headings = tokens.filter((token): token is Tokens.Heading => token.type === 'heading');
	return {
		path,
		targets,
		anchors: anchorsOf(headings),
		levels: headings.map(({ depth }) => depth),
		blocks: tokens
			.filter((token): token is Tokens.Code => token.type === 'code')
			.map(({ lang = '', text }) => `${lang}\n${text}`),
		sections: sectionsOf(tokens),
	};
}

/** The section of that heading. */
export function sectionOf({ path, sections }: Page, heading: string): Section {
	const found = sections.find((section) => section.heading === heading);
	if (found === undefined) throw new Error(`${path} has no section "${heading}"`);
	return found;
}

function sectionsOf(tokens: Token[]): Section[] {
	const sections: Section[] = [];
	for (const token of tokens) {
		if (token.type === 'heading') {
			sections.push({ heading: String(token.text), bold: new Set(), code: new Set(), rows: [] });
		}
		const section = sections.at(-1);
		if (section === undefined) continue;
		if (token.type === 'table') section.rows.push(...rowsOf(token as Tokens.Table));
		void marked.walkTokens([token], ({ type, text }: Token & { text?: string }) => {
			if (type === 'strong') for (const word of text?.split(' → ') ?? []) section.bold.add(word);
			if (type === 'codespan') section.code.add(text ?? '');
		});
	}
	return sections;
}

function rowsOf({ rows }: Tokens.Table): string[][] {
	return rows.map((row) => row.map(({ text }) => text));
}

/** As GitHub makes them: small letters, no punctuation, hyphens for blanks, a number for twins. */
function anchorsOf(headings: Tokens.Heading[]): Set<string> {
	const anchors = new Set<string>();
	for (const { text } of headings) {
		const plain = text
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replace(/\s/g, '-');
		let anchor = plain;
		for (let twin = 1; anchors.has(anchor); twin++) anchor = `${plain}-${twin}`;
		anchors.add(anchor);
	}
	return anchors;
}
