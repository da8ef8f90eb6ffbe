import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { PROFILES } from '../profiles';
import { credentialsFor } from '../runtime/credentials';
import { outputs, runNode } from '../runtime/engine';
import { sandboxForTests } from '../sandbox/forTests';

describe.each(['xml', 'json', 'csv'] as const)('mGage’s export as %s', (mgageExport) => {
	const sandbox = sandboxForTests({ mgageExport, deliveryTime: 600_000 });

	const run = async (parameters: INodeParameters, items?: IDataObject[]) => {
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			parameters,
			...(items && { items }),
		});
		if (result.error) throw result.error;
		return outputs(result);
	};
	const period = {
		programId: '12345',
		startDate: new Date(Date.now() - 3_600_000).toISOString(),
		endDate: new Date(Date.now() + 3_600_000).toISOString(),
		returnAll: true,
	};
	const text = 'Hello, "you" & <me>';

	it('lists what was sent, with mGage’s own fields', async () => {
		await run({ ...PROFILES.mGage.send, message: text });
		const json = await run({ resource: 'sms', operation: 'getMany', ...period });
		const [stored] = sandbox.messages();
		expect(json).toMatchObject([
			{
				gateway: 'mGage',
				messageId: stored?.id,
				from: '87767',
				to: '+13056708084',
				text,
				type: 'MT',
				originator: '87767',
				destination: '13056708084',
			},
		]);
		expect(json[0]).not.toHaveProperty('raw');
	});

	it('lists what came in, with the reply once', async () => {
		const { send } = PROFILES.mGage;
		await run({ ...send });
		for (const message of ['One', 'STOP']) {
			sandbox.receive({ gateway: 'mGage', from: '13056708084', to: '87767', text: message });
		}
		const json = await run({
			...{ resource: 'incomingMessage', operation: 'getMany', ...period },
			simplify: false,
		});
		expect(json).toMatchObject([
			{ from: '+13056708084', to: '87767', text: 'One', type: 'MO' },
			{
				from: '+13056708084',
				to: '87767',
				text: 'STOP',
				type: 'MO',
				intent: 'optOut',
				certain: true,
			},
		]);
		expect(json.map((each) => 'raw' in each)).toEqual([true, false]);
		expect(json.map((each) => 'response' in each)).toEqual([true, true]);
	});

	it('stops at the limit, and takes dates in the zone that is set', async () => {
		await run({ ...PROFILES.mGage.send });
		await run({ ...PROFILES.mGage.send, message: 'Another' });
		const parameters = { resource: 'sms', operation: 'getMany', ...period, returnAll: false };
		expect(await run({ ...parameters, limit: 1 })).toHaveLength(1);
		const options = { timeZone: 'America/New_York' };
		expect(await run({ ...parameters, limit: 50, options })).toEqual([]);
		expect(sandbox.requests().at(-1)?.path).toContain('messageType=MT&startDate=');
	});

	it('finds out what became of messages', async () => {
		sandbox.failNext({ gateway: 'mGage', cut: 'after' });
		sandbox.failNext({ gateway: 'mGage', cut: 'before' });
		const phones = ['+13056708084', '+13056708085', '+13056708086'];
		const send = { ...PROFILES.mGage.send, to: '={{ $json.phone }}', message: text };
		const sent = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			onError: 'continueRegularOutput',
			items: phones.map((phone) => ({ phone })),
			parameters: { ...send, options: { combine: false, concurrency: 1 } },
		});
		expect(outputs(sent).map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown', 'accepted']);
		const known = await run(
			{
				resource: 'sms',
				operation: 'reconcile',
				programId: '12345',
				to: '={{ $json.to }}',
				sentAt: '={{ $json.sentAt }}',
				from: '={{ $json.from }}',
				message: text,
				messageId: '={{ $json.messageId }}',
				options: { settle: 0, whenMissing: 'rejected' },
			},
			outputs(sent),
		);
		expect(known.map(({ to, outcome, found }) => [to, outcome, found])).toEqual([
			['+13056708084', 'accepted', true],
			['+13056708085', 'rejected', false],
			['+13056708086', 'accepted', true],
		]);
		// Without the zone of mGage's dates, the export is asked for half a day around.
		const query = new URLSearchParams(sandbox.requests().at(-1)?.path.split('?')[1]);
		const [start, end] = ['startDate', 'endDate'].map((name) => Date.parse(`${query.get(name)}Z`));
		expect((end ?? 0) - (start ?? 0)).toBeGreaterThan(28 * 3_600_000);
	});

	it('says nothing of a message where the export is empty', async () => {
		const item = { to: '+13056708084', sentAt: new Date(Date.now() - 3_600_000).toISOString() };
		const known = await run(
			{
				resource: 'sms',
				operation: 'reconcile',
				programId: '777',
				to: '={{ $json.to }}',
				sentAt: '={{ $json.sentAt }}',
				options: { whenMissing: 'rejected' },
			},
			[item],
		);
		expect(known).toMatchObject([
			{ outcome: 'unknown', found: null, error: { code: 'REPORT_CUT_SHORT' } },
		]);
	});
});
