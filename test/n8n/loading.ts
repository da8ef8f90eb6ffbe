import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_PROFILES, NODE_PROFILES } from '../profiles';
import { PACKAGE_NAME, PACKAGE_PREFIX } from './names';
import type { Rig } from './rig';
import { describeWith } from './since';

const TRIGGERS = [
	'smsGatewayTrigger',
	...ALL_PROFILES.flatMap(({ trigger }) => trigger?.description.name ?? []),
];
const GATEWAYS = NODE_PROFILES.map(({ name }) => name);
const NODES = [...GATEWAYS, ...TRIGGERS];
const CREDENTIALS = [
	...ALL_PROFILES.map(({ credential }) => credential.name),
	'smsGatewayCallbackApi',
];

/** n8n finds everything in the packed package. */
export function describeLoading(rig: Rig): void {
	describe('loading the packed package', () => {
		test.each(TRIGGERS)('n8n offers the trigger %s', async (name) => {
			const names = (await rig.rest.types('nodes')).map((type) => type.name);
			expect(names).toContain(`${PACKAGE_PREFIX}${name}`);
			expect(names).not.toContain(`${PACKAGE_PREFIX}${name}Tool`);
		});

		test.each(GATEWAYS)('n8n offers the node %s, also as a tool for agents', async (name) => {
			const names = (await rig.rest.types('nodes')).map((type) => type.name);
			expect(names).toContain(`${PACKAGE_PREFIX}${name}`);
			expect(names).toContain(`${PACKAGE_PREFIX}${name}Tool`);
		});

		describeWith('steps for human approval', 'as n8n offers them', () => {
			test.each(GATEWAYS)('n8n offers the node %s as a step for human approval', async (name) => {
				const types = await rig.rest.types('nodes');
				const step = types.find((type) => type.name === `${PACKAGE_PREFIX}${name}HitlTool`);
				expect(step).toMatchObject({ description: 'Request human approval for tools' });
			});
		});

		test.each(CREDENTIALS)('n8n offers the credential %s', async (name) => {
			expect((await rig.rest.types('credentials')).map((type) => type.name)).toContain(name);
		});

		test('n8n serves the light and the dark icon of each node', async () => {
			const types = await rig.rest.types('nodes');
			for (const name of NODES) {
				const type = types.find((candidate) => candidate.name === `${PACKAGE_PREFIX}${name}`);
				const { light, dark } = type?.iconUrl as { light: string; dark: string };
				expect(light).not.toBe(dark);
				for (const path of [light, dark]) expect(await rig.rest.file(path)).toContain('<svg');
			}
		});

		test('n8n serves the output schema of each operation', async () => {
			for (const { node } of ALL_PROFILES) {
				const folder = join('nodes', node.constructor.name, '__schema__', 'v1.0.0');
				const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
				const schemas = files.filter((file) => file.endsWith('.json'));
				expect(schemas).not.toEqual([]);
				for (const file of schemas) {
					const path = `schemas/${PACKAGE_PREFIX}${node.description.name}/1/${file}`;
					const served: unknown = JSON.parse(await rig.rest.file(path));
					expect(served).toEqual(JSON.parse(readFileSync(join(folder, file), 'utf8')));
				}
			}
		});

		test('its log holds no complaint about the package', () => {
			const complaints = rig.n8n
				.log()
				.split('\n')
				.filter((line) => line.includes(PACKAGE_NAME) || /There was an error loading/i.test(line));
			expect(complaints).toEqual([]);
		});
	});
}
