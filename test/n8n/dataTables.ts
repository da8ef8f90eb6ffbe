import type { WorkflowFile } from '../../tools/n8n/rest';
import type { Rig } from './rig';
import { outputs } from './workflows';

const START = 'Start';
const ROWS = 'Rows';

/** A workflow in which n8n's own node works on a data table. */
function tableWorkflow(table: string, parameters: object): WorkflowFile {
	const dataTableId = { __rl: true, mode: 'name', value: table };
	const nodes = [
		{ name: START, type: 'manualTrigger', typeVersion: 1, parameters: {} },
		{
			name: ROWS,
			type: 'dataTable',
			typeVersion: 1.1,
			parameters: { resource: 'row', dataTableId, ...parameters },
		},
	];
	return {
		name: `Rows of ${table}`,
		nodes: nodes.map((node, index) => ({
			...node,
			type: `n8n-nodes-base.${node.type}`,
			position: [index * 200, 0],
		})),
		connections: { [START]: { main: [[{ node: ROWS, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

async function run(
	rig: Rig,
	table: string,
	parameters: object,
): Promise<Record<string, unknown>[]> {
	const execution = await rig.run(tableWorkflow(table, parameters), START);
	if (execution.error !== undefined) throw new Error(execution.error.message);
	return outputs(execution, ROWS);
}

/** What n8n itself adds to each row. */
const ADDED = ['id', 'createdAt', 'updatedAt'];

/** The rows of a data table, oldest first, without what n8n itself adds. */
export async function rowsOf(rig: Rig, table: string): Promise<Record<string, unknown>[]> {
	return (await run(rig, table, { operation: 'get', returnAll: true }))
		.sort((one, other) => Number(one.id) - Number(other.id))
		.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !ADDED.includes(key))));
}

/** Writes into the rows that have these values, as a person does by hand; there must be one. */
export async function updateRows(
	rig: Rig,
	table: string,
	where: Record<string, string>,
	value: Record<string, string>,
): Promise<void> {
	const conditions = Object.entries(where).map(([keyName, keyValue]) => ({
		keyName,
		condition: 'eq',
		keyValue,
	}));
	const updated = await run(rig, table, {
		operation: 'update',
		matchType: 'allConditions',
		filters: { conditions },
		columns: { mappingMode: 'defineBelow', value },
	});
	expect(updated).not.toEqual([]);
}
