import { existsSync, readFileSync } from 'node:fs';
import type { Rig } from './rig';
import { secondsOf } from './stored';
import { origins, outputs, SEND, workflowOf } from './workflows';

const SMS = { resource: 'sms', operation: 'send', from: '87767', programId: '1001' };

/** People with numbers that tell their place: +1 213 555 0000 ... */
const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		phone: `+1213${String(5_550_000 + index).padStart(7, '0')}`,
	}));

/** How many items are sent to with Simplify off; more by hand. */
const MANY = Number(process.env.SMS_GATEWAYS_TEST_ITEMS ?? 10_000);

/** The most memory that a process has had so far, where the system tells. */
function peakMemory(pid: number | undefined): string {
	const file = `/proc/${pid}/status`;
	const status = existsSync(file) ? readFileSync(file, 'utf8') : '';
	return /VmHWM:\s*(\d+ kB)/.exec(status)?.[1] ?? 'unknown memory';
}

/** What mGage is told. */
export function describeMGage(rig: Rig): void {
	const run = (name: string, parameters: object, items?: Record<string, unknown>[]) =>
		rig.run(workflowOf(name, { type: 'mGage', parameters: { ...parameters } }, items));

	describe('mGage', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test('sends an SMS of more than 160 characters when that is allowed', async () => {
			const message = 'Long. '.repeat(40).trim();
			const execution = await run('mGage', {
				...SMS,
				to: '(415) 555-0132',
				message,
				options: { allowLongMessages: true, defaultCountry: 'US' },
			});
			const [stored] = rig.sandbox.messages();
			expect(outputs(execution)).toMatchObject([
				{
					gateway: 'mGage',
					outcome: 'accepted',
					messageId: stored?.id,
					to: '+14155550132',
					parts: 2,
				},
			]);
			expect(stored).toMatchObject({ gateway: 'mGage', to: '14155550132', text: message });
		});

		test('sends one text to 10,000 items in 40 requests, each with an outcome of its own', async () => {
			const items = people(10_000);
			const parameters = { ...SMS, to: '={{ $json.phone }}', message: 'Hello' };
			const startedAt = Date.now();
			const execution = await run('10,000 items', parameters, items);
			const whole = (Date.now() - startedAt) / 1000;
			console.log(`10,000 items: ${whole} s, of which ${secondsOf(execution)} s in the mGage node`);
			expect(rig.sandbox.stats().requests).toBe(40);
			const json = outputs(execution);
			expect(json.map(({ to }) => to)).toEqual(items.map(({ phone }) => phone));
			expect(origins(execution.items(SEND))).toEqual(items.map((_, index) => index));
			expect(json.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
			// Every item has the id that the sandbox gave to its own number.
			const ids = new Map(rig.sandbox.messages().map(({ to, id }) => [`+${to}`, id]));
			expect(ids.size).toBe(10_000);
			expect(json.filter(({ to, messageId }) => ids.get(String(to)) !== messageId)).toEqual([]);
		});

		test(`sends to ${MANY} items with Simplify off, and each reply stands once`, async () => {
			const items = people(MANY);
			const parameters = { ...SMS, to: '={{ $json.phone }}', message: 'Hello', simplify: false };
			const startedAt = Date.now();
			const execution = await run(`${MANY} items, all of it`, parameters, items);
			const whole = (Date.now() - startedAt) / 1000;
			console.log(
				`${MANY} items with Simplify off: ${whole} s, of which ${secondsOf(execution)} s in the mGage node; ${execution.raw.length} characters kept; at most ${peakMemory(rig.n8n.pid)} in n8n`,
			);
			const requests = Math.ceil(MANY / 250);
			expect(rig.sandbox.stats().requests).toBe(requests);
			const json = outputs(execution);
			expect(json.map(({ to }) => to)).toEqual(items.map(({ phone }) => phone));
			expect(json.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
			expect(json.filter((each) => 'response' in each)).toHaveLength(requests);
			// Each of the others names the item that has the reply in which its own number stands.
			const lost = json.filter(({ to, responseOf }, index) => {
				const { response } = json[Number(responseOf ?? index)] ?? {};
				return !JSON.stringify(response ?? null).includes(String(to).slice(1));
			});
			expect(lost).toEqual([]);
		});

		test.each([
			['not combined', { options: { combine: false } }, 3],
			['with texts of their own', { message: '=Hello {{ $itemIndex }}' }, 3],
			['combined', {}, 1],
		])('sends three items, %s', async (label, changes, requests) => {
			const parameters = { ...SMS, to: '={{ $json.phone }}', message: 'Hello', ...changes };
			const execution = await run(`Three ${label}`, parameters, people(3));
			expect(outputs(execution).map(({ outcome }) => outcome)).toEqual(Array(3).fill('accepted'));
			expect(rig.sandbox.stats().requests).toBe(requests);
			expect(rig.sandbox.messages()).toHaveLength(3);
		});

		test('sends in bulk, 250 numbers in a request, and tells each refusal apart', async () => {
			rig.sandbox.refuseNumbers({ '12135550003': 111 });
			const items = people(300);
			const execution = await run(
				'Bulk',
				{
					...SMS,
					operation: 'sendBulk',
					recipientSource: 'items',
					to: '={{ $json.phone }}',
					message: 'Hello',
				},
				items,
			);
			expect(rig.sandbox.stats().requests).toBe(2);
			const json = outputs(execution);
			expect(json.map(({ to }) => to)).toEqual(items.map(({ phone }) => phone));
			expect(origins(execution.items(SEND))).toEqual(items.map((_, index) => index));
			expect(json.filter(({ outcome }) => outcome !== 'accepted')).toEqual([
				expect.objectContaining({
					outcome: 'rejected',
					to: '+12135550003',
					error: expect.objectContaining({ code: '111' }) as unknown,
				}),
			]);
			expect(rig.sandbox.messages()).toHaveLength(299);
		});

		test('fires an incoming message', async () => {
			const execution = await run('mGage fires', {
				resource: 'incomingMessage',
				operation: 'fire',
				campaignId: '4711',
				from: '+1 305 670 8084',
				to: '87767',
				message: 'JOIN ñ & more',
			});
			expect(outputs(execution)).toMatchObject([
				{ gateway: 'mGage', outcome: 'accepted', to: '87767', from: '+13056708084' },
			]);
			expect(rig.sandbox.incoming()).toMatchObject([
				{
					gateway: 'mGage',
					from: '13056708084',
					to: '87767',
					text: 'JOIN ñ & more',
					details: { campaignId: '4711' },
				},
			]);
		});
	});
}
