import { callHttp } from '../../tools/n8n/http';
import { FormVisit } from './formVisit';
import { PublishedExample } from './publishedExample';
import type { Rig } from './rig';
import { outputs } from './workflows';

const CRM_SECRET = 'secret-of-the-crm-5c1e';

/** The examples that somebody else's HTTP request starts. */
export function describeWebhookExamples(rig: Rig): void {
	describe('the examples of webhooks', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test('crm-new-lead.json texts a lead who agreed, and answers with the outcome', async () => {
			await rig.saveCredential({
				name: 'Header Auth account',
				type: 'httpHeaderAuth',
				data: { name: 'x-crm-secret', value: CRM_SECRET },
			});
			const example = await PublishedExample.publish(rig, 'crm-new-lead.json');
			const url = await example.serve('webhook/new-lead');
			const post = async (lead: object, secret = CRM_SECRET) => {
				const answer = await callHttp(url, {
					method: 'POST',
					headers: { 'content-type': 'application/json', 'x-crm-secret': secret },
					body: JSON.stringify(lead),
				});
				return { status: answer.status, body: answer.body };
			};
			const json = async (lead: object) => {
				const { status, body } = await post(lead);
				return [status, JSON.parse(body) as unknown];
			};
			const { sandbox } = rig;
			const ana = { id: 'L-1', name: 'Ana', phone: '(305) 670-8084', consent: true };

			expect((await post(ana, 'wrong')).status).toBe(403);
			expect(sandbox.requests()).toEqual([]);

			expect(await json(ana)).toEqual([
				200,
				{ lead: 'L-1', outcome: 'accepted', to: '+13056708084' },
			]);
			expect(sandbox.messages()).toMatchObject([
				{ gateway: 'mGage', to: '13056708084', text: expect.stringMatching(/^Hi Ana, /) as string },
			]);

			// The CRM is not sure and calls again.
			expect(await json(ana)).toEqual([
				200,
				{ lead: 'L-1', outcome: 'skipped', to: '+13056708084' },
			]);
			expect(sandbox.messages()).toHaveLength(1);

			const refused = { outcome: 'rejected', reason: expect.stringMatching(/\w/) as string };
			expect(await json({ ...ana, id: 'L-2', phone: '123' })).toEqual([
				422,
				{ lead: 'L-2', ...refused },
			]);
			expect(await json({ ...ana, id: 'L-3', consent: 'no' })).toEqual([
				422,
				{ lead: 'L-3', ...refused },
			]);
			expect(await json({ id: 'L-4', consent: true })).toEqual([422, { lead: 'L-4', ...refused }]);
			expect(sandbox.messages()).toHaveLength(1);

			// Without an ID nobody is sent to, and nobody is dropped without a word.
			for (const id of [undefined, null, '']) {
				const [status, answer] = await json({ ...ana, id });
				expect(status).toBe(422);
				expect(answer).toMatchObject({
					...refused,
					reason: '"Deduplication Key" is incomplete: {{ $json.body.id }} is empty',
				});
			}
			// One ID for two people.
			expect(await json({ ...ana, phone: '(305) 670-8085' })).toMatchObject([
				200,
				{ outcome: 'accepted', to: '+13056708085' },
			]);
			expect(sandbox.messages()).toHaveLength(2);

			// The gateway has it, and nobody knows. When the CRM calls again, it is not sent twice.
			sandbox.failNext({ gateway: 'mGage', cut: 'after' });
			expect(await json({ ...ana, id: 'L-5', phone: '+1 213 555 1234' })).toEqual([
				202,
				{ lead: 'L-5', ...refused, outcome: 'unknown' },
			]);
			expect(await json({ ...ana, id: 'L-5', phone: '+1 213 555 1234' })).toMatchObject([
				200,
				{ lead: 'L-5', outcome: 'skipped' },
			]);
			expect(sandbox.messages()).toHaveLength(3);
			await example.end();
		});

		test('otp-sign-up.json lets in who types the code', async () => {
			const example = await PublishedExample.publish(rig, 'otp-sign-up.json');
			const url = await example.serve('form/sign-up', 'GET');
			const newUsers = async (runs: number) =>
				(await example.runs(runs)).flatMap((run) => outputs(run, 'New User'));

			rig.sandbox.setNextOtp('004217');
			const visit = await FormVisit.open(url);
			expect(visit.page).toContain('We text you a code');
			await visit.submit('Ana', '098765 43210');
			expect(rig.sandbox.messages()).toMatchObject([{ operation: 'otp', to: '919876543210' }]);
			expect(visit.page).toContain('Type the code');
			await visit.submit('111111');
			expect(visit.page).toContain('Type the code');

			// Somebody who comes a second time gets no second code, and can guess three times.
			const second = await FormVisit.open(url);
			await second.submit('Eve', '098765 43210');
			expect(second.page).toContain('Type the code');
			expect(rig.sandbox.messages()).toHaveLength(1);
			for (const guess of ['000000', '222222']) {
				await second.submit(guess);
				expect(second.page).toContain('Type the code');
			}
			await second.submit('333333');
			expect(second.page).toContain('The number is not confirmed');
			await second.leave();
			expect(await newUsers(1)).toEqual([]);

			await visit.submit('004217');
			expect(visit.page).toContain('Welcome, Ana!');
			await visit.leave();
			expect(await newUsers(2)).toMatchObject([{ name: 'Ana', phone: '+919876543210' }]);

			const third = await FormVisit.open(url);
			await third.submit('Tom', '12345');
			expect(third.page).toContain('That did not work');
			await third.leave();
			expect(await newUsers(3)).toHaveLength(1);
			expect(rig.sandbox.messages()).toHaveLength(1);
			await example.end();
		});
	});
}
