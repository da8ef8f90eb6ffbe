import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ALL_PROFILES, NODE_PROFILES } from '../profiles';
import type { Operation, Profile } from '../profiles/profile';
import { credentialsFor } from '../runtime/credentials';
import { file, keys, runNode, visitPage, type NodeRun } from '../runtime/engine';
import { sandboxForTests } from '../sandbox/forTests';

/*
 * `__schema__/v1.0.0/<resource>/<operation>.json` beside a node tells n8n which fields an operation puts
 * out, before it has ever run. The files are made from real outputs: UPDATE_SCHEMAS=1 writes them, and
 * then `npm run format`.
 */

/** What n8n reads of a JSON schema. Of several types, it shows the first. */
interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

const sandbox = sandboxForTests();
let index = 0;

const folderOf = ({ node }: Profile) =>
	join('nodes', node.constructor.name, '__schema__', 'v1.0.0');

const pathOf = (resource: unknown, operation: unknown) =>
	`${resource as string}/${operation as string}`;

/** `resource/operation` of all that the node lists. */
function listedBy({ node }: Profile): string[] {
	const paths = node.description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [], displayOptions }) =>
			(displayOptions?.show?.resource ?? []).flatMap((resource) =>
				options.map((option) => pathOf(resource, 'value' in option ? option.value : '')),
			),
		);
	return [...new Set(paths)].sort();
}

/** `resource/operation` of all files. */
function filesOf(profile: Profile): string[] {
	const folder = folderOf(profile);
	return readdirSync(folder)
		.flatMap((resource) =>
			readdirSync(join(folder, resource)).map((name) => `${resource}/${name.replace('.json', '')}`),
		)
		.sort();
}

/** All that an operation puts out: it succeeds, fails, sends nothing, and finds its key used. */
async function outputsOf(profile: Profile, operation: Operation): Promise<IDataObject[]> {
	const out: IDataObject[] = [];
	const run = async (
		options: INodeParameters = {},
		{ to = profile.numberOf(index++), changes = {} as INodeParameters, fails = false } = {},
	) => {
		const prepared: INodeParameters = (await operation.prepare?.(sandbox, to)) ?? {};
		if (fails) sandbox.failNext({ gateway: profile.name, status: 400 });
		const parameters: INodeParameters = { ...operation.parameters?.(to), ...prepared, ...changes };
		const given: NodeRun = {
			node: profile.name,
			credentials: credentialsFor(sandbox),
			onError: 'continueRegularOutput',
			items: operation.items?.(to),
			files: operation.csv && [file('list.csv', operation.csv(to))],
			parameters: {
				...parameters,
				options: {
					...(parameters.options as object),
					...(operation.waits && profile.longMessages),
					...options,
				},
			},
		};
		const result = await runNode(given);
		if (result.run.waitTill === undefined) {
			out.push(...result.items.map(({ json }) => json));
			return;
		}
		const visit = await visitPage(result, 'POST', { answer: 'approve' });
		if (visit.output !== null) out.push(visit.output);
	};
	keys.entries = [];
	await run();
	if (operation.kind === 'check') await run({}, { changes: { code: '0000' } });
	// Nobody knows when the message was sent.
	if (operation.name.endsWith('reconcile')) await run({}, { changes: { sentAt: '' } });
	await run({}, { fails: true });
	if (operation.kind === 'send') {
		await run({ preview: true, pricePerPart: 0.01 });
		const to = profile.numberOf(index++);
		await run({ deduplicationKey: 'once', pricePerPart: 0.01 }, { to });
		await run({ deduplicationKey: 'once', pricePerPart: 0.01 }, { to });
		// Neither yesterday nor tomorrow, anywhere.
		const days = [(new Date().getUTCDay() + 3) % 7 || 7];
		await run({ sendingHours: { hours: { from: '09:00', to: '20:00', days } } });
	}
	return out;
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return Number.isInteger(value) ? 'integer' : typeof value;
}

/** The names of all fields, each before those that it stands before in any of the objects. */
function inOrder(objects: readonly IDataObject[]): string[] {
	const orders = new Set(objects.map((each) => Object.keys(each).join()));
	const left = [...orders].map((order) => order.split(',').filter((name) => name !== ''));
	const names: string[] = [];
	for (;;) {
		const fronts = left.flatMap(([front]) => front ?? []);
		const next = fronts.find((name) => left.every((order) => order.indexOf(name) <= 0));
		if (next === undefined) break;
		names.push(next);
		for (const order of left) if (order[0] === next) order.shift();
	}
	if (left.flat().length > 0)
		throw new Error(`No order of ${[...new Set(left.flat())].join(', ')}`);
	return names;
}

/** The schema of all these values together. */
function schemaOf(values: readonly unknown[]): Schema {
	const found = new Set(values.map(typeOf));
	// Every integer is a number.
	if (found.has('number')) found.delete('integer');
	const types = [...found].sort((a, b) => Number(a === 'null') - Number(b === 'null'));
	// The sandbox gives none, so it is what a gateway gives: text.
	if (types.join() === 'null') types.unshift('string');
	const schema: Schema = { type: types.length === 1 ? (types[0] ?? 'null') : types };
	if (types.includes('object')) {
		const objects = values.filter((value) => typeOf(value) === 'object') as IDataObject[];
		schema.properties = Object.fromEntries(
			inOrder(objects).map((name) => [
				name,
				schemaOf(objects.filter((each) => each[name] !== undefined).map((each) => each[name])),
			]),
		);
	}
	if (types.includes('array')) {
		const items = values.filter((value) => Array.isArray(value)).flat() as unknown[];
		if (items.length > 0) schema.items = schemaOf(items);
	}
	return schema;
}

describe.each(NODE_PROFILES)('$displayName: what n8n knows of outputs', (node) => {
	it('is there for each operation', () => {
		expect(filesOf(node)).toEqual(listedBy(node));
	});

	it('is what the operations put out, on any platform', async () => {
		const byPath = new Map<string, IDataObject[]>();
		for (const profile of ALL_PROFILES.filter(({ gateway }) => gateway === node.gateway)) {
			// What is sent first is there to be read later.
			sandbox.reset();
			for (const operation of profile.operations) {
				if (operation.kind === 'poll' || operation.kind === 'test') continue;
				const { resource, operation: value } = operation.parameters?.('+13056708084') ?? {};
				const path = pathOf(resource, value);
				byPath.set(path, [...(byPath.get(path) ?? []), ...(await outputsOf(profile, operation))]);
			}
		}
		expect([...byPath.keys()].sort()).toEqual(listedBy(node));
		for (const [path, outputs] of byPath) {
			const target = join(folderOf(node), `${path}.json`);
			const schema = { ...schemaOf(outputs), version: 1 };
			if (process.env.UPDATE_SCHEMAS !== undefined) {
				mkdirSync(dirname(target), { recursive: true });
				writeFileSync(target, `${JSON.stringify(schema, undefined, '\t')}\n`);
			}
			const known: unknown = existsSync(target) && JSON.parse(readFileSync(target, 'utf8'));
			expect({ path, schema: known }).toEqual({ path, schema });
			const order = Object.keys((known as Schema).properties ?? {});
			for (const output of outputs) {
				const names = Object.keys(output);
				expect({ path, names }).toEqual({ path, names: order.filter((name) => name in output) });
			}
		}
	});
});
