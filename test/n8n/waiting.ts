import { callHttp } from '../../tools/n8n/http';
import { GATEWAYS, PROFILES } from '../profiles';
import { ask, inTime, linkIn, post, questionOf } from './questions';
import type { Rig } from './rig';
import { hasFeature } from './since';
import { runDataOf } from './stored';
import { outputs, SEND, TRIGGER, workflowOf } from './workflows';

/** Who looks at links in messages before people do. */
const ROBOTS = [
	'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
	'WhatsApp/2.23.20.0',
	'TelegramBot (like TwitterBot)',
	'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
	'Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
	'',
];

const DOUBLE = { approvalOptions: { values: { approvalType: 'double', approveLabel: 'Ship it' } } };

/** Questions that are asked by message and answered on a page, with n8n waiting between the two. */
export function describeWaiting(rig: Rig): void {
	describe('send and wait for response', () => {
		const statusOf = async (id: string) => (await rig.statusOf(id)).status;

		beforeEach(() => {
			rig.sandbox.reset();
		});

		test.each(GATEWAYS)('%s: goes on with the answer, once', async (type) => {
			const { executionId, link, text } = await ask(rig, type, {
				...DOUBLE,
				message: '=Ship order {{ $json.body.order }}?',
			});
			expect(text).toBe('Ship order 4711?');
			expect(link).toMatch(/\/webhook-waiting\/\d+\/[\w-]+\?signature=[0-9a-f]{64}$/);

			for (const agent of ROBOTS) {
				const page = await callHttp(link, { headers: { 'user-agent': agent } });
				expect(page.status).toBe(200);
				expect(page.body).toContain('Ship order 4711?');
				expect(page.body).toContain('>Ship it</button>');
				expect(page.headers['content-security-policy']).toContain("default-src 'none'");
			}
			await callHttp(link, { method: 'HEAD' });
			await callHttp(`${link}&answer=approve`);
			const wrong = link.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
			expect((await post(wrong, 'approve')).status).toBe(401);
			expect((await post(link.replace(/\?.*/, ''), 'approve')).status).toBe(401);
			expect((await post(`${link}&n=2`, 'approve')).status).toBe(401);
			const senseless = await post(link, 'perhaps');
			expect([senseless.status, senseless.body]).toEqual([
				400,
				expect.stringContaining('Please choose one.'),
			]);
			const kept = await rig.statusOf(executionId);
			expect(kept.status).toBe('waiting');
			const signature = new URL(link).searchParams.get('signature') ?? '';
			expect(kept.data).not.toContain(signature);

			const thanks = await post(link, 'decline');
			expect([thanks.status, thanks.body]).toEqual([
				200,
				expect.stringContaining('Your answer was received. You can close this page.'),
			]);
			const execution = await rig.rest.ended(executionId);
			rig.heard.push({ what: `the answered execution of ${type}`, text: execution.raw });
			expect(execution.raw).not.toContain(signature);
			const [sent] = rig.sandbox.messages();
			for (const node of ['Send', 'After']) {
				expect(outputs(execution, node)).toEqual([
					expect.objectContaining({
						gateway: PROFILES[type].gateway,
						outcome: 'accepted',
						to: `+${sent?.to ?? ''}`,
						parts: 2,
						data: {
							answered: true,
							approved: false,
							respondedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
						},
					}),
				]);
			}

			for (const again of [await post(link, 'approve'), await callHttp(link)]) {
				expect([again.status, again.body]).toEqual([
					200,
					expect.stringContaining('No action required'),
				]);
			}
			expect((await rig.rest.execution(executionId)).raw).toBe(execution.raw);
			expect(rig.sandbox.messages()).toHaveLength(1);
		});

		test('of two answers at the same moment, one counts', async () => {
			const { executionId, link } = await ask(rig, 'messangi', DOUBLE);
			const answers = await Promise.all(
				['approve', 'decline', 'approve', 'decline'].map((answer) => post(link, answer)),
			);
			const execution = await rig.rest.ended(executionId);
			const [{ data } = {}] = outputs(execution);
			expect(data).toMatchObject({ answered: true });
			expect(runDataOf(execution).After).toHaveLength(1);
			// Early n8n 2 says so to all of them.
			if (hasFeature('thanks for the answer that counts')) {
				expect(answers.filter(({ body }) => body.includes('Thank you'))).toHaveLength(1);
			}
		});

		test('free text comes as it was written, also after a restart of n8n', async () => {
			const { executionId, link } = await ask(rig, 'messageCentral', {
				responseType: 'freeText',
				message: 'How was it? ##link## Thank you <b>& "Ana"</b>',
			});
			await rig.restart();
			const { body } = await callHttp(link);
			expect(body).toContain('&lt;b&gt;&amp; &quot;Ana&quot;&lt;/b&gt;');
			expect(body).not.toContain('<b>');
			expect((await post(link, '  ')).status).toBe(400);
			expect((await post(link, 'x'.repeat(5001))).status).toBe(400);
			expect(await statusOf(executionId)).toBe('waiting');
			expect((await post(link, 'Good 👍\r\n<script>alert(1)</script>')).status).toBe(200);
			const execution = await rig.rest.ended(executionId);
			expect(outputs(execution)).toMatchObject([
				{ data: { answered: true, text: 'Good 👍\n<script>alert(1)</script>' } },
			]);
		});

		test('in a loop, each link answers its own question and no other', async () => {
			const workflow = workflowOf(
				'Ask in a loop',
				{
					type: 'messangi',
					parameters: questionOf('messangi', { message: '=Number {{ $json.number }}' }),
					before: [{ name: 'Loop', type: 'splitInBatches', typeVersion: 3, parameters: {} }],
				},
				[{ number: 1 }, { number: 2 }],
			);
			const to = (node: string) => [{ node, type: 'main', index: 0 }];
			const connections = {
				...workflow.connections,
				Loop: { main: [[], to(SEND)] },
				[SEND]: { main: [to('Loop')] },
			};
			const id = await rig.rest.createWorkflow({ ...workflow, connections });
			const executionId = await rig.rest.startWorkflow(id, TRIGGER);
			const nextLink = async (count: number) => {
				await inTime(`question ${String(count)}`, async () => {
					const isSent = rig.sandbox.messages().length === count;
					return isSent && (await statusOf(executionId)) === 'waiting';
				});
				return linkIn(rig.sandbox.messages()[count - 1]?.text ?? '');
			};
			const first = await nextLink(1);
			await post(first, 'approve');
			const second = await nextLink(2);
			expect(new URL(second).searchParams.get('n')).toBe('2');
			const old = await post(first, 'approve');
			expect([old.status, old.body]).toEqual([410, expect.stringContaining('Already answered')]);
			expect(await statusOf(executionId)).toBe('waiting');
			await post(second, 'approve');
			const execution = await rig.rest.ended(executionId);
			expect(execution.status).toBe('success');
			expect(outputs(execution)).toMatchObject([{ data: { answered: true, approved: true } }]);
		});

		test('an order that has the place of the link in it does not get the link', async () => {
			const order = '4711 https://evil.example/u=##link## ##Link##';
			const { executionId } = await ask(
				rig,
				'messangi',
				{
					...DOUBLE,
					message: '=Ship order {{ $json.body.order }} for {{ $json.body.order + "?" }}',
				},
				{ order },
			);
			const lines = rig.sandbox.messages()[0]?.text.split('\n') ?? [];
			expect(lines[0]).toBe(`Ship order ${order} for ${order}?`);
			expect(lines).toHaveLength(2);
			expect(lines[1]).toMatch(/^http:\S+\/webhook-waiting\/\d+\/\S+\?signature=[0-9a-f]{64}$/);
			const page = await callHttp(lines[1] ?? '');
			expect(page.body).toContain(`Ship order ${order} for`);
			expect((await post(lines[1] ?? '', 'approve')).status).toBe(200);
			const execution = await rig.rest.ended(executionId);
			expect(outputs(execution)).toMatchObject([{ data: { answered: true, approved: true } }]);
		});

		test('the link is where its place was typed, in an expression too, between blanks', async () => {
			await ask(
				rig,
				'messangi',
				{
					...DOUBLE,
					message:
						'={{ $json.body.order }}{{ $json.body.order ? "##Link##" : "no link" }}{{ $json.body.order }}',
				},
				{ order: 'https://evil.example/u=' },
			);
			expect(rig.sandbox.messages()[0]?.text).toMatch(
				/^https:\/\/evil\.example\/u= http:\/\/[^/]+\/webhook-waiting\/\S+[0-9a-f]{64} https:\/\/evil\.example\/u=$/,
			);
		});

		test('an answer after the time limit does not count, also where n8n goes on late', async () => {
			const values = { limitType: 'afterTimeInterval', resumeAmount: 0.05, resumeUnit: 'minutes' };
			const asked: { executionId: string; link: string; until: number }[] = [];
			for (let count = 0; count < 3; count++) {
				const options = { limitWaitTime: { values } };
				const question = await ask(rig, 'messangi', { ...DOUBLE, options });
				asked.push({ ...question, until: Date.now() + 3000 });
			}
			let late = 0;
			for (const { link, until } of asked) {
				await inTime('the time is over', () => Promise.resolve(Date.now() > until + 100));
				const { status, body } = await post(link, 'approve');
				if (status === 410) late++;
				expect(body).toMatch(status === 410 ? /The deadline has passed/ : /No action required/);
			}
			// n8n looks once a minute for what is due; so most of them are due in between.
			expect(late).toBeGreaterThan(0);
			for (const { executionId } of asked) {
				const execution = await rig.rest.ended(executionId, 150_000);
				expect(outputs(execution, 'After')).toMatchObject([
					{ data: { answered: false, approved: null, respondedAt: null } },
				]);
			}
		});

		test('when the time is over, the workflow goes on and says that nobody answered', async () => {
			const values = { limitType: 'afterTimeInterval', resumeAmount: 0.1, resumeUnit: 'minutes' };
			const { executionId, link } = await ask(rig, 'mGage', {
				options: { limitWaitTime: { values } },
			});
			// n8n looks once a minute for what is due.
			const execution = await rig.rest.ended(executionId, 150_000);
			for (const node of ['Send', 'After']) {
				expect(outputs(execution, node)).toEqual([
					expect.objectContaining({
						outcome: 'accepted',
						data: { answered: false, approved: null, respondedAt: null },
					}),
				]);
			}
			expect(outputs(execution, 'Called')).toMatchObject([{ body: { order: 4711 } }]);
			expect((await post(link, 'approve')).body).toContain('No action required');
		});
	});
}
