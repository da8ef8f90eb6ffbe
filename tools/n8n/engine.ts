import { Credentials, ExecutionLifecycleHooks, ExternalSecretsProxy } from 'n8n-core';
import {
	ICredentialsHelper,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeType,
	type INodeTypes,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

/*
 * What n8n's engine needs to run in this process: what n8n's server adds is made here.
 */

/** The workflow as n8n's hooks want to know it. */
const WORKFLOW: IWorkflowBase = {
	id: 'test',
	name: 'Test',
	active: false,
	activeVersionId: null,
	isArchived: false,
	createdAt: new Date(0),
	updatedAt: new Date(0),
	nodes: [],
	connections: {},
};

/** A node that hands on what is pinned to it. */
export const startNode: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: 'Starts a run',
		defaults: {},
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	execute: () => Promise.resolve([[]]),
};

/** The node types by their full names, as n8n's server finds them. */
export function nodeTypesOf(types: ReadonlyMap<string, INodeType>): INodeTypes {
	const typeOf = (name: string): INodeType => {
		// As an agent's tool and as its step for human review, a node has a type of its own.
		const found = types.get(name.replace(/(?:Hitl)?Tool$/, ''));
		if (found === undefined) throw new Error(`There is no node type ${name}.`);
		return found;
	};
	return { getByName: typeOf, getByNameAndVersion: typeOf, getKnownTypes: () => ({}) };
}

/** Keeps credentials in memory, and does with a credential type what n8n's server does. */
export class EngineCredentials extends ICredentialsHelper {
	/** Whether no status is an error once any is not: up to 2.8, n8n's HTTP client takes no exceptions. */
	takesNoExceptions = false;

	/** How often a credential was read. */
	reads = 0;

	readonly stored: Record<string, ICredentialDataDecryptedObject>;

	/** @param given by the types; what n8n itself keeps in one is empty where it is not given */
	constructor(
		given: Record<string, ICredentialDataDecryptedObject>,
		private readonly types: ReadonlyMap<string, ICredentialType>,
	) {
		super();
		const complete = Object.entries(given).map(([type, data]) => {
			const kept = this.getCredentialsProperties(type).filter((each) => each.type === 'hidden');
			return [type, { ...Object.fromEntries(kept.map(({ name }) => [name, ''])), ...data }];
		});
		this.stored = Object.fromEntries(complete) as typeof this.stored;
	}

	override getParentTypes(): string[] {
		return [];
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	override getCredentialsProperties(type: string) {
		return this.types.get(type)?.properties ?? [];
	}

	override getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		this.reads++;
		const stored = this.stored[type];
		if (stored === undefined) return Promise.reject(new Error(`No credential of type ${type}`));
		return Promise.resolve({ ...stored });
	}

	override getCredentials(details: INodeCredentialsDetails, type: string): Promise<Credentials> {
		return Promise.resolve(new Credentials({ id: details.id, name: details.name }, type));
	}

	override updateCredentials(
		_details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.stored[type] = data;
		return Promise.resolve();
	}

	override updateCredentialsOauthTokenData(): Promise<void> {
		return Promise.resolve();
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const authenticate = this.types.get(typeName)?.authenticate;
		if (typeof authenticate !== 'function') throw new Error(`${typeName} does not authenticate`);
		const ready = await authenticate(credentials, requestOptions);
		if (!this.takesNoExceptions) return ready;
		return { ...ready, ignoreHttpStatusErrors: Boolean(ready.ignoreHttpStatusErrors) };
	}

	override async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		_node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.types.get(typeName);
		const expirable = type?.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		);
		if (type?.preAuthentication === undefined || expirable === undefined) return undefined;
		if (!credentialsExpired && (credentials[expirable.name] ?? '') !== '') return undefined;
		const output = await type.preAuthentication.call(helpers, credentials);
		if (output[expirable.name] === undefined) return undefined;
		this.stored[typeName] = {
			...this.stored[typeName],
			...output,
		} as ICredentialDataDecryptedObject;
		return Object.assign(credentials, output);
	}

	override runPreAuthentication(): Promise<undefined> {
		return Promise.resolve(undefined);
	}
}

/**
 * What n8n's server adds to an execution.
 *
 * @param executionId undefined where n8n runs a node without an execution
 */
export function engineData(
	credentialsHelper: ICredentialsHelper,
	executionId: string | undefined,
	base = 'http://127.0.0.1:5678',
): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper,
		executionId,
		currentNodeExecutionIndex: 0,
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: `${base}/`,
		formBaseUrl: `${base}/form`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		formTestBaseUrl: `${base}/form-test`,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		mcpBaseUrl: `${base}/mcp`,
		mcpTestBaseUrl: `${base}/mcp-test`,
		hooks: new ExecutionLifecycleHooks('manual', '1', WORKFLOW),
		variables: {},
		externalSecretsProxy: new ExternalSecretsProxy(),
		executeWorkflow: () => Promise.reject(new Error('not in this process')),
		getRunExecutionData: () => Promise.resolve(undefined),
		getRuntimeCredential: () => Promise.resolve(undefined),
		logAiEvent: () => undefined,
		startRunnerTask: () => Promise.reject(new Error('not in this process')),
	};
}
