import type { CredentialInput, WorkflowFile } from '../tools/n8n/rest';
import { ALL_PROFILES, PROFILES } from './profiles';
import { type GatewayNode, workflowOf } from './n8n/workflows';
import type { Sandbox } from '../sandbox/server/server';

/** Two runs that differ in nothing but how many items they have. */
export const COUNTS = { few: 20, many: 220 };

/** A run in which each item has a request of its own. */
interface Work {
	name: string;
	type: GatewayNode;
	parameters: Record<string, unknown>;
	/** The name of the credential, where it is not the usual one. */
	credential?: string;
}

/** A number of each item's own; mGage takes one request for all that get the same text. */
const OWN = { to: '={{ $json.to }}', message: '=Text {{ $json.n }}' };

/** What is sent and asked: each gateway, and each way to sign in. */
export const WORKS: Work[] = [
	...ALL_PROFILES.flatMap(({ name: type, displayName, send, otherSignIn }): Work[] => {
		const work = { name: displayName, type, parameters: { ...send, ...OWN } };
		if (otherSignIn === undefined) return [work];
		const name = `${displayName} with ${otherSignIn.label}`;
		return [
			work,
			{ ...work, name, credential: `${displayName} account with ${otherSignIn.label}` },
		];
	}),
	{
		name: 'a bulk send through Messangi',
		type: 'messangi',
		parameters: {
			...PROFILES.messangi.send,
			...OWN,
			operation: 'sendBulk',
			via: 'send',
			recipientSource: 'items',
		},
	},
	{
		name: 'questions to Messangi',
		type: 'messangi',
		parameters: { resource: 'incomingMessage', operation: 'getMany', returnAll: true },
	},
];

/**
 * The credentials of `WORKS` that not every n8n of the tests has.
 *
 * @param usual the credentials that it has
 */
export function otherAccounts(usual: readonly CredentialInput[]): CredentialInput[] {
	return ALL_PROFILES.flatMap(({ credential, otherSignIn }) => {
		if (otherSignIn === undefined) return [];
		const found = usual.find(({ type }) => type === credential.name);
		if (found === undefined) throw new Error(`There is no credential of type ${credential.name}.`);
		const name = `${found.name} with ${otherSignIn.label}`;
		return [{ ...found, name, data: { ...found.data, ...otherSignIn.fields } }];
	});
}

/** The workflow of a run with so many items. */
export function workflowWith({ name, type, parameters, credential }: Work, count: number) {
	const items = Array.from({ length: count }, (_, n) => ({
		n,
		to: PROFILES[type].numberOf(n),
	}));
	const options = parameters.operation === 'getMany' ? {} : { concurrency: 20 };
	const send = { type, parameters: { ...parameters, options } };
	const workflow = workflowOf(`${name}: ${count}`, send, items);
	return credential === undefined ? workflow : withCredential(workflow, credential);
}

function withCredential(workflow: WorkflowFile, name: string): WorkflowFile {
	const nodes = workflow.nodes.map((node) => {
		const types = Object.keys(node.credentials ?? {});
		if (types.length === 0) return node;
		const credentials = types.map((type) => [type, { id: 'elsewhere', name }]);
		return { ...node, credentials: Object.fromEntries(credentials) as object };
	});
	return { ...workflow, nodes };
}

/** What n8n's database was asked in the two runs of a work. */
export interface Asked {
	few: readonly string[];
	many: readonly string[];
}

/** What n8n asks for reasons of its own in the longer of two runs stays below so many for an item. */
const BY_CHANCE = 0.2;

/** The queries that depend on how many items there are, each with how often it is made for one item. */
export function askedForEach({ few, many }: Asked): Record<string, number> {
	const more = new Map<string, number>();
	for (const query of many) more.set(query, (more.get(query) ?? 0) + 1);
	for (const query of few) more.set(query, (more.get(query) ?? 0) - 1);
	const each = [...more].map(
		([query, count]) => [query, count / (COUNTS.many - COUNTS.few)] as const,
	);
	return Object.fromEntries(each.filter(([, rate]) => rate > BY_CHANCE));
}

/**
 * Does a work with few items and with many, and expects that no item costs a query.
 *
 * @param queriesOf runs a workflow of so many items, and gives what n8n's database was asked
 */
export async function expectNoneForAnItem(
	work: Work,
	sandbox: Sandbox,
	queriesOf: (workflow: WorkflowFile, count: number) => Promise<string[]>,
): Promise<void> {
	sandbox.reset();
	sandbox.receive({ gateway: 'messangi', from: '13056708084', to: '87767', text: 'Hello' });
	// It fetches the token, where one is needed, which costs some.
	await queriesOf(workflowWith(work, 1), 1);
	const few = await queriesOf(workflowWith(work, COUNTS.few), COUNTS.few);
	const many = await queriesOf(workflowWith(work, COUNTS.many), COUNTS.many);
	console.info(tellAsked(work.name, { few, many }));
	expect(few).not.toHaveLength(0);
	expect(askedForEach({ few, many })).toEqual({});
}

/** One line that says how many queries there were. */
function tellAsked(name: string, { few, many }: Asked): string {
	return `${name}: ${few.length} queries of n8n's database for ${COUNTS.few} items, ${many.length} for ${COUNTS.many}`;
}
