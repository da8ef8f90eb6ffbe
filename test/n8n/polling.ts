import { setTimeout as sleep } from 'node:timers/promises';
import { PACKAGE_PREFIX } from './names';
import type { Rig } from './rig';

const TRIGGER = 'Inbox';

/** A workflow that asks for new messages every minute, which is as often as n8n allows. */
const WORKFLOW = {
	name: 'Inbox',
	nodes: [
		{
			name: TRIGGER,
			type: `${PACKAGE_PREFIX}messangiTrigger`,
			typeVersion: 1,
			position: [0, 0],
			parameters: {
				pollTimes: { item: [{ mode: 'everyMinute' }] },
				filters: { to: '87767', intents: ['optIn', 'other'] },
			},
			credentials: { messangiApi: { id: 'elsewhere', name: 'Messangi account' } },
		},
	],
	connections: {},
	settings: { executionOrder: 'v1' },
};

/** Messages that come in start a workflow although nobody calls back. */
export function describePolling(rig: Rig): void {
	test('Messangi Trigger gives each new message once, oldest first, and across a restart', async () => {
		rig.sandbox.reset();
		const receive = (...texts: string[]) => {
			for (const text of texts) {
				rig.sandbox.receive({ gateway: 'messangi', from: '13056708084', to: '87767', text });
			}
			const from = '13056708084';
			rig.sandbox.receive({ gateway: 'messangi', from, to: '99999', text: 'Other' });
			rig.sandbox.receive({ gateway: 'messangi', from, to: '87767', text: 'Stop texting' });
		};
		receive('Old 1', 'Old 2');
		const id = await rig.rest.createWorkflow(WORKFLOW);
		await rig.rest.activate(id);
		/** The texts of all runs so far, once there are that many, and a poll later. */
		const texts = async (count: number): Promise<unknown[]> => {
			let found: unknown[] = [];
			for (let look = 0; look < 180 && found.length < count; look++) {
				await sleep(500);
				const runs = await Promise.all(
					(await rig.rest.executionsOf(id)).map((run) => rig.rest.execution(run)),
				);
				found = runs.flatMap((run) => run.items(TRIGGER).map(({ json }) => json.text));
			}
			return found;
		};
		const asked = () => rig.sandbox.requests().filter(({ path }) => path.includes('getMOMessages'));
		for (let look = 0; look < 60 && asked().length === 0; look++) await sleep(200);
		// The first poll has begun; its answer must not hold what comes now.
		await sleep(1000);
		receive('New 1', 'New 2', 'New 3');
		// A trigger that is started asks at once.
		await rig.restart(() => {
			receive('Meanwhile');
		});
		expect(await texts(4)).toEqual(['New 1', 'New 2', 'New 3', 'Meanwhile']);
		receive('Last');
		expect(await texts(5)).toEqual(['New 1', 'New 2', 'New 3', 'Meanwhile', 'Last']);
		await rig.rest.deactivate(id);
	});

	test('Polls of Messangi Trigger that overlap give each message once', async () => {
		rig.sandbox.reset();
		// Two times that are the same: n8n starts two polls at once, as it does after a minute of a slow one.
		const item = ['0 * * * * *', '0 */1 * * * *'].map((cronExpression) => ({
			mode: 'custom',
			cronExpression,
		}));
		const [trigger] = WORKFLOW.nodes;
		const parameters = { ...trigger?.parameters, filters: { to: '87767' }, pollTimes: { item } };
		const id = await rig.rest.createWorkflow({
			...WORKFLOW,
			nodes: [{ ...trigger, parameters }],
		});
		await rig.rest.activate(id);
		const asked = () => rig.sandbox.requests().filter(({ path }) => path.includes('getMOMessages'));
		for (let look = 0; look < 60 && asked().length === 0; look++) await sleep(200);
		await sleep(1000);
		const sent = Array.from({ length: 150 }, (_, index) => `Message ${String(index)}`);
		for (const text of [...sent, 'STOP', 'STOP']) {
			rig.sandbox.receive({ gateway: 'messangi', from: '13056708084', to: '87767', text });
		}
		rig.sandbox.setLatency(3000);
		const texts = async () => {
			const runs = await Promise.all(
				(await rig.rest.executionsOf(id)).map((run) => rig.rest.execution(run)),
			);
			return runs.flatMap((run) => run.items(TRIGGER).map(({ json }) => json.text));
		};
		for (let look = 0; look < 180 && (await texts()).length < sent.length; look++) await sleep(500);
		// A second poll at the same time would have its answers by now.
		await sleep(10_000);
		rig.sandbox.setLatency(0);
		expect(await texts()).toEqual([...sent, 'STOP', 'STOP']);
		await rig.rest.deactivate(id);
	});
}
