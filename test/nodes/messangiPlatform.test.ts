import {
	NodeHelpers,
	type INodeCredentialDescription,
	type INodeParameters,
	type INodePropertyOptions,
} from 'n8n-workflow';
import { exampleFiles, readExample } from '../../tools/n8n/examples';
import { PROFILES } from '../profiles';
import { credentialsFor } from '../runtime/credentials';
import { outputs, runNode } from '../runtime/engine';
import { sandboxForTests } from '../sandbox/forTests';

/*
 * The field "Platform" of the Messangi node: workflows that were saved before it existed run as they
 * did, and each platform shows what it can do.
 */

const { node, operations, numberOf } = PROFILES.messangi;
const { description } = node;

const sandbox = sandboxForTests();

/** The parameters that n8n gives to a node, with the defaults of what it shows. */
const completed = (saved: INodeParameters) =>
	NodeHelpers.getNodeParameters(description.properties, saved, true, false, null, description) ??
	{};

/** The credentials that n8n asks for. */
const credentialsOf = (parameters: INodeParameters) =>
	(description.credentials ?? [])
		.filter((each: INodeCredentialDescription) =>
			NodeHelpers.displayParameter(parameters, each, null, description),
		)
		.map(({ name }) => name);

/** What a list offers with these parameters. */
const offered = (name: string, parameters: INodeParameters) =>
	description.properties
		.filter((field) => field.name === name)
		.filter((field) => NodeHelpers.displayParameter(parameters, field, null, description))
		.flatMap(({ options = [] }) => options as INodePropertyOptions[])
		.filter((option) => NodeHelpers.displayParameter(parameters, option, null, description))
		.map(({ value }) => value);

it('has one list of resources, or n8n would offer the actions of each', () => {
	expect(description.properties.filter(({ name }) => name === 'resource')).toHaveLength(1);
});

/** The Messangi nodes of all example workflows, which were saved before there was a platform. */
const SAVED = exampleFiles().flatMap((file) =>
	readExample(file)
		.nodes.filter(({ type }) => type === 'n8n-nodes-sms-gateways.messangi')
		.map(({ name, parameters }) => ({ file, name, parameters: parameters as INodeParameters })),
);

it('there are saved workflows', () => {
	expect(SAVED.length).toBeGreaterThan(5);
});

it.each(SAVED)('$file, $name: keeps its parameters and its credential', ({ parameters }) => {
	expect(parameters).not.toHaveProperty('platform');
	const all = completed(parameters);
	expect(all).toMatchObject({ ...parameters, platform: 'campaignManager' });
	for (const each of [parameters, all]) expect(credentialsOf(each)).toEqual(['messangiApi']);
});

const SENDS = operations.filter(({ kind, parameters }) => kind === 'send' && parameters);

it.each(SENDS)('$name of a workflow without a platform goes to the older one', async (each) => {
	const to = numberOf(7);
	const parameters = each.parameters?.(to) ?? {};
	expect(parameters).not.toHaveProperty('platform');
	const csv = each.csv?.(to);
	const data = Buffer.from(csv ?? '').toString('base64');
	const result = await runNode({
		node: 'messangi',
		credentials: credentialsFor(sandbox),
		parameters,
		items: each.items?.(to),
		...(csv !== undefined && {
			files: [{ data: { data, mimeType: 'text/csv', fileName: 'a.csv' } }],
		}),
	});
	expect(result.error).toBeUndefined();
	expect(outputs(result)).toMatchObject([{ gateway: 'messangi', outcome: 'accepted' }]);
	expect(sandbox.requests().every(({ gateway }) => gateway === 'messangi')).toBe(true);
});

it('shows what the older platform can do, also where no platform is saved', () => {
	for (const saved of [{}, { platform: 'campaignManager' }]) {
		const all = completed(saved);
		expect(offered('resource', all).sort()).toEqual(['incomingMessage', 'pin', 'sms']);
		expect(offered('operation', all).sort()).toEqual([
			'get',
			'getMany',
			'reconcile',
			'send',
			'sendAndWait',
			'sendBulk',
			'sendCampaign',
		]);
	}
});

it('shows what the newer platform can do', () => {
	const all = completed({ platform: 'elastic' });
	expect(offered('platform', all)).toEqual(['campaignManager', 'elastic']);
	expect(offered('resource', all)).toEqual(['sms']);
	expect(offered('operation', all)).toEqual(['send', 'sendAndWait', 'sendBulk']);
	expect(all).toMatchObject({ resource: 'sms', operation: 'send' });
	expect(all).not.toHaveProperty('carrier');
	expect(credentialsOf(all)).toEqual(['messangiElasticApi']);
});

it.each([
	[
		'PINs are',
		{ resource: 'pin', operation: 'send' },
		'Messangi Elastic has no PINs',
		'Choose the resource SMS, or the platform Campaign Manager. Nothing was sent.',
	],
	// n8n gives no operation if it shows none for the resource.
	[
		'PINs without an operation are',
		{ resource: 'pin', operation: undefined },
		'Messangi Elastic has no PINs',
		'Choose the resource SMS, or the platform Campaign Manager. Nothing was sent.',
	],
	[
		'incoming messages are',
		{ resource: 'incomingMessage', operation: 'getMany' },
		'Messangi Elastic has no incoming messages',
		'Choose the resource SMS, or the platform Campaign Manager. Nothing was sent.',
	],
	[
		'an operation is',
		{ resource: 'sms', operation: 'getMany' },
		'Messangi Elastic has no operation "Get Many"',
		'Choose another operation (Send, Send and Wait for Response, Send Bulk), or the platform Campaign Manager. Nothing was sent.',
	],
	[
		'an operation that no platform has is',
		{ resource: 'sms', operation: 'sing' },
		'Messangi has no operation "sing" for "sms"',
		'Choose Resource and Operation from the lists. Nothing was sent.',
	],
])('%s refused on the newer platform, with nothing sent', async (_label, given, says, hint) => {
	const parameters: INodeParameters = { ...PROFILES.messangiElastic.send, ...given };
	if (given.operation === undefined) delete parameters.operation;
	const result = await runNode({
		node: 'messangiElastic',
		credentials: credentialsFor(sandbox),
		parameters,
	});
	expect(result.error?.message).toBe(says);
	expect(result.error).toMatchObject({ description: hint });
	expect(sandbox.requests()).toEqual([]);
});

it('the newer platform sends with its own credential only', async () => {
	const credentials = credentialsFor(sandbox);
	delete credentials.stored.messangiApi;
	const { send } = PROFILES.messangiElastic;
	const result = await runNode({ node: 'messangiElastic', credentials, parameters: send });
	expect(outputs(result)).toMatchObject([
		{ gateway: 'messangi', outcome: 'accepted', to: '+573001234567', from: '12345' },
	]);
	expect(sandbox.messages()).toMatchObject([{ gateway: 'messangiElastic' }]);
});

it.each([
	['an API key', 'apiKey'],
	['an API key, which is the default', ''],
])('the newer platform sends with %s', async (_label, authentication) => {
	const { send } = PROFILES.messangiElastic;
	const result = await runNode({
		node: 'messangiElastic',
		credentials: credentialsFor(sandbox, { messangiElasticApi: { authentication } }),
		parameters: send,
	});
	expect(outputs(result)).toMatchObject([{ outcome: 'accepted' }]);
	expect(sandbox.stats().tokensIssued).toBe(0);
});

it('500 items share one sign-in, and an expired key is renewed once in between', async () => {
	const items = Array.from({ length: 500 }, (_, index) => ({ phone: numberOf(index) }));
	const changes = PROFILES.messangiElastic.token?.accountOf(4711);
	let seen = 0;
	sandbox.onRequest(({ path }) => {
		if (path.includes('/raven/') && ++seen === 250) sandbox.expireTokens();
	});
	const result = await runNode({
		node: 'messangiElastic',
		credentials: credentialsFor(sandbox, { messangiElasticApi: changes ?? {} }),
		items,
		parameters: { ...PROFILES.messangiElastic.send, to: '={{ $json.phone }}' },
	});
	sandbox.onRequest(() => undefined);
	expect(outputs(result).map(({ outcome, to }) => [outcome, to])).toEqual(
		items.map(({ phone }) => ['accepted', phone]),
	);
	expect(sandbox.messages()).toHaveLength(500);
	expect(sandbox.stats().tokensIssued).toBe(2);
});
