import fastify from 'fastify';
import { callHttp } from '../../tools/n8n/http';
import type { WorkflowFile } from '../../tools/n8n/rest';
import { PublishedExample, until } from './publishedExample';
import type { Rig } from './rig';
import { outputs } from './workflows';

const SHOP_SECRET = 'secret-of-the-shop-77d2';

/** The examples that many people need: on call, answers to incoming texts, orders. */
export function describeEverydayExamples(rig: Rig): void {
	describe('the examples of every day', () => {
		let example: PublishedExample | undefined;

		beforeEach(() => {
			rig.sandbox.reset();
			example = undefined;
		});
		afterEach(async () => {
			await example?.end();
		});

		test('on-call-alert.json texts each failure once, and at most five an hour', async () => {
			const alert = (example = await PublishedExample.publish(rig, 'on-call-alert.json'));
			// By hand, n8n gives it the same made-up failure each time, and what it counts is not kept.
			const outcomes: unknown[] = [];
			for (let run = 0; run < 2; run++) {
				outcomes.push(...outputs(await alert.run('Error Trigger'), 'mGage'));
			}
			expect(outcomes).toMatchObject([{ outcome: 'accepted' }, { outcome: 'skipped' }]);
			rig.sandbox.reset();
			const byHand = 2;
			const failing = await rig.rest.createWorkflow({
				name: 'Nightly import',
				nodes: [
					{
						name: 'Called',
						type: 'n8n-nodes-base.webhook',
						typeVersion: 2,
						webhookId: 'on-call',
						position: [0, 0],
						parameters: { path: 'on-call', httpMethod: 'POST', options: {} },
					},
					{
						name: 'Read Stock',
						type: 'n8n-nodes-base.stopAndError',
						typeVersion: 1,
						position: [200, 0],
						parameters: { errorMessage: 'The stock is gone' },
					},
				],
				connections: { Called: { main: [[{ node: 'Read Stock', type: 'main', index: 0 }]] } },
				settings: { executionOrder: 'v1', errorWorkflow: alert.id },
			});
			await rig.rest.activate(failing);
			try {
				const url = `${rig.n8n.url}/webhook/on-call`;
				await until('n8n serves it', async () => {
					return (await callHttp(url, { method: 'POST' })).status === 200;
				});
				await alert.runs(byHand + 1);
				for (let run = 2; run <= 7; run++) {
					await callHttp(url, { method: 'POST' });
					// One after the other, as n8n keeps what they count when they end.
					await alert.runs(byHand + run);
				}
				const texts = rig.sandbox.messages().map(({ text }) => text);
				const said = 'Nightly import failed (Read Stock): The stock is gone';
				expect(texts).toEqual([said, said, said, said, `${said} No more texts for up to an hour.`]);
				expect(rig.sandbox.messages()[0]?.to).toBe('13056708084');
			} finally {
				await rig.rest.deactivate(failing);
			}
		});

		test('text-to-chat.json posts a text, and sends the answer back', async () => {
			const posts: string[] = [];
			const chat = fastify({ forceCloseConnections: true });
			chat.post('/hook', ({ body }) => {
				posts.push((body as { text: string }).text);
				return { ok: true };
			});
			const url = `${await chat.listen({ port: 0, host: '127.0.0.1' })}/hook`;
			const toChat = (workflow: WorkflowFile): WorkflowFile => ({
				...workflow,
				nodes: workflow.nodes.map((node) =>
					node.name === 'Chat'
						? { ...node, parameters: { ...(node.parameters as object), url } }
						: node,
				),
			});
			try {
				example = await PublishedExample.publish(rig, 'text-to-chat.json', undefined, toChat);
				await example.receiveFrom('mGage');
				rig.sandbox.receive({
					gateway: 'mGage',
					from: '13056708084',
					to: '87767',
					text: 'Are you open?',
				});
				await until('the chat has it', () => Promise.resolve(posts.length === 1));
				const [, link = ''] =
					/^\+13056708084 texts: Are you open\?\nAnswer: (\S+)$/.exec(posts[0] ?? '') ?? [];
				await until('n8n waits for the answer', async () => {
					const page = await callHttp(link, { timeoutMs: 5000 }).catch(() => null);
					return page?.body.includes('Are you open?') === true;
				});
				const boundary = 'an-answer';
				const answered = await callHttp(link, {
					method: 'POST',
					headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
					body: `--${boundary}\r\ncontent-disposition: form-data; name="field-0"\r\n\r\nYes, until 8.\r\n--${boundary}--\r\n`,
				});
				expect(answered.status).toBe(200);
				const [run] = await example.runs(1);
				expect(run && outputs(run, 'mGage')).toMatchObject([{ outcome: 'accepted' }]);
				expect(rig.sandbox.messages()).toMatchObject([
					{ gateway: 'mGage', to: '13056708084', text: 'Yes, until 8.' },
				]);
			} finally {
				await chat.close();
			}
		});

		test('order-updates.json texts each status of an order once', async () => {
			await rig.saveCredential({
				name: 'Header Auth account',
				type: 'httpHeaderAuth',
				data: { name: 'x-shop-secret', value: SHOP_SECRET },
			});
			example = await PublishedExample.publish(rig, 'order-updates.json');
			const url = await example.serve('webhook/order-status');
			const tell = async (status: string, secret = SHOP_SECRET) => {
				const order = {
					order: '1001',
					name: 'Ana',
					phone: '098765 43210',
					track: 'https://s.io/1',
				};
				const answer = await callHttp(url, {
					method: 'POST',
					headers: { 'content-type': 'application/json', 'x-shop-secret': secret },
					body: JSON.stringify({ ...order, status }),
				});
				if (answer.status !== 200) return answer.status;
				return (JSON.parse(answer.body) as { outcome?: string }).outcome;
			};
			expect(await tell('paid', 'wrong')).toBe(403);
			expect(await tell('paid')).toBe('accepted');
			expect(await tell('shipped')).toBe('accepted');
			expect(await tell('shipped')).toBe('skipped');
			expect(await tell('constructor')).toBeUndefined();
			expect(await tell('delivered')).toBe('accepted');
			expect(rig.sandbox.messages().map(({ to, text }) => [to, text])).toEqual([
				['919876543210', 'Thank you, Ana! We received your order 1001.'],
				['919876543210', 'Ana, your order 1001 is on its way: https://s.io/1'],
				['919876543210', 'Ana, your order 1001 was delivered. Is everything right? Just call us.'],
			]);
		});
	});
}
