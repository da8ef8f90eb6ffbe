import type { IExecuteFunctions } from 'n8n-workflow';
import { Refusal } from '../../messages/refusal';
import { isApprovalStep } from '../input/tool';

/*
 * What the step for human approval needs, in which a person decides on what an AI agent wants to
 * do, to make up for what n8n does.
 */

/** What becomes of an object that an expression puts into a text. */
const OBJECT = '[object Object]';

/** What a person reads of the tool's input, if the texts say it. */
const SHOWN = "{{ JSON.stringify($tool?.parameters) ?? '' }}";

/**
 * Lets a person read what the agent wants to do. The text that n8n proposes has `$tool.parameters` in
 * it, an object, of which a text shows nothing.
 *
 * @returns what makes the texts of the message and of the page readable
 * @throws Refusal when `$tool.parameters` are not what the tool would get: n8n takes them from anything
 * that the model says, so it can say one thing to the person and another to the tool
 */
export function toolInputReader(context: IExecuteFunctions): (text: string) => string {
	if (!isApprovalStep(context)) return (text) => text;
	const input = context.getInputData()[0]?.json.toolParameters;
	const json = input === undefined ? '' : JSON.stringify(input);
	if (context.evaluateExpression(SHOWN, 0) !== json) {
		throw new Refusal(
			'INVALID_PARAMETER',
			'The agent would show the person different input than the tool gets',
			'The tool did not run. Check what the agent reads: somebody may be trying to get something approved unseen.',
		);
	}
	return (text) => text.replaceAll(OBJECT, () => json);
}

/**
 * Gives the run a node of its own. n8n turns off the node of the run that goes on; when an agent uses
 * several tools at once, the other runs have the very same node, and would pass without a question.
 */
export function separateRun(context: IExecuteFunctions): void {
	const run = context.getExecuteData();
	run.node = { ...run.node };
}
