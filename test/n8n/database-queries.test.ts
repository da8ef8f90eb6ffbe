// Counts what n8n's database is asked while our nodes run. n8n tells it in its log, and only when it is
// told so before it starts: so these have an n8n of their own.
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import type { WorkflowFile } from '../../scripts/n8n/rest';
import { sandboxCredentials } from '../../scripts/n8n/sandbox-credentials';
import {
	askedForEach,
	COUNTS,
	tellAsked,
	tokenAccount,
	workflowWith,
	WORKS,
} from '../databaseQueries';
import { PACKAGE_NAME } from './names';
import { Rig } from './rig';
import { outputs, TRIGGER } from './workflows';

/** A run that has not ended is looked at again after so many milliseconds. */
const LOOK_EVERY = 200;

describe('queries of n8n’s database', () => {
	const rig = new Rig([PACKAGE_NAME], { DB_LOGGING_ENABLED: 'true', DB_LOGGING_OPTIONS: 'query' });

	beforeAll(async () => {
		await rig.start();
		await rig.rest.createCredential(tokenAccount(sandboxCredentials(rig.sandbox.url)));
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
		rig.sandbox.reset();
		rig.sandbox.receive({ gateway: 'messangi', from: '13056708084', to: '87767', text: 'Hello' });
		// It fetches the token, where one is needed, which costs some.
		await queriesOf(workflowWith(work, 1), 1);
		const few = await queriesOf(workflowWith(work, COUNTS.few), COUNTS.few);
		const many = await queriesOf(workflowWith(work, COUNTS.many), COUNTS.many);
		console.info(tellAsked(work.name, { few, many }));
		expect(few).not.toHaveLength(0);
		expect(askedForEach({ few, many })).toEqual({});
	});
});

function textOf(query: string): string {
	return query.split(' -- PARAMETERS:', 1).join('').slice(0, 100);
}
