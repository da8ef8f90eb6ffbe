import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { SmsGatewayCallbackApi } from '../../credentials/SmsGatewayCallbackApi.credentials';
import { SmsGatewayTrigger } from '../../nodes/SmsGatewayTrigger/SmsGatewayTrigger.node';
import { exampleFiles } from '../../tools/n8n/examples';
import { readPublisher } from '../../tools/release/packages/publisher.cjs';
import { ALL_PROFILES, descriptionOf } from '../profiles';
import { choicesOf, namesOf, operationsOf } from './fields';
import { readPage, ROOT, sectionOf, type Page, type Section } from './page';
import { wordsIn } from './words';

/*
 * The documents say what the code says: each field, each code with its words, and no link leads
 * nowhere.
 */

describe.each(ALL_PROFILES)('$page', (profile) => {
	const { page: path, credential, documented } = profile;
	const page = readPage(path);
	const { problems, others, statuses } = documented;
	const rows = page.sections.flatMap((section) => section.rows);
	const operations = operationsOf(descriptionOf(profile));

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

test('docs/triggers.md has every field of SMS Gateway Trigger and of its credential', () => {
	const section = sectionOf(readPage('docs/triggers.md'), 'SMS Gateway Trigger');
	const { properties } = new SmsGatewayTrigger().description;
	const credential = new SmsGatewayCallbackApi();
	expect(section.bold).toContain(credential.displayName);
	expect(missingIn(section.bold, namesOf([...properties, ...credential.properties]))).toEqual([]);
	expect(missingIn(section.code, choicesOf(credential.properties))).toEqual([]);
});

test('docs/sending.md has every option that all sends have', () => {
	const { bold } = sectionOf(readPage('docs/sending.md'), 'Options');
	expect(missingIn(bold, sharedOptions())).toEqual([]);
});

test('docs/troubleshooting.md has the code of every failure that the nodes find themselves', () => {
	const codes = ownCodes();
	expect(codes.size).toBeGreaterThan(50);
	const pages = ['docs/troubleshooting.md', ...ALL_PROFILES.map(({ page }) => page)];
	const named = pages.flatMap((path) => [...codeOf(readPage(path))]);
	expect(missingIn(new Set(named), codes)).toEqual([]);
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

/** All Markdown of the project. */
const PAGES = ['.', 'docs', 'docs/es', 'examples', 'deploy', 'sandbox/package'].flatMap((folder) =>
	readdirSync(join(ROOT, folder))
		.filter((name) => name.endsWith('.md'))
		.map((name) => posix.join(folder, name)),
);

describe('links', () => {
	test.each(PAGES)('of %s lead somewhere', (path) => {
		expect(readPage(path).targets.filter((target) => leadsNowhere(path, target))).toEqual([]);
	});

	test('lead from README.md to every page of docs/', () => {
		const pages = PAGES.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md');
		expect(pages.length).toBeGreaterThan(20);
		const forUsers = pages.filter((path) => !FOR_DEVELOPERS.has(path));
		expect(missingIn(filesOf('README.md'), new Set(forUsers))).toEqual([]);
		expect(missingIn(filesOf('CONTRIBUTING.md'), FOR_DEVELOPERS)).toEqual([]);
		expect(missingIn(filesOf('docs/README.md'), new Set(pages))).toEqual([]);
	});

	test('of credentials lead to a page of docs/ that names them', () => {
		const credentials = [
			...ALL_PROFILES.map(({ credential }) => credential),
			new SmsGatewayCallbackApi(),
		];
		for (const { documentationUrl, displayName } of credentials) {
			const { sections } = readPage(helpPageOf(documentationUrl ?? ''));
			expect(sections.flatMap(({ bold }) => [...bold])).toContain(displayName);
		}
	});

	const nodes = [
		...ALL_PROFILES.flatMap(({ node, trigger }) =>
			trigger === undefined ? [node] : [node, trigger],
		),
		new SmsGatewayTrigger(),
	].map((node) => [node.constructor.name, node.description.displayName] as const);

	test.each(nodes)(
		'of the node %s lead to a page of docs/ with its heading',
		(name, displayName) => {
			const codex = readFileSync(join(ROOT, 'nodes', name, `${name}.node.json`), 'utf8');
			const urls = Array.from(codex.matchAll(/"url": "([^"]*)"/g), ([, url = '']) => url);
			expect(urls).toHaveLength(2);
			for (const url of urls) {
				const { sections } = readPage(helpPageOf(url));
				expect(sections.map(({ heading }) => heading)).toContain(displayName);
			}
		},
	);
});

test.each([
	['README.md', 10_000],
	['CONTRIBUTING.md', 8_000],
])('%s has at most %i bytes', (path, most) => {
	expect(statSync(join(ROOT, path)).size).toBeLessThanOrEqual(most);
});

test('docs/es/primeros-pasos.md is built like docs/getting-started.md', () => {
	const english = readPage('docs/getting-started.md');
	const spanish = readPage('docs/es/primeros-pasos.md');
	expect(spanish.levels).toEqual(english.levels);
	expect(spanish.blocks).toEqual(english.blocks);
	expect(spanish.targets.map((target) => pathOf(spanish.path, target))).toEqual(
		english.targets.map((target) => pathOf(english.path, target)),
	);
});

describe('words', () => {
	// What the code says is quoted as it is.
	const quoted = ALL_PROFILES.flatMap(({ documented }) =>
		documented.problems.flatMap(({ codes }) =>
			Object.values(codes).flatMap(({ message, hint }) => [message, hint]),
		),
	);

	test.each(PAGES)('of %s are those that a reader expects', (path) => {
		const text = readFileSync(join(ROOT, path), 'utf8');
		expect(wordsIn(quoted.reduce((rest, each) => rest.replaceAll(each, ''), text))).toEqual([]);
	});

	test.each([
		['Mend what the hint says.', '"Mend": fix'],
		['The secret stands\nin the address.', '"stands in": is in, has, contains'],
		['This is no JSON.', '"is no J": is not a, is not valid'],
		['The token has run out.', '"run out": expire'],
		['Each with the own outcome.', '"the own": its own, your own'],
		['A call proves itself.', '"proves itself": authenticate'],
		['It is sent anew.', '"anew": again; for messages: resend'],
	])('of "%s" are found', (text, found) => {
		expect(wordsIn(text)).toEqual([found]);
	});

	test.each([
		'It stands in for the gateways.',
		'There is no phone number, and there are no others.',
		'The account ran out of credit.',
		'It is no longer there.',
	])('of "%s" are fine', (text) => {
		expect(wordsIn(text)).toEqual([]);
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
	const written =
		/(?:\b(?:Refusal|Question)\(|\bunclear\(|\bcode:|\?)\s*'([A-Z]+(?:_[A-Z]+)+|DUPLICATE)'/g;
	return new Set(
		sources.flatMap((source) => Array.from(source.matchAll(written), ([, code = '']) => code)),
	);
}

/** Options that each operation has which sends a message with a text. */
function sharedOptions(): Set<string> {
	const [first = new Set<string>(), ...others] = ALL_PROFILES.flatMap((profile) =>
		operationsOf(descriptionOf(profile))
			.filter(({ title }) => title === 'SMS / Send')
			.map(({ fields }) => namesOf(fields.filter(({ name }) => name === 'options'))),
	);
	expect(others).toHaveLength(ALL_PROFILES.length - 1);
	const shared = [...first].filter((name) => others.every((each) => each.has(name)));
	expect(shared.length).toBeGreaterThan(7);
	return new Set(shared.filter((name) => name !== 'Options'));
}

const isElsewhere = (target: string): boolean => /^(?:https?|mailto):/.test(target);

/** From the project's root, with the anchor. */
function pathOf(from: string, target: string): string {
	if (isElsewhere(target)) return target;
	return target.startsWith('#') ? from + target : posix.join(dirname(from), target);
}

function leadsNowhere(from: string, target: string): boolean {
	if (isElsewhere(target)) return false;
	const [path = '', anchor] = pathOf(from, target).split('#');
	if (!existsSync(join(ROOT, path))) return true;
	return anchor !== undefined && !readPage(path).anchors.has(anchor);
}

/** The files that a page leads to, whatever the anchor. */
function filesOf(path: string): Set<string> {
	return new Set(readPage(path).targets.map((target) => pathOf(path, target).split('#')[0] ?? ''));
}

/** The page of docs/ that a help link in n8n opens. */
function helpPageOf(url: string): string {
	const { documentation } = readPublisher();
	const [base, page = ''] = url.split(/\/(?=[^/]*$)/);
	expect(base).toBe(documentation);
	// n8n puts a query behind the address, so it must not end with an anchor.
	expect(page).toMatch(/^[\w-]+\.md$/);
	return `docs/${page}`;
}
