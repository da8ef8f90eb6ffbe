// The packages with a single service, all in one n8n that has not the main package.
import services from '../../tools/release/packages/services.cjs';
import { PROFILES } from '../profiles';
import { Rig } from './rig';
import { hasFeature } from './since';
import { outputs, workflowOf } from './workflows';

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

describe('packages with a single service in a real n8n', () => {
	const rig = new Rig(services.map(({ name }) => name));
	beforeAll(() => rig.start());
	afterAll(() => rig.stop());

	describe.each(services)('$name', ({ name, gateway: own, nodes, credentials }) => {
		test('n8n offers its nodes, the action also as a tool and, where n8n has them, a step for approval, and no others', async () => {
			const names = (await rig.rest.types('nodes')).map((type) => type.name);
			const triggers = nodes.filter((each) => each.endsWith('Trigger')).map(lowerFirst);
			const kinds = ['', 'Tool', ...(hasFeature('steps for human approval') ? ['HitlTool'] : [])];
			const actions = kinds.map((kind) => `${own}${kind}`);
			expect(names.filter((each) => each.startsWith(`${name}.`)).sort()).toEqual(
				[...triggers, ...actions].map((each) => `${name}.${each}`).sort(),
			);
		});

		test('n8n offers its credentials and serves the icons', async () => {
			const known = await rig.rest.types('credentials');
			for (const each of credentials.map(lowerFirst)) {
				expect(known.map((type) => type.name)).toContain(each);
			}
			const types = (await rig.rest.types('nodes')).filter(
				(type) => type.name.startsWith(`${name}.`) && !type.name.endsWith('Tool'),
			);
			for (const type of types) {
				const { light, dark } = type.iconUrl as { light: string; dark: string };
				for (const path of [light, dark]) expect(await rig.rest.file(path)).toContain('<svg');
			}
		});

		test('its SMS Gateway Trigger knows this gateway and no other', async () => {
			const types = await rig.rest.types('nodes');
			const trigger = types.find((type) => type.name === `${name}.smsGatewayTrigger`);
			const properties = trigger?.properties as { name: string }[];
			const gateway = properties.find((property) => property.name === 'gateway');
			expect(gateway).toMatchObject({ default: own, options: [{ value: own }] });
			expect((gateway as unknown as { options: unknown[] }).options).toHaveLength(1);
			const notices = properties.map((each) => each.name).filter((each) => each.endsWith('Notice'));
			expect(notices).toEqual([`${own}Notice`]);
		});

		test('it sends', async () => {
			rig.sandbox.reset();
			const parameters = { ...PROFILES[own].send, to: '+1 213 555 0123' };
			const execution = await rig.run(workflowOf(name, { type: own, from: name, parameters }));
			expect(outputs(execution)).toMatchObject([{ outcome: 'accepted', to: '+12135550123' }]);
			expect(rig.sandbox.messages()).toHaveLength(1);
		});
	});

	test('the log of n8n holds no complaint about them', () => {
		const complaints = rig.n8n
			.log()
			.split('\n')
			.filter(
				(line) =>
					services.some(({ name }) => line.includes(name)) ||
					/There was an error loading/i.test(line),
			);
		expect(complaints).toEqual([]);
	});
});
