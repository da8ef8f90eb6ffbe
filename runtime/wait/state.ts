import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Question } from './question';

/** What is stored with a waiting execution until somebody answers. */
export interface Waiting {
	/** The number of the question: in a loop, the node asks more than once per execution. */
	asked: number;
	question: Question;
	/** The output of the message that was sent. */
	sent: IDataObject;
	/** The time limit, ISO 8601; missing if an earlier version asked. */
	until?: string;
}

/** The name of its entry in the node's context data. */
const ENTRY = 'waiting';

/** Stores it with the execution. */
export function keep(context: IExecuteFunctions, waiting: Waiting): void {
	context.getContext('node')[ENTRY] = JSON.stringify(waiting);
}

/** How many questions the node has asked in this execution. */
export function countAsked(context: IExecuteFunctions): number {
	return parse(context.getContext('node')[ENTRY])?.asked ?? 0;
}

/**
 * Reads what was stored, when the link is opened. A webhook can reach it only by an expression.
 *
 * @returns null if there is nothing
 */
export function recall(context: IWebhookFunctions): Waiting | null {
	// Braces in the node's name would end the expression.
	const name = JSON.stringify(context.getNode().name).replace(/[{}]/g, (brace) =>
		brace === '{' ? '\\u007b' : '\\u007d',
	);
	return parse(context.evaluateExpression(`{{ $node[${name}].context.${ENTRY} }}`));
}

function parse(value: unknown): Waiting | null {
	return typeof value === 'string' ? (JSON.parse(value) as Waiting) : null;
}
