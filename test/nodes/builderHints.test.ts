import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeTypeDescription,
	type UsableAsToolDescription,
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

describe.each(NODE_PROFILES)('$displayName as a model’s tool', ({ displayName, node }) => {
	it('says what it costs, and never to repeat what is unknown, in a line', () => {
		const { usableAsTool } = node.description;
		const text = (usableAsTool as UsableAsToolDescription).replacements?.description ?? '';
		expect(text).toContain(`(SMS) through ${displayName}.`);
		expect(text).toMatch(/costs money and cannot be undone\. .*"unknown".* never send it again\.$/);
		expect(text.length).toBeLessThanOrEqual(200);
	});

	it('no two operations read the same, by the words that n8n makes', () => {
		const texts = new Map<string, string>();
		for (const { name, options = [], displayOptions } of node.description.properties) {
			if (name !== 'operation') continue;
			for (const resource of displayOptions?.show?.resource ?? []) {
				for (const option of options) {
					const operation = (option as INodePropertyOptions).value;
					const parameters = { resource, operation } as INodeParameters;
					const text = NodeHelpers.getToolDescriptionForNode({ parameters } as INode, node);
					expect(text).toMatch(new RegExp(`^[A-Z][a-z]+ [\\w -]{5,} in ${displayName}$`));
					texts.set(JSON.stringify(parameters), text);
				}
			}
		}
		expect(texts.get('{"resource":"sms","operation":"send"}')).toBe(
			`Send an SMS in ${displayName}`,
		);
		expect(new Set(texts.values()).size).toBe(texts.size);
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
