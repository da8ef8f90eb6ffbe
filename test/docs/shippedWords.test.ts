import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import * as ts from 'typescript';

import { ROOT } from './page';
import { wordsIn } from './words';

/*
 * The words of everything that ships, and of the tools: texts and comments of the sources, all texts
 * of JSON files such as the examples, and set-up files. The Markdown files are in docs.test.ts.
 */

const FOLDERS = [
	'credentials',
	'gateways',
	'http',
	'libraries',
	'messages',
	'nodes',
	'runtime',
	'sandbox',
	'tools',
];

const SOURCES = [
	...FOLDERS.flatMap((folder) => filesIn(folder, /\.(?:ts|tsx|cjs|mjs)$/)),
	'gulpfile.js',
	'eslint.config.mjs',
	'jest.config.js',
];

const JSON_FILES = [
	...filesIn('examples', /\.json$/),
	...filesIn('nodes', /\.node\.json$/),
	'package.json',
	'sandbox/package/package.json',
];

/** Between two texts, so that no phrase goes from one to the next. */
const SEPARATOR = ' ¶ ';

const OTHERS = [
	'.ci/run',
	'deploy/docker-compose.yml',
	'deploy/docker-compose.sandbox.yml',
	'deploy/.env.example',
];

describe('words', () => {
	test.each(SOURCES)('of %s are those that a reader expects', (path) => {
		expect(wordsOf(path, readFileSync(join(ROOT, path), 'utf8'))).toEqual([]);
	});

	test.each(JSON_FILES)('of %s are those that a reader expects', (path) => {
		const content = JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as { alias?: unknown };
		// What people type to find a node, in their spelling.
		delete content.alias;
		const texts = textsIn(content);
		expect(texts.length).toBeGreaterThan(3);
		expect(wordsIn(texts.join(SEPARATOR))).toEqual([]);
	});

	test.each(OTHERS)('of %s are those that a reader expects', (path) => {
		const text = readFileSync(join(ROOT, path), 'utf8');
		expect(wordsIn(text.replace(/^\s*#/gm, ''))).toEqual([]);
	});

	test.each([
		['a comment', '// Mend it.\nrun();'],
		['a comment over several lines', '/**\n * The secret stands\n * in the URL.\n */\nrun();'],
		['several comments', 'run();\n// The secret stands\n// in the URL.'],
		['a text', "run('This is no JSON.');"],
		['a text in pieces', "run('This is ' + 'no JSON.');"],
		['a template', 'run(`This ${what} is no JSON.`);'],
		['a text of a page', 'const page = <p>This is\n\tno JSON.</p>;'],
		['an attribute of a page', 'const page = <p title="This is no JSON." />;'],
	])('are found in %s', (_where, source) => {
		expect(wordsOf('source.tsx', source)).toHaveLength(1);
	});

	test.each([
		['names', 'const mend = anew.mended;'],
		['paths', "import { a } from './mend';\nexport { b } from './anew';\nrequire('./mend');"],
		['regular expressions', 'run(/anew/);'],
	])('are not looked for in %s', (_where, source) => {
		expect(wordsOf('source.tsx', source)).toEqual([]);
	});
});

/** The files of a folder, from the project's root. */
function filesIn(folder: string, names: RegExp): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.map((name) => posix.join(folder, name.replaceAll('\\', '/')))
		.filter((path) => names.test(path));
}

/** What may not come back in a source's texts and comments. */
function wordsOf(path: string, source: string): string[] {
	const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
	const texts: string[] = [];
	const visit = (node: ts.Node): void => {
		const children = node.getChildren(file);
		if (children.length === 0) texts.push(commentsOf(source.slice(node.pos, node.getStart(file))));
		const text = isPath(node) || isPiece(node) ? undefined : textOf(node);
		if (text !== undefined) texts.push(text);
		// The comments are before the tokens; TypeScript gives those for tools a second time.
		for (const child of children) if (!ts.isJSDoc(child)) visit(child);
	};
	for (const child of file.getChildren()) visit(child);
	return wordsIn(texts.join(SEPARATOR));
}

/** Comments without their marks, so that a phrase can go over the end of a line. */
function commentsOf(trivia: string): string {
	return trivia.replace(/^\s*(?:\/\/|\/?\*+\/?)/gm, ' ').replace(/\*\/|\/\*+|\/\//g, ' ');
}

/** The text that a node makes, with `…` for what is only known at run time. */
function textOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteralLike(node) || ts.isJsxText(node)) return node.text;
	if (ts.isTemplateExpression(node)) {
		return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
	}
	if (!isSum(node)) return undefined;
	return `${textOf(node.left) ?? '…'}${textOf(node.right) ?? '…'}`;
}

/** Whether a node is a part of a text that is read as a whole. */
function isPiece(node: ts.Node): boolean {
	return isSum(node.parent) && textOf(node) !== undefined;
}

function isSum(node: ts.Node): node is ts.BinaryExpression {
	return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

/** Whether a text is the path of a module. */
function isPath({ parent }: ts.Node): boolean {
	if (!ts.isCallExpression(parent)) {
		return ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent);
	}
	const { kind } = parent.expression;
	return kind === ts.SyntaxKind.ImportKeyword || parent.expression.getText() === 'require';
}

/** All texts in a value of JSON. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}
