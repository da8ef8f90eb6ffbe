import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { SmsGatewayTrigger } from '../../nodes/SmsGatewayTrigger/SmsGatewayTrigger.node';
import { OUTCOMES } from '../../runtime/output/outcome';
import { ALL_PROFILES, NODE_PROFILES } from '../profiles';

/*
 * What n8n's assistant, which builds workflows, reads about our nodes.
 */

type Field = INodeProperties | INodePropertyOptions | INodePropertyCollection;

/** The names of all fields with a hint, at any depth. */
function hinted(fields: readonly Field[]): string[] {
	return fields.flatMap((field) => [
		...(field.builderHint === undefined ? [] : [field.name]),
		...('options' in field ? hinted(field.options ?? []) : []),
		...('values' in field ? hinted(field.values) : []),
	]);
}

/** What makes the types that n8n's assistant gets; its own types are for newer ways to find modules. */
const { generateSingleVersionTypeFile } = jest.requireActual<{
	generateSingleVersionTypeFile: (description: INodeTypeDescription, version: number) => string;
}>('@n8n/workflow-sdk/dist/generate-types/generate-types');

describe.each(NODE_PROFILES)('$displayName', ({ displayName, node: { description } }) => {
	const hint = description.builderHint?.searchHint ?? '';

	it('names itself, each outcome, preview, and what must never be on', () => {
		expect(hint).toContain(displayName);
		for (const outcome of OUTCOMES) expect(hint).toContain(`"${outcome}"`);
		expect(hint).toMatch(/Never turn on retryOnFail/);
		expect(hint).toContain('options.preview');
	});

	it('has hints on options, and none on what n8n refuses them', () => {
		const names = new Set(hinted(description.properties));
		expect([...names].sort()).toEqual(['deduplicationKey', 'maxRecipients', 'preview']);
	});
});

// It reads the schemas from `dist/`.
it.each(NODE_PROFILES)('n8n tells its assistant what $displayName puts out', ({ node }) => {
	const types = generateSingleVersionTypeFile(node.description, 1);
	expect(types).toMatch(/^\s+outcome\?: string;$/m);
	expect(types).toMatch(/@builderHint Turn it on while the workflow is being built/);
});

const ALL = [...ALL_PROFILES.map(({ node }) => node), new SmsGatewayTrigger()];

it.each(ALL.map(({ description }) => description))(
	'$displayName has no expression in it',
	(each) => {
		expect(JSON.stringify(each.builderHint)).not.toMatch(/=\{\{|ai_tool/);
		expect(each.builderHint?.searchHint?.length).toBeLessThan(1500);
	},
);
