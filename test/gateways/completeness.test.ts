import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodePropertyOptions, INodeType } from 'n8n-workflow';
import type { GatewayName } from '../../gateways/registry';
import manifest from '../../package.json';

/*
 * Whether a gateway has all of its pieces. They are looked for in the files, so that one that is not
 * there is named here, and does not only keep everything from being loaded.
 */

const ROOT = join(__dirname, '..', '..');

/** A piece that each gateway has. */
interface Piece {
	/** What it is. */
	what: string;
	/** Where it belongs. */
	where: string;
	isThere: boolean;
}

const isThere = (path: string) => existsSync(join(ROOT, path));
const textOf = (path: string) => (isThere(path) ? readFileSync(join(ROOT, path), 'utf8') : '');
const filesIn = (path: string) => (isThere(path) ? readdirSync(join(ROOT, path)) : []);

/** The files by which a folder of `gateways/` speaks for a gateway. */
const PARTS = ['request.ts', 'response.ts', 'errors.ts', 'callback.ts', 'entry.ts'];

/** The gateways, by their folders. */
const NAMES = filesIn('gateways').filter((folder) =>
	PARTS.some((part) => isThere(`gateways/${folder}/${part}`)),
);

/** Whether a list of the source names a gateway. */
const lists = (path: string, list: string, name: string) =>
	new RegExp(`\\b${list}\\b[^=]*= [[{][^\\]}]*\\b${name}\\b`).test(textOf(path));

function piecesOf(name: string): Piece[] {
	const capital = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
	const node = `nodes/${capital}/${capital}.node`;
	const credential = `credentials/${capital}Api.credentials`;
	const entry = textOf(`gateways/${name}/entry.ts`);
	const displayName = /displayName: '([^']+)'/.exec(entry)?.[1] ?? '';
	const short = /package: \{\s*name: '([^']+)'/.exec(entry)?.[1] ?? '';
	// Without an entry, that it lacks is all there is to say.
	const isKnown = displayName !== '' && short !== '';
	const icons = filesIn(`nodes/${capital}`).filter((file) => file.endsWith('.svg'));
	const dark = icons.filter((file) => file.endsWith('.dark.svg'));
	const file = (what: string, where: string): Piece => ({ what, where, isThere: isThere(where) });
	const { nodes, credentials } = manifest.n8n;
	return [
		...PARTS.map((part) => file('a part of what it speaks', `gateways/${name}/${part}`)),
		{
			what: 'a display name and the name of its package',
			where: `gateways/${name}/entry.ts`,
			isThere: isKnown || entry === '',
		},
		{
			what: 'a place among the gateways',
			where: 'GATEWAYS in gateways/registry.ts',
			isThere: lists('gateways/registry.ts', 'GATEWAYS', name),
		},
		file('a node', `${node}.ts`),
		file('a place in n8n’s list of nodes', `${node}.json`),
		{
			what: 'a light and a dark icon',
			where: `nodes/${capital}/*.svg and *.dark.svg`,
			isThere: dark.length > 0 && icons.length > dark.length,
		},
		file('a credential', `${credential}.ts`),
		{
			what: 'a node that n8n loads',
			where: `dist/${node}.js in n8n.nodes in package.json`,
			isThere: nodes.includes(`dist/${node}.js`),
		},
		{
			what: 'a credential that n8n loads',
			where: `dist/${credential}.js in n8n.credentials in package.json`,
			isThere: credentials.includes(`dist/${credential}.js`),
		},
		file('a sandbox', `sandbox/gateways/${name}/entry.ts`),
		{
			what: 'a place in the sandbox',
			where: 'GATEWAYS in sandbox/gateways/registry.ts',
			isThere: lists('sandbox/gateways/registry.ts', 'GATEWAYS', name),
		},
		{
			what: 'a page',
			where: `docs/${short}.md`,
			isThere: !isKnown || isThere(`docs/${short}.md`),
		},
		{
			what: 'a place in the tables',
			where: `README.md, "${displayName}"`,
			isThere: !isKnown || new RegExp(`^\\|.*\\b${displayName}\\b`, 'm').test(textOf('README.md')),
		},
		{
			what: 'a package of its own (npm run packages)',
			where: `packages/n8n-nodes-${short}/package.json`,
			isThere: !isKnown || isThere(`packages/n8n-nodes-${short}/package.json`),
		},
		file('a profile for the tests', `test/profiles/${name}.ts`),
		{
			what: 'tests of what it speaks',
			where: `test/gateways/${name}/*.test.ts`,
			isThere: filesIn(`test/gateways/${name}`).some((each) => each.endsWith('.test.ts')),
		},
		{
			what: 'parsers that are tried with hostile inputs',
			where: `describeParsers('${name}', …) in test/faults/parsers/${name}.test.ts`,
			isThere: textOf(`test/faults/parsers/${name}.test.ts`).includes(`describeParsers('${name}'`),
		},
	];
}

const inWords = (resource: unknown, operation: unknown) =>
	[resource, operation].map((each) => (typeof each === 'string' ? each : '')).join(': ');

/** What a node offers, as `resource: operation`. */
function operationsOf({ description }: INodeType): string[] {
	return description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			(displayOptions?.show?.resource ?? []).flatMap((resource) =>
				(options as INodePropertyOptions[]).map(({ value }) => inWords(resource, value)),
			),
		);
}

it('finds the gateways', () => {
	expect(NAMES.length).toBeGreaterThanOrEqual(3);
});

const GATEWAYS = NAMES.map((name) => ({ name, pieces: piecesOf(name) }));
const areComplete = GATEWAYS.flatMap(({ pieces }) => pieces).every((piece) => piece.isThere);

describe.each(GATEWAYS)('$name', ({ name, pieces }) => {
	it.each(pieces)('has $what: $where', (piece) => {
		if (piece.isThere) return;
		throw new Error(
			`${name} lacks ${piece.what}. Add it: ${piece.where}. The whole list is in CONTRIBUTING.md, "A new gateway".`,
		);
	});

	it('has a row in the matrix of faults for each operation, and for the test of its credential', async () => {
		// Where a piece is missing, nothing may load; the tests of the pieces say so.
		if (!areComplete) return;
		const { PROFILES } = await import('../profiles');
		const { node, operations } = PROFILES[name as GatewayName];
		const rows = operations.map(({ kind, parameters }) => {
			const { resource, operation } = parameters?.('+12135550123') ?? {};
			return kind === 'test' ? 'credential: test' : inWords(resource, operation);
		});
		const offered = [...operationsOf(node), 'credential: test'];
		const missing = offered.filter((each) => !rows.includes(each));
		if (missing.length === 0) return;
		throw new Error(
			`${name} has no rows in the matrix of faults for ${missing.join(', ')}. Add them: operations in test/profiles/${name}.ts.`,
		);
	});
});
