import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../root';
import type { WorkflowFile } from './rest';

/** The folder of the example workflows. */
export const EXAMPLES_FOLDER = join(ROOT, 'examples');

const Workflow = z
	.object({
		name: z.string(),
		nodes: z.array(z.object({ name: z.string(), type: z.string() }).passthrough()),
		connections: z.record(z.unknown()),
	})
	.passthrough();

/** The names of the files of `examples/`. */
export function exampleFiles(): string[] {
	return readdirSync(EXAMPLES_FOLDER).filter((name) => name.endsWith('.json'));
}

/** Reads a workflow of `examples/`. */
export function readExample(fileName: string): WorkflowFile {
	return Workflow.parse(JSON.parse(readFileSync(join(EXAMPLES_FOLDER, fileName), 'utf8')));
}

/** The node that starts a workflow by hand. */
export function manualTriggerOf(workflow: WorkflowFile): string {
	const trigger = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
	if (typeof trigger?.name !== 'string') throw new Error(`${workflow.name} has no manual trigger.`);
	return trigger.name;
}
