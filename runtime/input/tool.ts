import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether a language model runs the node as its tool. n8n makes a second node type of each node that
 * is `usableAsTool`, and adds this to its name.
 */
export function isTool(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('Tool');
}

/**
 * Whether the node asks a person to approve what an agent wants to do. n8n makes one more node type
 * for that of each node that can wait for an answer.
 */
export function isApprovalStep(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('HitlTool');
}

/**
 * Whether what fails comes out as an item. Always so for a tool: of an error, n8n tells the model the
 * text alone, and the model could not know whether the message may have been sent. Not so for an
 * approval step: n8n takes an item without an approval for a person's refusal.
 */
export function continuesOnFailure(context: IExecuteFunctions): boolean {
	return context.continueOnFail() || (isTool(context) && !isApprovalStep(context));
}
