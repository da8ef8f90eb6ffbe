import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../../tools/command';
import { Execution } from '../../tools/n8n/execution';

/** Runs in n8n's own Node, which has SQLite built in. */
const READ = `
	const { DatabaseSync } = require('node:sqlite');
	const [file, workflow] = process.argv.slice(1);
	const database = new DatabaseSync(file, { readOnly: true });
	const rows = database.prepare(\`
		SELECT e.id, e.status, d.data FROM execution_entity e
		JOIN execution_data d ON d.executionId = e.id
		WHERE e.workflowId = ? AND e.finished = 1 ORDER BY e.id\`).all(workflow);
	console.log(JSON.stringify(rows.map((row) => ({ ...row, id: String(row.id) }))));
`;

/** The same for one run, whatever became of it. */
const READ_STATUS = `
	const { DatabaseSync } = require('node:sqlite');
	const [file, id] = process.argv.slice(1);
	const database = new DatabaseSync(file, { readOnly: true });
	const row = database.prepare(\`
		SELECT e.status, e.waitTill, d.data FROM execution_entity e
		JOIN execution_data d ON d.executionId = e.id WHERE e.id = ?\`).get(id);
	console.log(JSON.stringify(row));
`;

/** How many runs of a workflow there are, by status. */
const COUNT = `
	const { DatabaseSync } = require('node:sqlite');
	const [file, workflow] = process.argv.slice(1);
	const database = new DatabaseSync(file, { readOnly: true });
	const rows = database.prepare(\`
		SELECT status, COUNT(*) AS runs FROM execution_entity
		WHERE workflowId = ? GROUP BY status\`).all(workflow);
	console.log(JSON.stringify(Object.fromEntries(rows.map(({ status, runs }) => [status, runs]))));
`;

/** How many addresses n8n has for a workflow's triggers. */
const ADDRESSES = `
	const { DatabaseSync } = require('node:sqlite');
	const [file, workflow] = process.argv.slice(1);
	const database = new DatabaseSync(file, { readOnly: true });
	const row = database.prepare('SELECT COUNT(*) AS own FROM webhook_entity WHERE workflowId = ?').get(workflow);
	console.log(row.own);
`;

const Status = z.object({ status: z.string(), waitTill: z.string().nullable(), data: z.string() });

const Rows = z.array(z.object({ id: z.string(), status: z.string(), data: z.string() }));

/**
 * All runs of a workflow that ended well, oldest first, from n8n's database: asking n8n for thousands
 * of them takes minutes.
 *
 * @param node the Node that n8n runs on
 * @param folder what n8n keeps
 */
export async function storedExecutions(
	node: string,
	folder: string,
	workflowId: string,
): Promise<Execution[]> {
	const database = join(folder, '.n8n', 'database.sqlite');
	const { code, stdout, output } = await runCommand(node, ['-e', READ, database, workflowId]);
	if (code !== 0) throw new Error(`n8n's database cannot be read.\n\n${output}`);
	return Rows.parse(JSON.parse(stdout)).map((row) => new Execution(row));
}

/** How a run stands in n8n's database: its status, until when it waits, and all that is kept of it. */
export async function storedStatus(
	node: string,
	folder: string,
	id: string,
): Promise<z.infer<typeof Status>> {
	const database = join(folder, '.n8n', 'database.sqlite');
	const { code, stdout, output } = await runCommand(node, ['-e', READ_STATUS, database, id]);
	if (code !== 0) throw new Error(`n8n's database cannot be read.\n\n${output}`);
	return Status.parse(JSON.parse(stdout));
}

/** How many runs of a workflow stand in n8n's database, by status. */
export async function storedStatuses(
	node: string,
	folder: string,
	workflowId: string,
): Promise<Record<string, number>> {
	const database = join(folder, '.n8n', 'database.sqlite');
	const { code, stdout, output } = await runCommand(node, ['-e', COUNT, database, workflowId]);
	if (code !== 0) throw new Error(`n8n's database cannot be read.\n\n${output}`);
	return z.record(z.number()).parse(JSON.parse(stdout));
}

/** How many addresses n8n has for a workflow's triggers: none some time after it was deactivated. */
export async function storedAddresses(
	node: string,
	folder: string,
	workflowId: string,
): Promise<number> {
	const database = join(folder, '.n8n', 'database.sqlite');
	const { code, stdout, output } = await runCommand(node, ['-e', ADDRESSES, database, workflowId]);
	if (code !== 0) throw new Error(`n8n's database cannot be read.\n\n${output}`);
	return Number(stdout);
}
