import type { IExecuteFunctions } from 'n8n-workflow';
import { remember } from './remember';

/*
 * From which execution a sub-workflow was called. n8n does not say whether a model or a node called it, so
 * both are treated alike. See docs/n8n-quirks.md.
 */

/** What n8n gives instead of an id under MCP Server Trigger; its Agents give none. */
export const NO_EXECUTION = '__UNKNOWN__';

/** How many workflows can call one another; what lies beyond is not asked for. */
const LEVELS = 10;
/** How many executions are remembered whose caller is known. */
const REMEMBERED = 1000;

/** The first execution above each; the latest last. */
const roots = new Map<string, string>();

/**
 * The execution from which all calls of this sub-workflow come, however many workflows lie between; null
 * if the workflow was not called by another. `NO_EXECUTION` if the first caller has none: a published agent
 * of n8n's Agents, and MCP Server Trigger, where in queue mode each call is an execution of its own.
 *
 * n8n names the caller. The caller's own caller is in its stored data, which is read once for each caller;
 * where it cannot be read, the caller counts as the first.
 */
export async function rootOf(context: IExecuteFunctions): Promise<string | null> {
	if (context.getMode() !== 'integrated') return null;
	const { getExecutionContext } = context as Partial<IExecuteFunctions>;
	const about = getExecutionContext?.call(context);
	if (about === undefined) return null;
	const { parentExecutionId, triggerNode } = about;
	if (!parentExecutionId || triggerNode?.type.endsWith('.mcpTrigger') === true) return NO_EXECUTION;
	const known = roots.get(parentExecutionId);
	if (known !== undefined) return known;
	let root = parentExecutionId;
	for (let level = 1; level < LEVELS && root !== NO_EXECUTION; level++) {
		const above = await callerOf(context, root);
		if (above === null) break;
		root = above;
	}
	remember(roots, parentExecutionId, root, REMEMBERED);
	return root;
}

/** The execution that called another; null if there is none, or it cannot be read. */
async function callerOf(context: IExecuteFunctions, execution: string): Promise<string | null> {
	try {
		const data = await context.getExecutionDataById(execution);
		return data?.parentExecution?.executionId || null;
	} catch {
		return null;
	}
}
