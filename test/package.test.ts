import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../package.json';

/*
 * What is published, from `dist/` as `npm run build` leaves it. It runs outside of Jest's modules:
 * what a `require` loads is the question.
 */

const ROOT = join(__dirname, '..');
const node = (script: string) =>
	execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' });

interface Packed {
	unpackedSize: number;
	files: { path: string }[];
}

let packed: Packed;
beforeAll(() => {
	if (!existsSync(join(ROOT, 'dist'))) throw new Error('Run `npm run build` first');
	const output = execFileSync('npm', ['pack', '--dry-run', '--json'], {
		cwd: ROOT,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
		shell: process.platform === 'win32',
	});
	const parsed = JSON.parse(output) as Packed[] | Record<string, Packed>;
	const [first] = Object.values(parsed);
	if (first === undefined) throw new Error('npm pack listed nothing');
	packed = first;
});

it('holds what n8n needs, and README, LICENSE and CHANGELOG', () => {
	const outside = packed.files.map(({ path }) => path).filter((path) => !path.startsWith('dist/'));
	expect(outside.sort()).toEqual([
		'CHANGELOG.md',
		'LICENSE',
		'README.md',
		'index.js',
		'package.json',
	]);
	const inside = packed.files.map(({ path }) => path).filter((path) => path.startsWith('dist/'));
	expect(inside.filter((path) => !/\.(?:js|svg|node\.json)$/.test(path))).toEqual([
		'dist/libraries/LICENSES.txt',
	]);
	expect(packed.files.some(({ path }) => /test|sandbox|scripts|\.map$|\.ts$/.test(path))).toBe(
		false,
	);
});

it('is smaller than 2.5 MB', () => {
	expect(packed.unpackedSize).toBeLessThan(2_500_000);
});

it('has no dependencies, and asks for nothing but n8n-workflow, crypto and its own files', () => {
	expect(manifest).not.toHaveProperty('dependencies');
	const files = packed.files
		.map(({ path }) => path)
		.filter((path) => path.endsWith('.js') && !path.startsWith('dist/libraries/'));
	const asked = files.flatMap((path) =>
		[...readFileSync(join(ROOT, path), 'utf8').matchAll(/require\("([^".][^"]*)"\)/g)].map(
			([, name]) => name,
		),
	);
	expect([...new Set(asked)].sort()).toEqual(['crypto', 'n8n-workflow']);
});

it('names every node and credential, and index.js exports them', () => {
	const exported = JSON.parse(
		node('console.log(JSON.stringify(Object.keys(require("./index.js"))))'),
	) as string[];
	const named = [...manifest.n8n.credentials, ...manifest.n8n.nodes].map(
		(path) => /(\w+)\.\w+\.js$/.exec(path)?.[1],
	);
	expect(exported).toEqual(named);
	const built = ['credentials', 'nodes'].flatMap((folder) =>
		readdirSync(join(ROOT, 'dist', folder), { recursive: true, encoding: 'utf8' }).filter((path) =>
			/\.(?:node|credentials)\.js$/.test(path),
		),
	);
	expect(built).toHaveLength(named.length);
});

it('does not load exceljs with the nodes, and reads and writes a workbook when it is loaded', () => {
	const loaded = node(
		'require("./index.js"); console.log(Object.keys(require.cache).filter((path) => path.includes("spreadsheet")).length)',
	);
	expect(loaded.trim()).toBe('0');
	const cell = node(`(async () => {
		const { Workbook } = require('./dist/libraries/spreadsheet.js');
		const written = new Workbook();
		written.addWorksheet('S').addRow(['00123', '₹ 😀']);
		const read = new Workbook();
		await read.xlsx.load(await written.xlsx.writeBuffer());
		console.log(read.worksheets[0].getRow(1).values.slice(1).join());
	})()`);
	expect(cell.trim()).toBe('00123,₹ 😀');
});
