import { randomUUID } from 'node:crypto';
import {
	CredentialTestContext,
	DataDeduplicationService,
	PollContext,
	SupplyDataContext,
	WebhookContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	Workflow,
	createEmptyRunExecutionData,
	createRunExecutionData,
	type ICredentialDataDecryptedObject,
	type ICredentialTestFunction,
	type ICredentialType,
	type IBinaryKeyData,
	type DeduplicationItemTypes,
	type IDataDeduplicator,
	type IDataObject,
	type IDeduplicationOutput,
	type IExecuteFunctions,
	type INode,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IRun,
	type IWebhookData,
	type ITaskData,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import type { Sandbox } from '../../sandbox/server/server';
import { EngineCredentials, engineData, nodeTypesOf, startNode } from '../../tools/n8n/engine';
import { ALL_PROFILES, PROFILES } from '../profiles';
import type { ProfileName } from '../profiles/profile';

/*
 * Runs a node of ours inside n8n's own engine: its WorkflowExecute walks a workflow, its contexts
 * and its HTTP helpers are the real ones. What n8n's server adds is in `tools/n8n/engine.ts`.
 */

const PACKAGE = 'n8n-nodes-sms-gateways';
const START = 'Start';
const NODE = 'Node under test';

const nodeTypeInstances = new Map<string, INodeType>([
	['start', startNode],
	...ALL_PROFILES.flatMap(({ node, trigger }) =>
		trigger === undefined ? [node] : [node, trigger],
	).map((type) => [`${PACKAGE}.${type.description.name}`, type] as const),
]);

const nodeTypes = nodeTypesOf(nodeTypeInstances);

const credentialTypes = new Map<string, ICredentialType>(
	ALL_PROFILES.map(({ credential }) => [credential.name, credential]),
);

/** Keeps the credentials of our nodes in memory. */
export class MemoryCredentials extends EngineCredentials {
	/** @param given by the types */
	constructor(given: Record<string, ICredentialDataDecryptedObject>) {
		super(given, credentialTypes);
	}
}

/**
 * The entries of the nodes' deduplication keys, as n8n's server keeps them: in one row that is read
 * and then written, with nothing that keeps two calls apart.
 */
export class MemoryKeys implements IDataDeduplicator {
	entries: string[] = [];

	/** How often it was read and written. */
	calls = 0;

	/** Makes every call fail. */
	isBroken = false;

	/** What another process writes right after the next write, having read before it. */
	overwriteNext: string[] | undefined;

	async checkProcessedAndRecord(items: DeduplicationItemTypes[]): Promise<IDeduplicationOutput> {
		const row = new Set(await this.read());
		const isKnown = (item: DeduplicationItemTypes) => row.has(String(item));
		const fresh = items.filter((item) => !isKnown(item));
		await this.write([...row, ...fresh.map(String)]);
		return { new: fresh, processed: items.filter(isKnown) };
	}

	async removeProcessed(items: DeduplicationItemTypes[]): Promise<void> {
		const gone = new Set(items.map(String));
		await this.write((await this.read()).filter((entry) => !gone.has(entry)));
	}

	clearAllProcessedItems(): Promise<void> {
		this.entries = [];
		return Promise.resolve();
	}

	getProcessedDataCount(): Promise<number> {
		return Promise.resolve(this.entries.length);
	}

	private async read(): Promise<string[]> {
		await new Promise(setImmediate);
		this.calls++;
		if (this.isBroken) throw new Error('SQLITE_BUSY: database is locked');
		return [...this.entries];
	}

	private async write(entries: string[]): Promise<void> {
		await new Promise(setImmediate);
		this.entries = this.overwriteNext ?? entries;
		this.overwriteNext = undefined;
	}
}

/** The one store that n8n's engine has in this process. */
export const keys = new MemoryKeys();
void DataDeduplicationService.init(keys);

/** What a test runs. */
export interface NodeRun {
	/** The profile of the node, e.g. `messangi`. */
	node: ProfileName;
	parameters: INodeParameters;
	/** The items that reach the node; one empty item where none are given. */
	items?: IDataObject[];
	/** The files that each item brings, by field. */
	files?: IBinaryKeyData[];
	credentials: MemoryCredentials;
	onError?: INode['onError'];
	retryOnFail?: boolean;
	/** Whether it is an AI agent's tool: n8n has a second type for that, made of the same node. */
	asTool?: boolean;
	/** Whether it asks a person to approve what an agent wants to do: n8n has a third type for that. */
	asApprovalStep?: boolean;
	/** The execution that the run belongs to; one of its own where none is given, null for none. */
	execution?: string | null;
	/**
	 * The execution that called the workflow; null if it has none, as in n8n's Agents. Without it, the
	 * workflow is not called by another.
	 */
	caller?: string | null;
	/** The type of the trigger of the workflow that called; Manual Trigger where none is given. */
	callersTrigger?: string;
	/** Who called the executions above: the caller of each. */
	callers?: Readonly<Record<string, string>>;
	/** The workflow's id; null for none, as in n8n's Agents, where each call has a new node id. */
	workflow?: string | null;
	/** The id of the credential. */
	credentialId?: string;
	/** The address of n8n as the outside sees it. */
	address?: string;
	/** Called with a function that does what n8n's stop button does. */
	onStart?: (stop: () => void) => void;
}

/** What came out of the node. */
export interface NodeResult {
	/** The items of the first output. */
	items: INodeExecutionData[];
	/** The items of the error output, with `continueErrorOutput`. */
	errorItems: INodeExecutionData[];
	/** The error that stopped the node. */
	error: ITaskData['error'];
	/** What the node tells in its output pane. */
	hints: string[];
	/** Everything that n8n would keep and show of the run. */
	run: IRun;
	/** The workflow that ran. */
	workflow: Workflow;
}

let executions = 0;

/** Runs one node with the given items in n8n's engine. */
export async function runNode(test: NodeRun): Promise<NodeResult> {
	const { credential, gateway } = PROFILES[test.node];
	const node: INode = {
		id: test.workflow === null ? randomUUID() : 'node',
		name: NODE,
		type: `${PACKAGE}.${gateway}${test.asApprovalStep === true ? 'Hitl' : ''}${test.asTool === true || test.asApprovalStep === true ? 'Tool' : ''}`,
		typeVersion: 1,
		position: [200, 0],
		parameters: test.parameters,
		credentials: { [credential.name]: { id: test.credentialId ?? '1', name: 'Test' } },
		onError: test.onError,
		retryOnFail: test.retryOnFail,
		maxTries: 2,
		waitBetweenTries: 0,
	};
	const workflow = new Workflow({
		id: test.workflow === null ? undefined : (test.workflow ?? 'test'),
		nodes: [
			{ id: 'start', name: START, type: 'start', typeVersion: 1, position: [0, 0], parameters: {} },
			node,
		],
		connections: { [START]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes,
	});
	const data = engineData(
		test.credentials,
		test.execution === null ? undefined : (test.execution ?? `execution-${String(executions++)}`),
		test.address,
	);
	const items = (test.items ?? [{}]).map((json, index) => ({ json, binary: test.files?.[index] }));
	const running =
		test.caller === undefined
			? new WorkflowExecute(data, 'manual', createEmptyRunExecutionData()).run({
					workflow,
					startNode: workflow.getNode(START) ?? undefined,
					pinData: { [START]: items },
				})
			: runCalled(test, test.caller, data, workflow, items);
	test.onStart?.(() => {
		running.cancel();
	});
	const run = await running;
	const task = run.data.resultData.runData[NODE]?.[0];
	const [output, errorOutput] = task?.data?.main ?? [];
	return {
		items: output ?? [],
		errorItems: errorOutput ?? [],
		error: task?.error,
		hints: task?.hints?.map(({ message }) => message) ?? [],
		run,
		workflow,
	};
}

/** For `onStart`: stops a run as soon as the sandbox has so many messages, however long that takes. */
export function stopAt(sandbox: Sandbox, count: number): (stop: () => void) => void {
	return (stop) => {
		const looking = setInterval(() => {
			if (sandbox.messages().length < count) return;
			clearInterval(looking);
			stop();
		}, 5).unref();
	};
}

/** Runs a workflow as n8n's server does if another workflow has called it. */
function runCalled(
	{ callers = {}, callersTrigger = 'n8n-nodes-base.manualTrigger' }: NodeRun,
	caller: string | null,
	data: IWorkflowExecuteAdditionalData,
	workflow: Workflow,
	items: INodeExecutionData[],
): ReturnType<WorkflowExecute['processRunExecutionData']> {
	const by = (executionId: string) => ({ executionId, workflowId: 'caller', shouldResume: true });
	data.getRunExecutionData = (id) => {
		if (id === 'unreadable') return Promise.reject(new Error('The execution has no data'));
		const above = callers[id];
		return Promise.resolve(
			above === undefined
				? createEmptyRunExecutionData()
				: createRunExecutionData({ parentExecution: by(above) }),
		);
	};
	const parentExecution =
		caller === null
			? undefined
			: {
					...by(caller),
					executionContext: {
						version: 1 as const,
						establishedAt: 0,
						source: 'manual' as const,
						triggerNode: { name: 'Trigger', type: callersTrigger },
					},
				};
	const start = workflow.getNode(START);
	if (start === null) throw new Error('The workflow has no start');
	const runData = createRunExecutionData({
		resultData: { pinData: { [START]: items } },
		executionData: {
			nodeExecutionStack: [
				{ node: start, data: { main: [items] }, metadata: { parentExecution }, source: null },
			],
		},
		parentExecution,
	});
	return new WorkflowExecute(data, 'integrated', runData).processRunExecutionData(workflow);
}

/**
 * Runs a node as a worker runs a tool for an MCP client: in n8n's context for tools, with an execution of
 * its own in each call.
 *
 * @param parent the node whose tool it is
 * @returns the JSON of the output
 */
export async function runAsTool(
	profile: ProfileName,
	credentials: MemoryCredentials,
	parent: Pick<INode, 'name' | 'type'>,
): Promise<IDataObject[]> {
	const { credential, gateway, node: type, send } = PROFILES[profile];
	const common = { typeVersion: 1, position: [0, 0] as [number, number] };
	const node: INode = {
		...common,
		id: `tool of ${parent.name}`,
		name: NODE,
		type: `${PACKAGE}.${gateway}Tool`,
		parameters: send,
		credentials: { [credential.name]: { id: '1', name: 'Test' } },
	};
	const workflow = new Workflow({
		id: 'test',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
	});
	const items: INodeExecutionData[] = [{ json: {} }];
	const context = new SupplyDataContext(
		workflow,
		node,
		engineData(credentials, `execution-${String(executions++)}`),
		'webhook',
		createEmptyRunExecutionData(),
		0,
		items,
		{ ai_tool: [items] },
		'ai_tool',
		{ node, data: { ai_tool: [items] }, source: null },
		[],
		undefined,
		{ ...common, id: 'parent', parameters: {}, ...parent },
	);
	const [output] = ((await type.execute?.call(context as unknown as IExecuteFunctions)) ??
		[]) as INodeExecutionData[][];
	return (output ?? []).map(({ json }) => json);
}

/** What comes of a visit to the page behind a link. */
export interface Visit {
	/** The HTTP status that the node chose; 200 where it left that to n8n. */
	status: number;
	page: string;
	/** What the workflow goes on with; null where it goes on waiting. */
	output: IDataObject | null;
}

/** Opens the link of a node that waits, or sends the form of its page. */
export async function visitPage(
	{ run, workflow }: NodeResult,
	method: 'GET' | 'POST',
	body: IDataObject = {},
): Promise<Visit> {
	const visit: Visit = { status: 200, page: '', output: null };
	const httpResponse = {
		status: (status: number) => Object.assign(httpResponse, { code: (visit.status = status) }),
		set: () => httpResponse,
		type: () => httpResponse,
		send: (page: string) => (visit.page = page),
	};
	const node = workflow.getNode(NODE);
	if (node === null) throw new Error('The node is gone');
	const data = {
		...engineData(new MemoryCredentials({}), '1'),
		httpRequest: { method, body, query: {}, headers: {}, params: {} },
		httpResponse,
	} as unknown as IWorkflowExecuteAdditionalData;
	const webhook = { webhookDescription: { name: 'default' } } as IWebhookData;
	const context = new WebhookContext(workflow, node, data, 'webhook', webhook, [], run.data);
	const response = await nodeTypes.getByNameAndVersion(node.type).webhook?.call(context);
	visit.output = response?.workflowData?.[0]?.[0]?.json ?? null;
	return { ...visit, page: visit.page || String(response?.webhookResponse ?? '') };
}

/** What a poll of a gateway's own trigger gave. */
export interface PollResult {
	/** The items that start the workflow; null where there is nothing new. */
	items: INodeExecutionData[] | null;
	/** What it threw. */
	error: Error | null;
}

/** How a trigger is asked. */
interface PollChoice {
	parameters?: INode['parameters'];
	/** `manual` is the editor's test. */
	mode?: 'trigger' | 'manual';
	/** What n8n stores for the workflow; a poll with the same goes on from the last. */
	stored?: IDataObject;
}

/** Lets a gateway's own trigger ask once, in n8n's own context; as when n8n has just started. */
export async function pollTrigger(
	gateway: ProfileName,
	credentials: MemoryCredentials,
	{ parameters = {}, mode = 'trigger', stored = {} }: PollChoice = {},
): Promise<PollResult> {
	const { trigger, credential } = PROFILES[gateway];
	if (trigger?.poll === undefined) throw new Error(`${gateway} has no trigger that polls`);
	const node: INode = {
		id: 'node',
		name: NODE,
		type: `${PACKAGE}.${trigger.description.name}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [credential.name]: { id: '1', name: 'Test' } },
	};
	const workflow = new Workflow({
		id: `polled-${String(executions++)}`,
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
		staticData: stored,
	});
	const context = new PollContext(workflow, node, engineData(credentials, '1'), mode, 'activate');
	try {
		const found = await trigger.poll.call(context);
		return { items: found?.[0] ?? null, error: null };
	} catch (error) {
		return { items: null, error: error as Error };
	}
}

/** Tests a credential as its dialog does, with the helpers that n8n gives to such a test. */
export async function testCredential(
	node: NodeRun['node'],
	credentials: MemoryCredentials,
): Promise<INodeCredentialTestResult> {
	const type = PROFILES[node].credential.name;
	return await credentialTestOf(node).call(
		new CredentialTestContext(engineData(credentials, '1')),
		{
			id: '1',
			name: 'Test',
			type,
			data: credentials.stored[type],
		},
	);
}

/** The function that tests the credential of a gateway's node. */
function credentialTestOf(gateway: ProfileName): ICredentialTestFunction {
	const { node, credential } = PROFILES[gateway];
	const { description, methods } = node;
	const name = description.credentials?.find((each) => each.name === credential.name)?.testedBy;
	const test = typeof name === 'string' ? methods?.credentialTest?.[name] : undefined;
	if (test === undefined) throw new Error(`No test of ${gateway}'s credential`);
	return test;
}

/** A file as n8n hands it to a node. */
export function file(name: string, content: Buffer | string, mimeType = ''): IBinaryKeyData {
	return { data: { data: Buffer.from(content).toString('base64'), mimeType, fileName: name } };
}

/** The JSON of the first output's items. */
export function outputs({ items }: NodeResult): IDataObject[] {
	return items.map(({ json }) => json);
}
