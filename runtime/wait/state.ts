import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Question } from './question';

/** What is kept with a waiting execution, and needed when somebody answers. */
export interface Waiting {
	/** Which of the node's questions in this execution it is: in a loop it asks more than once. */
	asked: number;
	question: Question;
	/** The output of the message that was sent. */
	sent: IDataObject;
	/** When the time to answer is over, ISO 8601; missing where an earlier version has asked. */
	until?: string;
}

/** The name of its entry among what n8n keeps for a node in an execution. */
const ENTRY = 'waiting';

/** Keeps it: n8n stores it with the execution. */
export function keep(context: IExecuteFunctions, waiting: Waiting): void {
	context.getContext('node')[ENTRY] = JSON.stringify(waiting);
}

/** How many questions the node has asked in this execution. */
export function countAsked(context: IExecuteFunctions): number {
	return parse(context.getContext('node')[ENTRY])?.asked ?? 0;
}

/**
 * What was kept, when the link is opened. A webhook reaches it by an expression only.
 *
 * @returns null where there is nothing
 */
export function recall(context: IWebhookFunctions): Waiting | null {
	// Braces in the name of the node would end the expression.
	const name = JSON.stringify(context.getNode().name).replace(/[{}]/g, (brace) =>
		brace === '{' ? '\\u007b' : '\\u007d',
	);
	return parse(context.evaluateExpression(`{{ $node[${name}].context.${ENTRY} }}`));
}

function parse(value: unknown): Waiting | null {
	return typeof value === 'string' ? (JSON.parse(value) as Waiting) : null;
}
