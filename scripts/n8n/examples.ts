import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../root';
import type { WorkflowFile } from './rest';

const Workflow = z
	.object({
		name: z.string(),
		nodes: z.array(z.object({ name: z.string(), type: z.string() }).passthrough()),
		connections: z.record(z.unknown()),
	})
	.passthrough();

/** Reads a workflow of `examples/`. */
export function readExample(fileName: string): WorkflowFile {
	return Workflow.parse(JSON.parse(readFileSync(join(ROOT, 'examples', fileName), 'utf8')));
}

/** The node with which a workflow is started by hand. */
export function manualTriggerOf(workflow: WorkflowFile): string {
	const trigger = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
	if (typeof trigger?.name !== 'string') throw new Error(`${workflow.name} has no manual trigger.`);
	return trigger.name;
}
