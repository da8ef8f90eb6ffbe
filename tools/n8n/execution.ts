import { parse } from 'flatted';
import { z } from 'zod';

const Item = z.object({
	json: z.record(z.unknown()),
	pairedItem: z.unknown().optional(),
	error: z.unknown().optional(),
});

const NodeRun = z.object({
	startTime: z.number(),
	data: z.object({ main: z.array(z.array(Item).nullable()).optional() }).optional(),
	error: z.object({ message: z.string() }).passthrough().optional(),
});

const RunData = z.object({
	resultData: z.object({
		runData: z.record(z.array(NodeRun)).default({}),
		error: z.object({ message: z.string() }).passthrough().optional(),
	}),
});

const Stored = z.object({
	id: z.coerce.string(),
	status: z.string(),
	data: z.string(),
});

/** An output item of a node. */
export type ExecutionItem = z.infer<typeof Item>;

/** A finished run of a workflow, as n8n stores it. */
export class Execution {
	readonly id: string;

	readonly status: string;

	/** The data as n8n serves it, to search it for what must not be there. */
	readonly raw: string;

	private readonly result: z.infer<typeof RunData>['resultData'];

	constructor(answer: unknown) {
		const stored = Stored.parse(answer);
		this.id = stored.id;
		this.status = stored.status;
		this.raw = JSON.stringify(answer);
		// n8n stores and serves the data of an execution in the "flatted" format.
		this.result = RunData.parse(parse(stored.data)).resultData;
	}

	/** The error that stopped the run, if any. */
	get error(): { message: string; [key: string]: unknown } | undefined {
		return this.result.error;
	}

	/** The items of one of a node's outputs, in its first run. */
	items(node: string, output = 0): ExecutionItem[] {
		return this.runs(node, output)[0] ?? [];
	}

	/** The same of each of its runs, oldest first. */
	runs(node: string, output = 0): ExecutionItem[][] {
		return (this.result.runData[node] ?? []).map(({ data }) => data?.main?.[output] ?? []);
	}

	/** When each run of a node began, in milliseconds since 1970, oldest first. */
	startTimes(node: string): number[] {
		return (this.result.runData[node] ?? []).map(({ startTime }) => startTime);
	}

	/** The same of all of its runs: in a loop, a node runs several times. */
	allItems(node: string, output = 0): ExecutionItem[] {
		return (this.result.runData[node] ?? []).flatMap(({ data }) => data?.main?.[output] ?? []);
	}
}
