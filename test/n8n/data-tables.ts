import type { WorkflowFile } from '../../scripts/n8n/rest';
import type { Rig } from './rig';
import { outputs } from './workflows';

const START = 'Start';
const ROWS = 'Rows';

/** A workflow that reads a data table with n8n's own node. */
function reader(table: string): WorkflowFile {
	return {
		name: `Rows of ${table}`,
		nodes: [
			{
				name: START,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				name: ROWS,
				type: 'n8n-nodes-base.dataTable',
				typeVersion: 1.1,
				position: [200, 0],
				parameters: {
					resource: 'row',
					operation: 'get',
					dataTableId: { __rl: true, mode: 'name', value: table },
					returnAll: true,
				},
			},
		],
		connections: { [START]: { main: [[{ node: ROWS, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** What n8n itself adds to each row. */
const ADDED = ['id', 'createdAt', 'updatedAt'];

/** The rows of a data table, oldest first, without what n8n itself adds. */
export async function rowsOf(rig: Rig, table: string): Promise<Record<string, unknown>[]> {
	const execution = await rig.run(reader(table), START);
	if (execution.error !== undefined) throw new Error(execution.error.message);
	return outputs(execution, ROWS)
		.sort((one, other) => Number(one.id) - Number(other.id))
		.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !ADDED.includes(key))));
}
