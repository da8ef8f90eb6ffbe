import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import manifest from '../../package.json';
import {
	places,
	readPublisher,
	refusals,
	type Publisher,
} from '../../tools/release/packages/publisher.cjs';
import { readmeOf } from '../../tools/release/packages/readme.cjs';
import { manifestOf } from '../../tools/release/packages/service-package.cjs';
import services from '../../tools/release/packages/services.cjs';
import { dated, notesOf } from '../../tools/release/changelog';
import { readPage } from '../docs/page';
import { wordsIn } from '../docs/words';

const ROOT = join(__dirname, '..', '..');
const CHANGELOG = `# Changelog

## 0.2.0 (unreleased)

- New.

## 0.1.0 (2026-11-30)

First version.

- **One**
- two
`;

describe('the changelog', () => {
	it('says what is new in a version', () => {
		expect(notesOf(CHANGELOG, '0.1.0')).toBe('First version.\n\n- **One**\n- two');
	});

	it('gets the date of a release, once', () => {
		const released = dated(CHANGELOG, '0.2.0', '2026-12-24');
		expect(released).toBe(CHANGELOG.replace('(unreleased)', '(2026-12-24)'));
		expect(notesOf(released, '0.2.0')).toBe('- New.');
		expect(() => dated(released, '0.2.0', '2026-12-25')).toThrow('released already');
	});

	it.each([
		['a version without a date', '0.2.0', 'no date'],
		['a version that it does not know', '0.3.0', 'no section "## 0.3.0'],
		['a version that begins alike', '0.1', 'no section "## 0.1 '],
	])('has no notes for %s', (_label, version, words) => {
		expect(() => notesOf(CHANGELOG, version)).toThrow(words);
	});

	it('has a section for the version of package.json', () => {
		const own = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
		expect(own).toMatch(new RegExp(`^## ${manifest.version} \\(`, 'm'));
	});
});

it.each(services)('$name: its package.json is made from the main one', (service) => {
	const kept = readFileSync(join(ROOT, 'packages', service.name, 'package.json'), 'utf8');
	const made = manifestOf(manifest, service);
	// If not: npm run packages.
	expect(JSON.parse(kept)).toEqual(JSON.parse(JSON.stringify(made)));
});

it('every node and credential of the main package is in a package with a single service', () => {
	const made = services.flatMap((service) => {
		const { n8n } = manifestOf(manifest, service);
		return [...n8n.nodes, ...n8n.credentials];
	});
	expect([...new Set(made)].sort()).toEqual(
		[...manifest.n8n.nodes, ...manifest.n8n.credentials].sort(),
	);
});

describe.each(services)('$name: its README', (service) => {
	const publisher = readPublisher();
	const home = 'https://github.com/other/sms';
	const readme = readmeOf(service, home, publisher);
	const targets = Array.from(
		readme.matchAll(/\]\(([^)]*)\)|(?:src|srcset)="([^"]*)"/g),
		([, link, picture]) => link ?? picture ?? '',
	);

	it('says what it is, how to install it, and what not to do', () => {
		expect(readme).toMatch(new RegExp(`^# ${service.title} for n8n\\n`));
		expect(readme).toContain(`./${service.name}-[0-9]*.tgz`);
		expect(readme).toContain('Retry On Fail');
		const published = readmeOf(service, home, { ...publisher, published: true });
		expect(published).toContain(`enter \`${service.name}\``);
		expect(wordsIn(readme)).toEqual([]);
	});

	it('leads to pages and pictures that are there', () => {
		expect(targets.filter((target) => !target.startsWith('https://'))).toEqual([]);
		const pages = targets.filter((target) => target.startsWith(`${publisher.documentation}/`));
		expect(pages.length).toBeGreaterThan(7);
		for (const target of pages) {
			const [file = '', anchor] = target.slice(publisher.documentation.length + 1).split('#');
			const { anchors } = readPage(`docs/${file}`);
			if (anchor !== undefined) expect(anchors).toContain(anchor);
		}
		const pictures = targets.filter((target) => target.endsWith('.webp'));
		expect(pictures).toHaveLength(2);
		for (const picture of pictures) {
			const path = picture.replace(`${home}/raw/main/`, '');
			expect(existsSync(join(ROOT, path))).toBe(true);
		}
	});

	it('speaks of codes where the gateway makes some', () => {
		expect(readme.includes('/codes.md')).toBe(service.hasCodes);
	});
});

/** All files that are kept in the repository, but what npm writes and the pictures. */
function textFiles(): { file: string; text: string }[] {
	const skipped = /^(?:node_modules|\.git|dist|dist-sandbox|coverage|\.cache)$/;
	const found: { file: string; text: string }[] = [];
	const walk = (folder: string): void => {
		for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
			const file = `${folder}${entry.name}`;
			if (entry.isDirectory()) {
				const isBuilt = skipped.test(entry.name) || /^packages\/[^/]+\/./.test(file);
				if (!isBuilt) walk(`${file}/`);
			} else if (/\.(?:md|json|ts|tsx|mjs|cjs|js|ya?ml|example)$|^LICENSE$/.test(entry.name)) {
				const isMade = file.startsWith('packages/') && !file.endsWith('/package.json');
				if (file === 'package-lock.json' || isMade) continue;
				found.push({ file, text: readFileSync(join(ROOT, file), 'utf8') });
			}
		}
	};
	walk('');
	return found;
}

describe('publisher.json', () => {
	const publisher = readPublisher();
	const files = textFiles();

	it.each([...places()])('is the content of %s', (file, render) => {
		const text = readFileSync(join(ROOT, file), 'utf8');
		// If not: npm run publisher.
		expect(render(text, publisher)).toBe(text);
	});

	const others: Publisher = {
		published: true,
		name: 'Other $& Publisher',
		email: 'sms@other.org',
		repository: 'https://github.com/other/sms',
		documentation: 'https://sms.other.org/docs',
	};

	it.each([...places()])('can change all of it in %s, and back', (file, render) => {
		const text = readFileSync(join(ROOT, file), 'utf8');
		const changed = render(text, others);
		expect(changed).not.toBe(text);
		expect(changed).not.toContain('example.com/n8n-nodes');
		expect(changed).not.toMatch(/maintainers@|not on npm/);
		if (file.endsWith('package.json')) {
			expect(JSON.parse(changed)).toMatchObject({
				author: { name: others.name, email: others.email },
				bugs: { url: `${others.repository}/issues` },
				repository: { type: 'git', url: `git+${others.repository}.git` },
			});
		}
		expect(render(changed, publisher)).toBe(text);
	});

	it('is in every manifest, credential and codex file', () => {
		const named = [...places().keys()];
		for (const { file, text } of files) {
			const isPlace =
				(file.endsWith('package.json') && text.includes('"author"')) ||
				/documentationUrl = *\n?\s*'/.test(text) ||
				/^nodes\/.*\.node\.json$/.test(file);
			if (isPlace && !file.startsWith('test/') && !file.startsWith('tools/')) {
				expect(named).toContain(file);
			}
		}
		expect(named.filter((file) => file.endsWith('package.json'))).toHaveLength(5);
		expect(named.length).toBeGreaterThanOrEqual(17);
	});

	it('names the owner of every address at which anybody can have pages', () => {
		const shared =
			/\b(?:https?:\/\/|git\+|git@)[\w.@+-]*(?:github\.com|github\.io|githubusercontent\.com|gitlab\.com|npmjs\.com|npm\.im|unpkg\.com|jsdelivr\.net|vercel\.app|netlify\.app|pages\.dev)[^\s"'`)>]*/g;
		const known = ['https://github.com/nodejs/node/', 'https://github.com/<owner'];
		const strangers = files.flatMap(({ file, text }) =>
			[...text.matchAll(shared)]
				.map(([address]) => address)
				.filter(() => !file.startsWith('test/tools/release.test'))
				.filter(
					(address) => ![...known, publisher.repository].some((own) => address.startsWith(own)),
				)
				.map((address) => `${file}: ${address}`),
		);
		expect(strangers).toEqual([]);
	});

	it('names the domain of every e-mail address', () => {
		const domain = publisher.email.split('@')[1] ?? '';
		const vendors = ['messangi.com', 'messagecentral.com'];
		const own = new Set([domain, ...vendors, 'example.com', 'example.org', 'example.net']);
		const strangers = files.flatMap(({ file, text }) =>
			[...text.matchAll(/[\w.+-]+@((?:[a-z\d-]+\.)+[a-z]{2,})\b/gi)]
				.filter(([, found = '']) => !own.has(found) && !/\.(?:example|invalid|test)$/.test(found))
				.filter(() => !/^(?:test|\.github)\//.test(file))
				.map(([address]) => `${file}: ${address}`),
		);
		expect(strangers).toEqual([]);
	});

	it('lets nobody be sent to a name on npm that is not held', () => {
		if (publisher.published) return;
		const commands =
			/\b(?:npx|pnpx|bunx|npm (?:i|install|add|exec|create|view)|pnpm (?:add|dlx)|yarn (?:add|dlx)|bun add)\b[^\n`|]*?(\S*n8n-nodes-[\w-]*[^\s`"']*)|enter `n8n-nodes-[^`]*`|:-n8n-nodes-/g;
		const shown = files.filter(({ file }) =>
			/\.(?:md|ya?ml|example)$|^nodes|^credentials/.test(file),
		);
		const sent = shown.flatMap(({ file, text }) =>
			[...text.matchAll(commands)]
				.filter(([, what = '']) => !what.endsWith('.tgz'))
				.map(([command]) => `${file}: ${command}`),
		);
		expect(sent).toEqual([]);
	});

	const NOTHING: Record<string, unknown> = { ...others, published: true };
	it('may be published with names of its own', () => {
		expect(refusals(NOTHING)).toEqual([]);
		const documentation = `${others.repository}/blob/main/docs`;
		expect(refusals({ ...NOTHING, documentation })).toEqual([]);
	});

	it.each<[field: string, values: unknown[]]>([
		['published', [false, undefined, 'true', 1, null]],
		['name', ['', ' ', undefined, 1]],
		[
			'email',
			[
				'maintainers@example.com',
				'a@EXAMPLE.org',
				'a@sub.example.net',
				'a@sms.example',
				'a@sms.test',
				'a@sms.invalid',
				'a@localhost',
				'a@host.localhost',
				'a@127.0.0.1',
				'sms.other.org',
				'a b@other.org',
				'',
				undefined,
			],
		],
		[
			'repository',
			[
				'https://example.com/n8n-nodes-sms-gateways',
				'https://gitlab.com/other/sms',
				'http://github.com/other/sms',
				'https://github.com/other/sms.git',
				'https://github.com/other/sms/',
				'https://github.com/other',
				'https://github.com.evil.example/other/sms',
				'git+https://github.com/other/sms',
				'',
				undefined,
			],
		],
		[
			'documentation',
			[
				'https://example.com/n8n-nodes-sms-gateways/docs',
				'https://docs.example.org/x',
				'http://sms.other.org/docs',
				'https://sms.other.org/docs/',
				'https://sms.other.org/docs?x=1',
				'https://sms.other.org/docs#x',
				'https://github.com/somebody/else/docs',
				'https://localhost/docs',
				'https://10.0.0.1/docs',
				"https://sms.other.org/'x",
				'',
				undefined,
			],
		],
	])('is refused for %s', (field, values) => {
		for (const value of values) {
			const sentences = refusals({ ...NOTHING, [field]: value });
			expect(sentences).toHaveLength(1);
			expect(sentences[0]).toMatch(new RegExp(`^publisher\\.json: "${field}" is .*\\. \\S.*\\.$`));
		}
	});

	// With other names it would be a release.
	const isRefused = refusals({ ...publisher }).length > 0;
	(isRefused ? it : it.skip)(
		'lets `npm run release` refuse, and change nothing',
		() => {
			const before = [...places().keys(), 'CHANGELOG.md'].map((file) =>
				readFileSync(join(ROOT, file)),
			);
			const script = join(ROOT, 'tools', 'tasks', 'release.ts');
			const { status, stderr } = spawnSync(
				process.execPath,
				['--import', 'tsx', script, manifest.version],
				{ cwd: ROOT, encoding: 'utf8' },
			);
			expect(status).toBe(1);
			for (const sentence of refusals({ ...publisher })) expect(stderr).toContain(sentence);
			expect(
				[...places().keys(), 'CHANGELOG.md'].map((file) => readFileSync(join(ROOT, file))),
			).toEqual(before);
		},
		60_000,
	);
});

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
}

interface Workflow {
	permissions?: unknown;
	jobs: Record<
		string,
		{ permissions?: Record<string, string>; steps: Step[]; environment?: string }
	>;
}

describe.each(readdirSync(join(ROOT, '.github', 'workflows')))('the workflow %s', (file) => {
	const text = readFileSync(join(ROOT, '.github', 'workflows', file), 'utf8');
	const { permissions, jobs } = parse(text) as Workflow;
	const steps = Object.values(jobs).flatMap((job) => job.steps);

	it('names each action by a commit, with its version beside it', () => {
		const lines = text.split('\n').filter((line) => /^\s*(?:- )?uses:/.test(line));
		expect(lines).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length);
		for (const line of lines) {
			expect(line).toMatch(/uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
		}
		const byAction = new Map(lines.map((line) => [/uses: ([^@]+)@/.exec(line)?.[1], line.trim()]));
		for (const line of lines) {
			const pinned = byAction.get(/uses: ([^@]+)@/.exec(line)?.[1]) ?? '';
			expect(line.trim().replace(/^- /, '')).toBe(pinned.replace(/^- /, ''));
		}
	});

	it('gives nothing to all jobs, and to each what it needs', () => {
		expect(permissions).toEqual({});
		for (const job of Object.values(jobs)) expect(job.permissions).toBeDefined();
	});

	it('leaves no token behind in the checkout', () => {
		for (const { uses, with: given } of steps) {
			if (uses?.startsWith('actions/checkout@') === true) {
				expect(given).toMatchObject({ 'persist-credentials': false });
			}
		}
	});

	it('runs nothing of the repository or its dependencies where something may be written', () => {
		for (const { permissions: own = {}, steps: inside } of Object.values(jobs)) {
			if (!Object.values(own).some((each) => each === 'write')) continue;
			for (const { uses = '', run = '' } of inside) {
				expect(uses).not.toMatch(/checkout|cache/);
				expect(run).not.toMatch(
					/\bnpm (?:ci|i|install|test|t|run|exec|rebuild|pack)\b|\bnpx\b|\.ci\/|tools\/|\bgulp\b|\bjest\b|\btsx\b/,
				);
				for (const [line] of run.matchAll(/npm publish.*/g)) {
					expect(line).toMatch(/"\$tarball".*--ignore-scripts.*--provenance/);
				}
			}
		}
	});
});

it('what is published is what was tested: one job builds, another has the identity', () => {
	const text = readFileSync(join(ROOT, '.github', 'workflows', 'publish.yml'), 'utf8');
	const { jobs } = parse(text) as Workflow;
	const { build, publish, release } = jobs;
	expect(build?.permissions).toEqual({ contents: 'read' });
	expect(publish?.permissions).toEqual({ 'id-token': 'write' });
	expect(publish?.environment).toBe('npm');
	expect(release?.permissions).toEqual({ contents: 'write' });
	const isTested = build?.steps.findIndex(({ run }) => run === '.ci/run') ?? -1;
	const isPacked = build?.steps.findIndex(({ run = '' }) => run.includes('npm pack')) ?? -1;
	const isKept =
		build?.steps.findIndex(({ uses = '' }) => uses.startsWith('actions/upload-artifact@')) ?? -1;
	expect(isTested).toBeGreaterThan(0);
	expect(isPacked).toBeGreaterThan(isTested);
	expect(isKept).toBeGreaterThan(isPacked);
	expect(build?.steps.some(({ run = '' }) => run.includes('publisher -- --check'))).toBe(true);
});
