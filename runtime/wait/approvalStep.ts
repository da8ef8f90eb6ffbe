import type { IExecuteFunctions } from 'n8n-workflow';
import { Refusal } from '../../messages/refusal';
import { isApprovalStep } from '../input/tool';

/*
 * Workarounds for n8n's human review step, in which a person approves what an AI agent wants to do.
 */

/** What an expression makes of an object in a text. */
const OBJECT = '[object Object]';

/** The tool's input as a person reads it, if the texts contain it. */
const SHOWN = "{{ JSON.stringify($tool?.parameters) ?? '' }}";

/**
 * Makes the agent's input readable. The text that n8n proposes contains `$tool.parameters`, an object,
 * which shows up as "[object Object]".
 *
 * @returns makes the texts of the message and of the page readable
 * @throws Refusal when `$tool.parameters` is not what the tool would get: n8n takes it from the model's
 *   output, so a model could show the person one thing and give the tool another
 */
export function toolInputReader(context: IExecuteFunctions): (text: string) => string {
	if (!isApprovalStep(context)) return (text) => text;
	const input = context.getInputData()[0]?.json.toolParameters;
	const json = input === undefined ? '' : JSON.stringify(input);
	if (context.evaluateExpression(SHOWN, 0) !== json) {
		throw new Refusal(
			'INVALID_PARAMETER',
			'The person would see different input than the tool gets',
			'The tool did not run. Check the data that the agent reads: somebody may be trying to get something approved that the person cannot see.',
		);
	}
	return (text) => text.replaceAll(OBJECT, () => json);
}

/**
 * Gives the run its own copy of the node. n8n disables the node of the run that continues; if an agent
 * uses several tools at once, the other runs share that node and would pass without a question.
 */
export function separateRun(context: IExecuteFunctions): void {
	const run = context.getExecuteData();
	run.node = { ...run.node };
}
