import { readFileSync } from 'node:fs';
import type { WorkflowFile } from '../../tools/n8n/rest';
import { sandboxCredentials } from '../../tools/n8n/sandbox-credentials';
import { expectNoneForAnItem, otherAccounts, WORKS } from '../databaseQueries';
import { outputs, TRIGGER } from '../n8n/workflows';
import { type QueueRig, until } from './rig';

/** What PostgreSQL writes down of each query; `%a` tells those of psql from those of n8n. */
const LOGGED = {
	log_statement: 'all',
	log_line_prefix: '%a|',
	log_parameter_max_length: '0',
};

/** A query in the log that is not our own. */
const QUERY = /^(?!psql\|)[^|\n]*\|LOG: {2}(?:statement|execute [^:]+): (.*)/gm;

/** What n8n's processes ask PostgreSQL while our nodes run on a worker. */
export function describeDatabaseQueries(rig: QueueRig): void {
	describe('queries of PostgreSQL, by all of n8n’s processes', () => {
		const log = () => readFileSync(rig.prepared.postgres.log, 'utf8');

		const set = async (settings: string[]) => {
			for (const each of settings) await rig.query(`ALTER SYSTEM ${each}`);
			await rig.query('SELECT pg_reload_conf()');
		};

		beforeAll(async () => {
			rig.sandbox.setLatency(0);
			for (const account of otherAccounts(sandboxCredentials(rig.sandbox.url))) {
				await rig.rest.createCredential(account);
			}
			await set(Object.entries(LOGGED).map(([name, value]) => `SET ${name} = '${value}'`));
			await until('PostgreSQL tells its queries', () => log().match(QUERY) !== null);
		});
		afterAll(() => set(Object.keys(LOGGED).map((name) => `RESET ${name}`)));

		/** The queries of a run. */
		async function queriesOf(workflow: WorkflowFile, count: number): Promise<string[]> {
			const workflowId = await rig.rest.createWorkflow(workflow);
			const before = log().length;
			const id = await rig.rest.startWorkflow(workflowId, TRIGGER);
			// n8n would ask its database to answer us.
			const ended = new RegExp(`Worker finished execution ${id} \\(job`);
			await until('the run ends', () => rig.workers.some((worker) => ended.test(worker.log())));
			const queries = [...log().slice(before).matchAll(QUERY)];
			// The worker may say so before it has saved what came out.
			const execution = await rig.rest.ended(id);
			expect({ status: execution.status, error: execution.error?.message }).toEqual({
				status: 'success',
			});
			expect(outputs(execution)).toHaveLength(count);
			return queries.map(([, query = '']) => query.slice(0, 100));
		}

		test.each(WORKS)('$name: no item costs one', async (work) => {
			await expectNoneForAnItem(work, rig.sandbox, queriesOf);
		});
	});
}
