import { callHttp } from '../../scripts/n8n/http';
import { PublishedExample } from './published-example';
import type { Rig } from './rig';

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

			// The gateway has it and nobody knows: the CRM must not call again.
			sandbox.failNext({ gateway: 'mGage', cut: 'after' });
			expect(await json({ ...ana, id: 'L-5', phone: '+1 213 555 1234' })).toEqual([
				202,
				{ lead: 'L-5', ...refused, outcome: 'unknown' },
			]);
			expect(sandbox.messages()).toHaveLength(2);
			await example.end();
		});
	});
}
