import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether a language model runs the node as its tool. n8n makes a second node type of each node that
 * is `usableAsTool`, and adds this to its name.
 */
export function isTool(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('Tool');
}

/**
 * Whether what fails comes out as an item. Always so for a tool: of an error, n8n tells the model the
 * text alone, and the model could not know whether the message may have been sent.
 */
export function continuesOnFailure(context: IExecuteFunctions): boolean {
	return context.continueOnFail() || isTool(context);
}
