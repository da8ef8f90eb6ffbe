// Examples that wait for hours, in an n8n whose clock the test sets.
import { manualTriggerOf, readExample } from '../../tools/n8n/examples';
import { TestClock } from './testClock';
import { rowsOf } from './dataTables';
import { PublishedExample } from './publishedExample';
import { inTime } from './questions';
import { Rig } from './rig';
import { testWith } from './since';
import { outputs } from './workflows';

/** Long enough for a slow machine; what is waited for takes seconds. */
const LONG = 60_000;

describe('in a real n8n with another time', () => {
	// Midnight in New York, 21:00 in Los Angeles; two hours later, the United States put their clocks forward.
	const clock = new TestClock('2027-03-14T05:00:00Z');
	const rig = new Rig(undefined, clock.environment);

	beforeAll(() => rig.start());
	afterAll(async () => {
		await rig.stop();
		clock.remove();
	});
	beforeEach(() => {
		rig.sandbox.reset();
	});

	const isWaiting = async (run: string) => (await rig.statusOf(run)).status === 'waiting';
	const sentTo = () => rig.sandbox.messages().map(({ to }) => to);

	test('reminders-in-the-morning.json waits for 9:00 of each recipient, in summer time', async () => {
		clock.set('2027-03-14T05:00:00Z');
		const workflow = readExample('reminders-in-the-morning.json');
		const id = await rig.rest.createWorkflow(workflow);
		const run = await rig.rest.startWorkflow(id, manualTriggerOf(workflow));
		await inTime('it waits', () => isWaiting(run), LONG);
		expect(sentTo()).toEqual([]);

		clock.set('2027-03-14T12:59:57Z');
		await inTime('New York is sent to', () => Promise.resolve(sentTo().length > 0), LONG);
		await inTime('it waits again', () => isWaiting(run), LONG);
		expect(sentTo()).toEqual(['12127365000']);

		clock.set('2027-03-14T15:59:57Z');
		const execution = await rig.rest.ended(run, LONG);
		rig.heard.push({ what: 'the reminders of the morning', text: execution.raw });
		expect(execution.status).toBe('success');
		expect(rig.sandbox.messages().map(({ to, text }) => `${to} ${text}`)).toEqual([
			'12127365000 Hi Grace, your visit is tomorrow at 16:00.',
			'16022533300 Hi Ana, your visit is tomorrow at 17:30.',
			'12135551234 Hi Luis, your visit is tomorrow at 18:00.',
		]);
		// Arizona has no summer time.
		const skipped = execution.runs('Send')[0]?.map(({ json }) => json);
		expect(skipped).toMatchObject([
			{ skipReason: 'outsideHours', sendAt: '2027-03-14T09:00:00-04:00' },
			{ skipReason: 'outsideHours', sendAt: '2027-03-14T09:00:00-07:00' },
			{ skipReason: 'outsideHours', sendAt: '2027-03-14T09:00:00-07:00' },
		]);
		const times = execution.startTimes('Send').map((time) => new Date(time).toISOString());
		expect(times.slice(1).map((time) => time.slice(0, 15))).toEqual([
			'2027-03-14T13:0',
			'2027-03-14T16:0',
		]);
	});

	testWith('data tables that a workflow makes')(
		'question-by-text.json ends after two hours without a reply',
		async () => {
			const example = await PublishedExample.publish(rig, 'question-by-text.json');
			try {
				await example.receiveFrom('messangi');
				const run = await rig.rest.startWorkflow(example.id, manualTriggerOf(example.workflow));
				await inTime('it waits', () => isWaiting(run), LONG);
				clock.advance(1.9);
				// Longer than it takes to be resumed.
				await new Promise((resolve) => setTimeout(resolve, 3000));
				expect(await isWaiting(run)).toBe(true);
				clock.advance(0.2);
				const execution = await rig.rest.ended(run, LONG);
				expect(execution.status).toBe('success');
				expect(outputs(execution, 'No Reply')).toMatchObject([{ answer: 'none' }]);

				rig.sandbox.receive({ gateway: 'messangi', from: '13056708084', to: '87767', text: 'YES' });
				await example.runs(2);
				expect(await rowsOf(rig, 'SMS Questions')).toMatchObject([{ answer: 'none' }]);
				expect(sentTo()).toEqual(['13056708084']);
			} finally {
				await example.end();
			}
		},
	);
});
