import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Callbacks, SECRET, TRIGGER, triggerWorkflow } from './callbacks';
import { LoadBalancer } from './loadBalancer';
import type { Rig } from './rig';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Posts over a connection that is kept; resolves with the HTTP status. */
function post(url: string, body: string, agent: Agent): Promise<number> {
	return new Promise((resolve, reject) => {
		const call = request(url, { method: 'POST', headers: FORM, agent }, (response) => {
			response.resume().once('end', () => {
				resolve(response.statusCode ?? 0);
			});
		});
		call.once('error', reject);
		call.end(body);
	});
}

/** Whether a form says a text. */
function isIn(form: string, text: string): boolean {
	return [...new URLSearchParams(form).values()].includes(text);
}

/** Many callbacks at once, and callbacks while n8n is not there. */
export function describeTriggerStream(rig: Rig): void {
	const callbacks = new Callbacks(rig);

	describe('a stream of callbacks', () => {
		beforeAll(async () => {
			await callbacks.saveSecret();
		});

		test('2,000 from 50 connections are 2,000 runs, none lost, none invented', async () => {
			const id = await callbacks.publish(triggerWorkflow('messangi', {}, 'stream'));
			await callbacks.served('stream');
			const agent = new Agent({ keepAlive: true, maxSockets: 50 });
			const url = callbacks.urlOf('stream').replace('localhost', '127.0.0.1');
			const texts = Array.from({ length: 2000 }, (_, index) => `Message ${index}`);
			const statuses = await Promise.all(
				texts.map((text) =>
					post(
						`${url}?secret=${SECRET}`,
						`FROM=13056708084&TO=87767&TEXT=${encodeURIComponent(text)}&TYPE=MO_MESSAGE`,
						agent,
					),
				),
			);
			agent.destroy();
			expect(new Set(statuses)).toEqual(new Set([200]));
			const items = await callbacks.startedWith(id, texts.length, 300_000);
			expect(items.map(({ text }) => text).sort()).toEqual([...texts].sort());
			expect(new Set(items.map(({ eventId }) => eventId)).size).toBe(texts.length);
			await rig.rest.deactivate(id);
		}, 600_000);

		test('every event arrives although n8n is stopped and started meanwhile', async () => {
			rig.sandbox.reset();
			const id = await callbacks.publish(triggerWorkflow('mGage', {}, 'outage'));
			await callbacks.served('outage');
			const n8n = rig.n8n.url.replace('localhost', '127.0.0.1');
			const balancer = new LoadBalancer(n8n);
			const address = await balancer.start();
			rig.sandbox.setCallback('mGage', {
				url: callbacks.urlOf('outage').replace(rig.n8n.url, address),
				secret: { in: 'query', name: 'secret', value: SECRET },
			});
			const texts: string[] = [];
			const call = () => {
				const text = `Event ${texts.length}`;
				texts.push(text);
				rig.sandbox.sendCallback({
					gateway: 'mGage',
					incoming: { from: '13056708084', to: '87767', text },
					// Each fourth comes twice, as from a gateway that missed the answer.
					times: texts.length % 4 === 0 ? 2 : 1,
				});
			};
			const streaming = new AbortController();
			const stream = (async () => {
				while (!streaming.signal.aborted) {
					call();
					await sleep(100);
				}
			})();
			await sleep(2000);
			// n8n does not run what it has answered and not begun when it stops.
			await balancer.pause();
			await rig.restart();
			balancer.resume();
			await sleep(2000);
			streaming.abort();
			await stream;
			await rig.sandbox.callbacksSettled();
			balancer.stop();

			const logged = rig.sandbox.callbacks();
			const attempts = logged.flatMap((each) => each.attempts);
			// n8n was away for a part of them, and the sandbox came back.
			expect(attempts.some(({ status }) => status === null || status >= 500)).toBe(true);
			const refused = logged.filter((each) => each.attempts.at(-1)?.status !== 200);
			expect(refused.map((each) => each.attempts)).toEqual([]);
			const eventsOf = (items: Record<string, unknown>[]) =>
				new Map(items.map(({ eventId, text }) => [eventId, text]));
			let items = await callbacks.startedWith(id, logged.length, 90_000);
			// Doubles make up the number while others still run.
			for (let look = 0; look < 30 && eventsOf(items).size < texts.length; look++) {
				items = await callbacks.startedWith(id, items.length + 1, 1000);
			}
			const events = eventsOf(items);
			const arrived = [...events.values()];
			const lost = texts.filter((text) => !arrived.includes(text));
			expect(logged.filter(({ body }) => lost.some((text) => isIn(body, text)))).toEqual([]);
			expect(arrived.sort()).toEqual([...texts].sort());
			// A double has the same event ID, so there are more runs than events.
			expect(items.length).toBeGreaterThanOrEqual(logged.length);
			expect(items.length).toBeGreaterThan(events.size);
			await rig.rest.deactivate(id);
		});

		test('nothing is lost where the gateway waits for the end of the workflow, whatever n8n does', async () => {
			rig.sandbox.reset();
			const id = await callbacks.publish(waiting('held', 0.5));
			await callbacks.served('held');
			// While n8n starts, it says 200 to calls that it does not run.
			const balancer = new LoadBalancer(rig.n8n.url.replace('localhost', '127.0.0.1'));
			const address = await balancer.start();
			rig.sandbox.setCallback('mGage', {
				url: callbacks.urlOf('held').replace(rig.n8n.url, address),
				secret: { in: 'query', name: 'secret', value: SECRET },
			});
			const texts: string[] = [];
			const streaming = new AbortController();
			const stream = (async () => {
				while (!streaming.signal.aborted) {
					const text = `Event ${texts.length}`;
					texts.push(text);
					const incoming = { from: '13056708084', to: '87767', text };
					rig.sandbox.sendCallback({ gateway: 'mGage', incoming });
					await sleep(200);
				}
			})();
			try {
				await sleep(2000);
				// In the middle of calls that it has taken and not ended.
				await rig.restart();
				await sleep(2000);
			} finally {
				streaming.abort();
				await stream;
			}
			await rig.sandbox.callbacksSettled();
			balancer.stop();
			const logged = rig.sandbox.callbacks();
			const attempts = logged.flatMap((each) => each.attempts);
			expect(attempts.some(({ status }) => status === null || status >= 500)).toBe(true);
			const open = logged.filter((each) => each.attempts.at(-1)?.status !== 200);
			expect(open.map((each) => each.attempts)).toEqual([]);
			// What was answered with 200 has ended, so nothing is waited for.
			const seen = await callbacks.startedWith(id, texts.length);
			const arrived = new Set(seen.map(({ text }) => text));
			const lost = texts.filter((text) => !arrived.has(text));
			console.log(
				`A stream with n8n stopped and started: ${texts.length} events in ${attempts.length} calls, ${arrived.size} seen in ${seen.length} runs, ${lost.length} lost`,
			);
			expect(lost).toEqual([]);
			await rig.rest.deactivate(id);
		}, 480_000);

		test('the gateway gets 500 for a workflow that fails, and 504 for one that takes too long', async () => {
			const agent = new Agent();
			const call = async (id: string) =>
				await post(
					`${callbacks.urlOf(id).replace('localhost', '127.0.0.1')}?secret=${SECRET}`,
					'device_address=13056708084&inbound_address=87767&message=Hi&message_id=1',
					agent,
				);
			const failing = waiting('fails', 0.1);
			failing.nodes.push({
				name: 'Fail',
				type: 'n8n-nodes-base.stopAndError',
				typeVersion: 1,
				position: [400, 0],
				parameters: { errorMessage: 'No' },
			});
			failing.connections.Wait = { main: [[{ node: 'Fail', type: 'main', index: 0 }]] };
			const slow = waiting('slow', 3, { respondWithin: 1 });
			const quick = waiting('quick', 0.1);
			const ids: string[] = [];
			for (const workflow of [failing, slow, quick]) ids.push(await callbacks.publish(workflow));
			for (const name of ['fails', 'slow', 'quick']) await callbacks.served(name);
			expect(await Promise.all(['fails', 'slow', 'quick'].map(call))).toEqual([500, 504, 200]);
			// The slow one goes on, and n8n does, too.
			expect(await callbacks.startedWith(ids[1] ?? '', 1)).toMatchObject([{ text: 'Hi' }]);
			expect(await call('quick')).toBe(200);
			agent.destroy();
			for (const id of ids) await rig.rest.deactivate(id);
		});
	});
}

/** A workflow of mGage's callbacks that takes so many seconds, and lets the gateway wait for its end. */
function waiting(id: string, seconds: number, options: Record<string, unknown> = {}) {
	const workflow = triggerWorkflow(
		'mGage',
		{ options: { binaryData: true, respond: 'whenFinished', ...options } },
		id,
	);
	workflow.nodes.push({
		name: 'Wait',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		position: [200, 0],
		webhookId: `wait-${id}`,
		parameters: { amount: seconds, unit: 'seconds' },
	});
	workflow.connections[TRIGGER] = { main: [[{ node: 'Wait', type: 'main', index: 0 }]] };
	return workflow;
}
