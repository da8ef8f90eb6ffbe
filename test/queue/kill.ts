import { setTimeout as sleep } from 'node:timers/promises';
import { outputs, TRIGGER, workflowOf } from '../n8n/workflows';
import { BULK, recipients } from './recipients';
import { type QueueRig, until } from './rig';

const RECIPIENTS = recipients(600);
const CONCURRENCY = 10;
/** In milliseconds. */
const LATENCY = 50;

const OPTIONS = { deduplicationKey: '={{ $json.to }}', concurrency: CONCURRENCY };

/** A worker dies in the middle of a bulk send, and the workflow is run again. */
export function describeKill(rig: QueueRig): void {
	describe('a worker is killed in the middle of a bulk send with deduplication keys', () => {
		let workflow = '';
		let interrupted = '';
		/** Whom the sandbox knew of when the worker was dead, and whom it had not answered. */
		let reached: string[] = [];
		let inFlight: string[] = [];

		const sent = () => rig.sandbox.messages().map(({ to }) => `+${to}`);
		const unanswered = () => rig.sandbox.requests().filter(({ status }) => status === null);
		const runAgain = () => rig.rest.runWorkflow(workflow, TRIGGER, 120_000);
		const numbersOf = (items: Record<string, unknown>[], outcome: string) =>
			items.filter((each) => each.outcome === outcome).map(({ to }) => String(to));
		const without = (list: string[], ...others: string[][]) => {
			const known = new Set(others.flat());
			return list.filter((each) => !known.has(each));
		};

		beforeAll(async () => {
			rig.sandbox.reset();
			rig.sandbox.setLatency(LATENCY);
			const parameters = { ...BULK, options: OPTIONS };
			workflow = await rig.rest.createWorkflow(
				workflowOf('Killed', { type: 'messangi', parameters }, RECIPIENTS),
			);
			interrupted = await rig.rest.startWorkflow(workflow, TRIGGER);
			await until('a part is sent', () => sent().length >= RECIPIENTS.length / 3);
			const [worker] = rig.workersOf(interrupted);
			await until('requests are under way', () => unanswered().length >= CONCURRENCY / 2);
			// Now: the sandbox answers these into the void, and does not notice.
			const paths = unanswered().map(({ path }) => path);
			await worker?.crash();
			// What had left before is there by then.
			await sleep(LATENCY * 4);
			reached = sent();
			inFlight = reached.filter((to) => paths.some((path) => path.includes(inPath(to))));
		});

		test('it died in the middle, with requests under way', () => {
			expect(rig.workers.filter((each) => !each.isRunning())).toHaveLength(1);
			expect(reached.length).toBeGreaterThanOrEqual(RECIPIENTS.length / 3);
			expect(reached.length).toBeLessThan(RECIPIENTS.length);
			expect(inFlight.length).toBeGreaterThan(0);
			expect(inFlight.length).toBeLessThanOrEqual(CONCURRENCY);
		});

		test('the second run sends to the rest: nobody twice, nobody lost', async () => {
			const before = rig.sandbox.stats().requests;
			const started = Date.now();
			const again = await runAgain();
			const seconds = (Date.now() - started) / 1000;
			expect(again.error).toBeUndefined();

			const items = outputs(again);
			expect(items.map(({ to }) => to)).toEqual(RECIPIENTS.map(({ to }) => to));
			const accepted = numbersOf(items, 'accepted');
			const skipped = numbersOf(items, 'skipped');
			const unknown = numbersOf(items, 'unknown');
			expect(accepted.length + skipped.length + unknown.length).toBe(RECIPIENTS.length);

			console.info(
				`Killed after ${reached.length} of ${RECIPIENTS.length}, ${inFlight.length} of them in flight. ` +
					`Second run, ${seconds} s: ${accepted.length} accepted, ${skipped.length} skipped, ` +
					`${unknown.length} unknown, of which ${without(unknown, reached).length} had not left.`,
			);
			const all = RECIPIENTS.map(({ to }) => to);
			const nobody: string[] = [];
			expect({
				twice: sent().filter((to, index, list) => list.indexOf(to) !== index),
				lost: without(all, sent(), unknown),
				acceptedThoughReached: accepted.filter((to) => reached.includes(to)),
				skippedThoughNotReached: without(skipped, reached),
				inFlightThoughNotTold: without(inFlight, unknown),
			}).toEqual({
				twice: nobody,
				lost: nobody,
				acceptedThoughReached: nobody,
				skippedThoughNotReached: nobody,
				inFlightThoughNotTold: nobody,
			});
			expect(rig.sandbox.stats().requests - before).toBe(accepted.length);

			// Keys are recorded a chunk ahead of the requests, and marked as sent a chunk behind them. A
			// chunk is as large as the store is slow, so how many are unknown is told, not bounded.
			expect(skipped.length).toBeGreaterThan(0);
			expect(accepted.length).toBeGreaterThan(0);
			const told = items.find(({ outcome }) => outcome === 'unknown');
			expect(told?.error).toMatchObject({
				code: expect.any(String) as string,
				message: expect.any(String) as string,
				hint: expect.any(String) as string,
			});
		});

		test('the third run sends nothing', async () => {
			const before = rig.sandbox.stats().requests;
			const items = outputs(await runAgain());
			expect(numbersOf(items, 'skipped')).toEqual(RECIPIENTS.map(({ to }) => to));
			expect(rig.sandbox.stats().requests).toBe(before);
		});

		test('the keys stand in PostgreSQL, with two entries each, one for each claim, and two marks', async () => {
			const count = `json_array_length(value::json -> 'data')`;
			const where = `"workflowId" = '${workflow}'`;
			const entries = Number(await rig.query(`SELECT ${count} FROM processed_data WHERE ${where}`));
			expect(entries).toBeGreaterThan(2 * RECIPIENTS.length);
			const claims = Math.ceil(RECIPIENTS.length / CONCURRENCY) * 2;
			expect(entries).toBeLessThanOrEqual(2 * RECIPIENTS.length + claims + 2);
		});

		test('n8n ends the interrupted run as failed, and no worker takes it on again', async () => {
			const before = rig.sandbox.stats().requests;
			const execution = await rig.rest.ended(interrupted, 60_000);
			expect(execution.status).toBe('error');
			expect(execution.error?.message).toContain('failed to be processed too many times');
			const [worker] = rig.workers.filter((each) => !each.isRunning());
			await worker?.start();
			await sleep(5000);
			expect(rig.workersOf(interrupted)).toHaveLength(1);
			expect(rig.sandbox.stats().requests).toBe(before);
		});
	});
}

/** A number as it stands in the path of a request to Messangi. */
function inPath(to: string): string {
	return Buffer.from(to.slice(1)).toString('base64url');
}
