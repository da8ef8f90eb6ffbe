import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether an AI agent runs the node as its tool. For each node that is `usableAsTool`, n8n makes a
 * second node type with this suffix.
 */
export function isTool(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('Tool');
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
