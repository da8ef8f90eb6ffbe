import { NodeHelpers, type INodeProperties, type NodeParameterValueType } from 'n8n-workflow';
import { SmsGatewayTrigger } from '../../nodes/SmsGatewayTrigger/SmsGatewayTrigger.node';
import { ALL_PROFILES, PROFILES } from '../profiles';
import { credentialsFor } from '../runtime/credentials';
import { outputs, runNode } from '../runtime/engine';
import { sandboxForTests } from '../sandbox/forTests';

const NODES = [
	...ALL_PROFILES.flatMap(({ node, trigger }) =>
		trigger === undefined ? [node] : [node, trigger],
	),
	new SmsGatewayTrigger(),
].map((node) => node.description);

/** The switches in the collections of some fields. */
function switchesIn(fields: readonly INodeProperties[]): INodeProperties[] {
	return fields
		.filter(({ type }) => type === 'collection')
		.flatMap(({ options = [] }) => options as INodeProperties[])
		.flatMap((option) => (option.type === 'boolean' ? [option] : switchesIn([option])));
}

test.each(NODES)('$displayName: a switch is on as soon as it is added', ({ properties }) => {
	for (const { displayName, default: value } of switchesIn(properties)) {
		expect([displayName, value]).toEqual([displayName, true]);
	}
});

test('the switches are found', () => {
	const names = NODES.flatMap(({ properties }) => switchesIn(properties)).map(({ name }) => name);
	expect(new Set(names)).toEqual(
		new Set([
			...['preview', 'smartEncoding', 'templateFromData', 'allowLongMessages', 'combine'],
			...['finalOnly', 'includeRaw'],
		]),
	);
});

describe.each(ALL_PROFILES)('the option "Preview" of $displayName', ({ name, node, send }) => {
	const sandbox = sandboxForTests();

	/** What n8n stores, and what it gives to the node, of the options of a saved workflow. */
	const kept = (options: Record<string, NodeParameterValueType>, withDefaults: boolean) =>
		NodeHelpers.getNodeParameters(
			node.description.properties,
			{ ...send, options } as typeof send,
			withDefaults,
			false,
			null,
			node.description,
		)?.options ?? {};

	it.each([
		['on, as it is when it is added', { preview: true }, 'preview', 0],
		['on, as text of an expression', { preview: '={{ "true" }}' }, 'preview', 0],
		['turned off', { preview: false }, 'accepted', 1],
		['off, as text of an expression', { preview: '={{ "false" }}' }, 'accepted', 1],
		['not added', {}, 'accepted', 1],
	])('%s', async (_label, options, outcome, messages) => {
		expect(kept(options, false)).toEqual(options);
		expect(kept(options, true)).toEqual(options);
		sandbox.reset();
		const result = await runNode({
			node: name,
			credentials: credentialsFor(sandbox),
			parameters: { ...send, options },
		});
		expect(outputs(result).map((each) => each.outcome)).toEqual([outcome]);
		expect(sandbox.messages()).toHaveLength(messages);
	});
});

describe('the carrier of Messangi', () => {
	const { node, send } = PROFILES.messangi;
	const carrier = node.description.properties.find(({ name }) => name === 'carrier');
	const kept = (value: unknown) =>
		NodeHelpers.getNodeParameters(
			node.description.properties,
			{ ...send, carrier: value } as typeof send,
			true,
			false,
			null,
			node.description,
		)?.carrier;

	it('is typed first, and the list says that it knows only some', () => {
		expect(carrier?.modes?.map(({ name }) => name)).toEqual(['name', 'list']);
		expect(kept(undefined)).toEqual({ __rl: true, mode: 'name', value: '' });
		expect(carrier?.modes?.[1]?.hint).toContain('only carriers of your latest incoming messages');
	});

	it.each(['list', 'name'])('of a saved workflow stays as it is: %s', (mode) => {
		const saved = { __rl: true, mode, value: 'Movistar' };
		expect(kept(saved)).toEqual(saved);
	});
});
