import type { IExecuteFunctions, INode } from 'n8n-workflow';

/**
 * Whether a model runs the node as its tool. For each node that is `usableAsTool`, n8n makes a second
 * node type with this suffix. What n8n runs without an execution is a tool, too.
 */
export function isTool(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('Tool') || executionOf(context) === null;
}

/**
 * The id of the execution that a run belongs to; null if there is none. n8n's MCP Server Trigger and its
 * Agents run tools without one. In queue mode, each call of an MCP client is an execution of its own, so
 * a limit for each execution would limit nothing.
 */
export function executionOf(context: IExecuteFunctions & { parentNode?: INode }): string | null {
	if (context.parentNode?.type.endsWith('.mcpTrigger') === true) return null;
	return (context.getExecutionId() as string | undefined) ?? null;
}

/**
 * Whether the node asks a person to approve what an agent wants to do. For this, n8n makes another node
 * type of each node that can wait for a response.
 */
export function isApprovalStep(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('HitlTool');
}

/**
 * Whether failures come out as items. Always for a tool: n8n gives the model only the text of an error,
 * so the model could not know whether the message may have been sent. Never for an approval step: n8n
 * would read an item without an approval as a person's refusal.
 */
export function continuesOnFailure(context: IExecuteFunctions): boolean {
	return context.continueOnFail() || (isTool(context) && !isApprovalStep(context));
}
