import { z } from 'zod';
import { exampleFiles, readExample } from '../../tools/n8n/examples';
import type { Rig } from './rig';
import { describeWith } from './since';

const Report = z.object({
	report: z.object({ workflowResults: z.array(z.object({ ruleId: z.string() })) }),
});
const Rule = z.object({ affectedWorkflows: z.array(z.object({ id: z.string() })) });

/** A node that version 3 changes: without it, an empty report would not show that n8n looked. */
const CHANGED = {
	id: 'each',
	name: 'Each',
	type: 'n8n-nodes-base.executeWorkflow',
	typeVersion: 1.2,
	position: [0, 0],
	parameters: { mode: 'each', workflowId: { __rl: true, mode: 'id', value: 'none' } },
};

/** What n8n says of our workflows, before an update to version 3. */
export function describeMigrationReport(rig: Rig): void {
	describeWith('a report on version 3', 'n8n’s migration report on version 3', () => {
		/** What the report says of these workflows. */
		const reported = async (ids: readonly string[]) => {
			const { report } = Report.parse(
				await rig.rest.call('POST', '/rest/breaking-changes/report/refresh?version=v3'),
			);
			const found: string[] = [];
			for (const { ruleId } of report.workflowResults) {
				const { affectedWorkflows } = Rule.parse(
					await rig.rest.call('GET', `/rest/breaking-changes/report/${ruleId}`),
				);
				for (const { id } of affectedWorkflows)
					if (ids.includes(id)) found.push(`${ruleId}: ${id}`);
			}
			return found;
		};

		test('finds nothing to change in the examples (version 3)', async () => {
			const names = new Map<string, string>();
			for (const file of exampleFiles()) {
				const id = await rig.rest.createWorkflow({ ...readExample(file), id: undefined });
				names.set(id, file);
			}
			const control = await rig.rest.createWorkflow({
				name: 'What version 3 changes',
				nodes: [CHANGED],
				connections: {},
				settings: { executionOrder: 'v1' },
			});
			const found = await reported([...names.keys(), control]);
			expect(found.map((line) => line.replace(/\S+$/, (id) => names.get(id) ?? 'control'))).toEqual(
				['execute-workflow-each-mode-v3: control'],
			);
		});
	});
}
