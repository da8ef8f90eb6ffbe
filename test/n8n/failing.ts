import { ALL_PROFILES } from '../profiles';
import type { Rig } from './rig';
import { describeWith } from './since';
import { outputs, SEND, workflowOf } from './workflows';

/** The second carrier does not exist, so the gateway itself refuses the second message. */
const ITEMS = [
	{ phone: '+1 305 670 8084', carrier: 'Movistar' },
	{ phone: '+1 305 670 8085', carrier: 'Nobody' },
	{ phone: '+1 305 670 8086', carrier: 'Movistar' },
];

const PARAMETERS = {
	resource: 'sms',
	operation: 'send',
	carrier: '={{ $json.carrier }}',
	from: '19893653744',
	to: '={{ $json.phone }}',
	message: 'Hello',
	options: { concurrency: 1 },
};

/** One of three messages is refused. */
export function describeFailing(rig: Rig): void {
	describe('a rejected item', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test('is an item among the others when the node continues on an error', async () => {
			const node = { type: 'messangi', parameters: PARAMETERS } as const;
			const workflow = workflowOf('Continue', { ...node, onError: 'continueRegularOutput' }, ITEMS);
			const execution = await rig.run(workflow);
			expect(execution.status).toBe('success');
			expect(execution.items(SEND)).toEqual([
				expect.objectContaining({
					json: expect.objectContaining({ outcome: 'accepted', to: '+13056708084' }) as object,
					pairedItem: { item: 0 },
				}),
				expect.objectContaining({
					json: expect.objectContaining({
						outcome: 'rejected',
						to: '+13056708085',
						error: {
							code: expect.any(String) as string,
							message: expect.any(String) as string,
							hint: expect.any(String) as string,
						},
					}) as object,
					pairedItem: { item: 1 },
				}),
				expect.objectContaining({
					json: expect.objectContaining({ outcome: 'accepted', to: '+13056708086' }) as object,
					pairedItem: { item: 2 },
				}),
			]);
			expect(rig.sandbox.messages()).toHaveLength(2);
		});

		test('stops the node otherwise, and the error says what was sent already', async () => {
			const workflow = workflowOf('Stop', { type: 'messangi', parameters: PARAMETERS }, ITEMS);
			const execution = await rig.run(workflow);
			expect(execution.status).toBe('error');
			expect(rig.sandbox.messages()).toHaveLength(1);
			expect(execution.error?.description).toMatch(/1 already accepted/);
		});

		test('a number that cannot be one is refused before any request', async () => {
			const items = [ITEMS[0], { phone: '12', carrier: 'Movistar' }].map((item) => ({ ...item }));
			const workflow = workflowOf('Number', { type: 'messangi', parameters: PARAMETERS }, items);
			const execution = await rig.run(workflow);
			expect(execution.status).toBe('error');
			expect(execution.error?.message).toMatch(/12/);
			expect(rig.sandbox.messages()).toEqual([]);
		});
	});

	describeWith(
		'an error output that takes details',
		'a rejected item, with an error output,',
		() => {
			beforeEach(() => {
				rig.sandbox.reset();
			});

			test('goes to the error output when the node has one', async () => {
				const node = { type: 'messangi', parameters: PARAMETERS } as const;
				const workflow = workflowOf('Split', { ...node, onError: 'continueErrorOutput' }, ITEMS);
				const execution = await rig.run(workflow);
				const accepted = execution.items(SEND, 0).map(({ json }) => json.to);
				expect(accepted).toEqual(['+13056708084', '+13056708086']);
				// n8n keeps the fields of the item that came in, and of the result `error` and `details`.
				expect(execution.items(SEND, 1)).toEqual([
					expect.objectContaining({
						json: expect.objectContaining({
							phone: '+1 305 670 8085',
							error: expect.objectContaining({ code: expect.any(String) as string }) as object,
							details: expect.objectContaining({
								outcome: 'rejected',
								to: '+13056708085',
							}) as object,
						}) as object,
						pairedItem: { item: 1 },
					}),
				]);
			});

			test.each(ALL_PROFILES)(
				'of $name goes there from sends and bulk sends',
				async ({ name: type, send, bulk, separately, refuse }) => {
					const forms = {
						send: { ...send, options: { concurrency: 1 } },
						sendBulk: {
							...bulk,
							...separately.parameters,
							resource: 'sms',
							operation: 'sendBulk',
							message: 'Hello',
							recipientSource: 'items',
							options: { concurrency: 1, ...separately.options },
						},
					};
					for (const [operation, form] of Object.entries(forms)) {
						rig.sandbox.reset();
						refuse(rig.sandbox, '13056708085');
						const parameters = { ...form, to: '={{ $json.phone }}' };
						const node = { type, parameters, onError: 'continueErrorOutput' } as const;
						const execution = await rig.run(workflowOf(`${type} ${operation} split`, node, ITEMS));
						expect(execution.status).toBe('success');
						expect(outputs(execution).map(({ outcome, to }) => [outcome, to])).toEqual([
							['accepted', '+13056708084'],
							['accepted', '+13056708086'],
						]);
						expect(execution.items(SEND, 1)).toMatchObject([
							{
								json: {
									phone: '+1 305 670 8085',
									error: { code: expect.any(String) as string, hint: expect.any(String) as string },
									details: { outcome: 'rejected', to: '+13056708085' },
								},
								pairedItem: { item: 1 },
							},
						]);
						expect(rig.sandbox.messages()).toHaveLength(2);
					}
				},
			);
		},
	);
}
