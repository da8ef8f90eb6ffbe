import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { SmsGatewayCallbackApi } from '../../credentials/SmsGatewayCallbackApi.credentials';
import { SmsGatewayTrigger } from '../../nodes/SmsGatewayTrigger/SmsGatewayTrigger.node';
import { exampleFiles } from '../../tools/n8n/examples';
import { readPublisher } from '../../tools/release/packages/publisher.cjs';
import { ALL_PROFILES } from '../profiles';
import { choicesOf, namesOf, operationsOf } from './fields';
import { readPage, ROOT, sectionOf, type Page, type Section } from './page';

/*
 * The documents say what the code says: each field, each code with its words, and no link leads
 * nowhere.
 */

describe.each(ALL_PROFILES)('$page', ({ page: path, node, credential, documented }) => {
	const page = readPage(path);
	const { problems, others, statuses } = documented;
	const rows = page.sections.flatMap((section) => section.rows);
	const operations = operationsOf(node.description);

	test.each(operations)('has every field of $title, and no other', ({ title, fields }) => {
		const section = sectionOf(page, title);
		const names = namesOf(fields);
		expect(missingIn(section.bold, names)).toEqual([]);
		expect(missingIn(names, fieldsOf(section))).toEqual([]);
		expect(missingIn(codeOf(page), choicesOf(fields))).toEqual([]);
	});

	test('has every operation, and no other', () => {
		const titles = page.sections
			.map(({ heading }) => heading)
			.filter((each) => each.includes(' / '));
		expect(titles.sort()).toEqual(operations.map(({ title }) => title).sort());
	});

	test('has every field of the credential', () => {
		const { bold, code } = sectionOf(page, 'Before you begin');
		expect(bold).toContain(credential.displayName);
		expect(missingIn(bold, namesOf(credential.properties))).toEqual([]);
		expect(missingIn(code, choicesOf(credential.properties))).toEqual([]);
	});

	test('has every code with its outcome, its words and its hint', () => {
		const expected = problems.flatMap(({ outcome, codes }) =>
			Object.entries(codes).map(([code, { message, hint }]) => [
				`\`${code}\``,
				outcome,
				message,
				hint,
			]),
		);
		expect(rows).toEqual(expect.arrayContaining(expected));
		for (const { word, codes } of others) {
			for (const code of codes) {
				expect(rows.map(([first, second]) => [first, second])).toContainEqual([
					`\`${code}\``,
					word,
				]);
			}
		}
	});

	test('has every word of a callback with what it means', () => {
		for (const [word, { status, final }] of Object.entries(statuses)) {
			const named = rows.filter((row) => row[2]?.split(', ').includes(`\`${word}\``));
			expect(named.map(([first, second]) => [word, first, second])).toEqual([
				[word, `\`${status}\``, `\`${String(final)}\``],
			]);
		}
	});
});

describe('docs/common.md', () => {
	const page = readPage('docs/common.md');

	test('has every field of SMS Gateway Trigger and of its credential', () => {
		const section = sectionOf(page, 'SMS Gateway Trigger');
		const { properties } = new SmsGatewayTrigger().description;
		const credential = new SmsGatewayCallbackApi();
		expect(section.bold).toContain(credential.displayName);
		expect(missingIn(section.bold, namesOf([...properties, ...credential.properties]))).toEqual([]);
		expect(missingIn(section.code, choicesOf(credential.properties))).toEqual([]);
	});

	test('has the code of every failure that the nodes find themselves', () => {
		const codes = ownCodes();
		expect(codes.size).toBeGreaterThan(50);
		const named = [page, ...ALL_PROFILES.map((each) => readPage(each.page))].flatMap((each) => [
			...codeOf(each),
		]);
		expect(missingIn(new Set(named), codes)).toEqual([]);
	});
});

describe.each(
	ALL_PROFILES.flatMap(({ page, trigger }) =>
		trigger === undefined ? [] : [{ page, ...trigger.description }],
	),
)('$page', ({ page, displayName, properties }) => {
	test(`has every field of ${displayName}`, () => {
		const { bold } = sectionOf(readPage(page), displayName);
		expect(missingIn(bold, new Set(properties.map((own) => own.displayName)))).toEqual([]);
	});
});

/** Pages that CONTRIBUTING.md leads to. */
const FOR_DEVELOPERS = new Set(['docs/internals.md', 'docs/n8n-quirks.md', 'docs/publishing.md']);

describe('links', () => {
	const paths = ['.', 'docs', 'examples', 'deploy', 'sandbox/package'].flatMap((folder) =>
		readdirSync(join(ROOT, folder))
			.filter((name) => name.endsWith('.md'))
			.map((name) => posix.join(folder, name)),
	);

	test.each(paths)('of %s lead somewhere', (path) => {
		expect(readPage(path).targets.filter((target) => leadsNowhere(path, target))).toEqual([]);
	});

	test('lead from README.md to every page of docs/', () => {
		const pages = paths.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md');
		expect(pages.length).toBeGreaterThan(4);
		const forUsers = pages.filter((path) => !FOR_DEVELOPERS.has(path));
		expect(missingIn(new Set(readPage('README.md').targets), new Set(forUsers))).toEqual([]);
		const contributing = new Set(
			readPage('CONTRIBUTING.md').targets.map((target) => target.split('#')[0] ?? ''),
		);
		expect(missingIn(contributing, FOR_DEVELOPERS)).toEqual([]);
		const names = forUsers.map((path) => posix.basename(path));
		expect(missingIn(new Set(readPage('docs/README.md').targets), new Set(names))).toEqual([]);
	});

	test('of credentials lead to a page of docs/', () => {
		const { documentation } = readPublisher();
		const credentials = [
			...ALL_PROFILES.map(({ credential }) => credential),
			new SmsGatewayCallbackApi(),
		];
		for (const { documentationUrl } of credentials) {
			const [base, page = ''] = (documentationUrl ?? '').split(/\/(?=[^/]*$)/);
			expect(base).toBe(documentation);
			// n8n puts a query behind the address, so it must not end with an anchor.
			expect(page).toMatch(/^[\w-]+\.md$/);
			expect(existsSync(join(ROOT, 'docs', page))).toBe(true);
		}
	});
});

test('examples/README.md has every example', () => {
	const files = exampleFiles();
	expect(files.length).toBeGreaterThan(10);
	expect(missingIn(new Set(readPage('examples/README.md').targets), new Set(files))).toEqual([]);
});

/** What should be there and is not. */
function missingIn(there: ReadonlySet<string>, wanted: ReadonlySet<string>): string[] {
	return [...wanted].filter((each) => !there.has(each));
}

function codeOf({ sections }: Page): Set<string> {
	return new Set(sections.flatMap(({ code }) => [...code]));
}

/** The fields that a section's tables name at the beginning of a row. */
function fieldsOf({ rows }: Section): Set<string> {
	const cells = rows.map(([first = '']) => first).filter((cell) => cell.startsWith('**'));
	const words = cells.flatMap((cell) => cell.replaceAll('**', '').split(/ → |, /));
	return new Set(words);
}

/** Codes in capitals, from the source of everything that can fail. */
function ownCodes(): Set<string> {
	const folders = ['nodes', 'runtime', 'http', 'gateways', 'messages', 'credentials'];
	const sources = folders.flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts') && !name.endsWith('errors.ts'))
			.map((name) => readFileSync(join(ROOT, folder, name), 'utf8')),
	);
	const written = /(?:\bRefusal\(|\bunclear\(|\bcode:|\?)\s*'([A-Z]+(?:_[A-Z]+)+|DUPLICATE)'/g;
	return new Set(
		sources.flatMap((source) => Array.from(source.matchAll(written), ([, code = '']) => code)),
	);
}

function leadsNowhere(from: string, target: string): boolean {
	if (/^(?:https?|mailto):/.test(target)) return false;
	const [file = '', anchor] = target.split('#');
	const path = file === '' ? from : posix.join(dirname(from), file);
	if (!existsSync(join(ROOT, path))) return true;
	return anchor !== undefined && !readPage(path).anchors.has(anchor);
}
