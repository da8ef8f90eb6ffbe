// Counts what n8n's database is asked while our nodes run. n8n tells it in its log, and only when it is
// told so before it starts: so these have an n8n of their own.
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import type { WorkflowFile } from '../../tools/n8n/rest';
import { sandboxCredentials } from '../../tools/n8n/sandbox-credentials';
import { expectNoneForAnItem, otherAccounts, WORKS } from '../databaseQueries';
import { PACKAGE_NAME } from './names';
import { Rig } from './rig';
import { outputs, TRIGGER } from './workflows';

/** A run that has not ended is looked at again after so many milliseconds. */
const LOOK_EVERY = 200;

describe('queries of n8n’s database', () => {
	const rig = new Rig([PACKAGE_NAME], { DB_LOGGING_ENABLED: 'true', DB_LOGGING_OPTIONS: 'query' });

	beforeAll(async () => {
		await rig.start();
		for (const account of otherAccounts(sandboxCredentials(rig.sandbox.url))) {
			await rig.rest.createCredential(account);
		}
	});
	afterAll(() => rig.stop());

	/** The queries of a run, without their values. */
	async function queriesOf(workflow: WorkflowFile, count: number): Promise<string[]> {
		const workflowId = await rig.rest.createWorkflow(workflow);
		const before = rig.n8n.log().length;
		const id = await rig.rest.startWorkflow(workflowId, TRIGGER);
		// n8n would ask its database to answer us.
		while (['new', 'running'].includes((await rig.statusOf(id)).status)) await sleep(LOOK_EVERY);
		const log = stripVTControlCharacters(rig.n8n.log().slice(before));
		expect(outputs(await rig.rest.execution(id))).toHaveLength(count);
		return [...log.matchAll(/^query: (.*)/gm)].map(([, query = '']) => textOf(query));
	}

	test.each(WORKS)('$name: no item costs one', async (work) => {
		await expectNoneForAnItem(work, rig.sandbox, queriesOf);
	});
});

function textOf(query: string): string {
	return query.split(' -- PARAMETERS:', 1).join('').slice(0, 100);
}
