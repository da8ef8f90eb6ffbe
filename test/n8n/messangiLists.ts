import type { Rig } from './rig';
import { origins, outputs, SEND, workflowOf } from './workflows';

const INCOMING = { resource: 'incomingMessage', operation: 'getMany', returnAll: true };

/** A filter that an item does not have is as good as none. */
const FILTERS_OF_ITEM = Object.fromEntries(
	['from', 'to', 'carrier', 'keyword'].map((name) => [name, `={{ $json.${name} ?? '' }}`]),
);

/** Everything that asks Messangi what it knows. */
export function describeMessangiLists(rig: Rig): void {
	const run = (name: string, parameters: object, items?: Record<string, unknown>[]) =>
		rig.run(workflowOf(name, { type: 'messangi', parameters: { ...parameters } }, items));

	/** Has messages sent, so that there are some to read. */
	const send = async (count: number) => {
		const items = Array.from({ length: count }, (_, n) => ({ n }));
		const parameters = {
			resource: 'sms',
			operation: 'send',
			carrier: 'Movistar',
			from: '19893653744',
			to: '+1 305 670 8084',
			message: '=Text {{ $json.n }}',
		};
		await run('To be read', parameters, items);
		return rig.sandbox.messages();
	};

	describe('Messangi, asked', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test('for a message, tells its status now; its id is a text', async () => {
			const [sent] = await send(1);
			const id = sent?.id ?? '';
			expect(id).toMatch(/^-?\d{19}$/);
			const parameters = { resource: 'sms', operation: 'get', messageId: id };
			const expected = { gateway: 'messangi', messageId: id, to: '+13056708084', text: 'Text 0' };
			for (const [status, word] of [
				['delivered', 'DELIVERED_TO_DEVICE'],
				['expired', 'EXPIRED'],
			] as const) {
				rig.sandbox.setMessageStatus(id, status);
				const execution = await run(`A message, ${status}`, parameters);
				expect(outputs(execution)).toMatchObject([{ ...expected, status: word }]);
			}
			const whole = await run('A message, whole', { ...parameters, simplify: false });
			expect(outputs(whole)).toMatchObject([{ messageId: id, response: { id, text: 'Text 0' } }]);
		});

		test('for messages, gives those of the time, page by page, up to the limit', async () => {
			const sent = (await send(25)).map(({ id }) => id);
			const parameters = {
				resource: 'sms',
				operation: 'getMany',
				startDate: '={{ $now.minus({ hours: 1 }).toISO() }}',
				endDate: '={{ $now.plus({ hours: 1 }).toISO() }}',
				returnAll: true,
				filters: { order: 'asc' },
				options: { pageSize: 10 },
			};
			const asked = rig.sandbox.stats().requests;
			const all = await run('All messages', parameters);
			expect(rig.sandbox.stats().requests - asked).toBeGreaterThanOrEqual(3);
			expect(outputs(all).map(({ messageId }) => messageId)).toEqual(sent);
			expect(origins(all.items(SEND))).toEqual(sent.map(() => 0));
			const some = await run('12 messages', { ...parameters, returnAll: false, limit: 12 });
			expect(outputs(some).map(({ messageId }) => messageId)).toEqual(sent.slice(0, 12));
			const dates = { startDate: '2020-01-01T00:00:00', endDate: '2020-01-02T00:00:00' };
			const earlier = await run('Messages of 2020', { ...parameters, ...dates });
			expect(earlier.status).toBe('success');
			expect(outputs(earlier)).toEqual([]);
		});

		test.each(['asc', 'desc'])(
			'for incoming messages %s, none twice while more come',
			async (order) => {
				const text = (index: number) => `Message ${String(index).padStart(4, '0')}`;
				const message = (index: number) => ({
					gateway: 'messangi' as const,
					from: '13056708084',
					to: '87767',
					text: text(index),
					date: new Date(Date.UTC(2026, 0, 1) + index * 1000),
				});
				const before = 234;
				rig.sandbox.receive(Array.from({ length: before }, (_, index) => message(index)));
				let arrived = before;
				rig.sandbox.onRequest(() => {
					for (let count = 0; count < 5; count++) rig.sandbox.receive(message(arrived++));
				});
				const parameters = { ...INCOMING, filters: { order }, options: { pageSize: 50 } };
				const execution = await run(`Incoming ${order}`, parameters);
				expect(arrived).toBeGreaterThanOrEqual(before + 5 * 5);
				const texts = outputs(execution).map((json) => String(json.text));
				const expected = Array.from({ length: before }, (_, index) => text(index));
				const sorted = [...new Set(texts)].sort();
				if (order === 'desc') [expected, sorted].forEach((each) => each.reverse());
				expect(texts.filter((each) => each <= text(before - 1))).toEqual(expected);
				// Those that came meanwhile may be missing, but stand in order and once.
				expect(texts).toEqual(sorted);
			},
		);

		test('for incoming messages, filters and limits', async () => {
			rig.sandbox.receive([
				{ gateway: 'messangi', from: '13056708084', to: '87767', text: 'STOP now' },
				{ gateway: 'messangi', from: '13056708085', to: '87767', text: 'HELP', carrier: 'Digitel' },
				{ gateway: 'messangi', from: '13056708084', to: '99999', text: 'JOIN' },
			]);
			// Each item has filters of its own, and its answers are linked to it.
			const items = [
				{ from: '13056708084', to: '87767' },
				{ carrier: 'Digitel' },
				{ keyword: '^(STOP|JOIN)' },
			];
			const parameters = { ...INCOMING, filters: FILTERS_OF_ITEM };
			const execution = await run('Filtered', parameters, items);
			const found = outputs(execution);
			expect(found.map((json) => json.text)).toEqual(['STOP now', 'HELP', 'STOP now', 'JOIN']);
			expect(origins(execution.items(SEND))).toEqual([0, 1, 2, 2]);
			expect(found[0]).toMatchObject({
				gateway: 'messangi',
				from: '+13056708084',
				to: '87767',
				carrier: 'Movistar',
			});
			const newest = { ...INCOMING, returnAll: false, limit: 2, filters: { order: 'desc' } };
			expect(outputs(await run('The newest', newest)).map((json) => json.text)).toEqual([
				'JOIN',
				'HELP',
			]);
		});

		test('for carriers, offers those that have been seen', async () => {
			rig.sandbox.receive([
				{ gateway: 'messangi', from: '13056708084', to: '87767', text: 'A', carrier: 'Digitel' },
				{ gateway: 'messangi', from: '13056708084', to: '87767', text: 'B', carrier: 'T-Mobile' },
				{ gateway: 'messangi', from: '13056708084', to: '87767', text: 'C', carrier: 'Digitel' },
			]);
			const names = (found: { name: string; value: string }[]) => {
				expect(found.map(({ value }) => value)).toEqual(found.map(({ name }) => name));
				return found.map(({ name }) => name);
			};
			const all = names(await rig.searchCarriers());
			expect(all.filter((name) => ['Digitel', 'T-Mobile'].includes(name))).toEqual([
				'Digitel',
				'T-Mobile',
			]);
			expect(names(await rig.searchCarriers('digi'))).toEqual(['Digitel']);
			rig.sandbox.reset();
			expect(names(await rig.searchCarriers())).toEqual(
				all.filter((name) => !['Digitel', 'T-Mobile'].includes(name)),
			);
		});
	});
}
