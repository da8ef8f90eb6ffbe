import { parse } from 'flatted';
import { z } from 'zod';

const Item = z.object({
	json: z.record(z.unknown()),
	pairedItem: z.unknown().optional(),
	error: z.unknown().optional(),
});

const NodeRun = z.object({
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

/** An item that a node put out. */
export type ExecutionItem = z.infer<typeof Item>;

/** A finished run of a workflow, as n8n keeps it. */
export class Execution {
	readonly id: string;

	readonly status: string;

	/** The data as n8n serves it, for looking for what must not be in it. */
	readonly raw: string;

	private readonly result: z.infer<typeof RunData>['resultData'];

	constructor(answer: unknown) {
		const stored = Stored.parse(answer);
		this.id = stored.id;
		this.status = stored.status;
		this.raw = JSON.stringify(answer);
		// n8n stores and serves the data of an execution in the "flatted" form.
		this.result = RunData.parse(parse(stored.data)).resultData;
	}

	/** What stopped the run, if anything did. */
	get error(): { message: string; [key: string]: unknown } | undefined {
		return this.result.error;
	}

	/** What a node put out on one of its outputs, in its first run. */
	items(node: string, output = 0): ExecutionItem[] {
		return this.result.runData[node]?.[0]?.data?.main?.[output] ?? [];
	}
}
