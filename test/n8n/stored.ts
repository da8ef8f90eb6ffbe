import { parse } from 'flatted';
import { z } from 'zod';
import type { Execution } from '../../tools/n8n/execution';
import { SEND } from './workflows';

const Answer = z.object({ data: z.string() });

const Hint = z.object({ type: z.string(), location: z.string(), message: z.string() }).strict();

const NodeRun = z
	.object({ executionTime: z.number(), hints: z.array(Hint).optional() })
	.passthrough();

const Stored = z.object({
	resultData: z.object({
		runData: z.record(z.array(NodeRun)),
	}),
});

/** What n8n keeps of the runs of all nodes, written out: in its own form each text stands once. */
export function runDataOf(execution: Execution): z.infer<typeof Stored>['resultData']['runData'] {
	const { data } = Answer.parse(JSON.parse(execution.raw));
	return Stored.parse(parse(data)).resultData.runData;
}

/** What the node tells in its output pane, as n8n keeps it. */
export function hintsOf(execution: Execution): z.infer<typeof Hint>[] {
	return runDataOf(execution)[SEND]?.[0]?.hints ?? [];
}

/** How long n8n was in our node, in seconds. */
export function secondsOf(execution: Execution): number {
	return (runDataOf(execution)[SEND]?.[0]?.executionTime ?? 0) / 1000;
}
