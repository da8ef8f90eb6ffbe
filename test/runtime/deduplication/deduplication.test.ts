import { ALL_PROFILES, GATEWAYS, PROFILES } from '../../profiles';
import { file, keys, outputs, runNode, stopAt, type NodeRun } from '../engine';
import { credentialsFor } from '../credentials';
import { sandboxForTests } from '../../sandbox/forTests';

const sandbox = sandboxForTests();
beforeEach(() => {
	keys.entries = [];
	keys.calls = 0;
	keys.isBroken = false;
	keys.overwriteNext = undefined;
});

/** Contacts with numbers and ids that tell their place. */
const contacts = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		phone: `+1305670${1000 + index}`,
		id: `visit-${index}`,
	}));

const send = (
	node: NodeRun['node'],
	options: NodeRun['parameters'],
	more: Partial<NodeRun> = {},
	parameters: NodeRun['parameters'] = {},
) =>
	runNode({
		node,
		credentials: credentialsFor(sandbox),
		items: contacts(3),
		parameters: {
			...PROFILES[node].send,
			to: '={{ $json.phone }}',
			...parameters,
			options: { deduplicationKey: '={{ $json.id }}', ...options },
		},
		...more,
	});

const outcomesOf = (result: Parameters<typeof outputs>[0]) =>
	outputs(result).map(({ outcome }) => outcome);

describe.each(GATEWAYS)('%s: a message whose key was sent before', (node) => {
	it('is skipped, and the others are sent', async () => {
		await send(node, {}, { items: contacts(2) });
		const result = await send(node, {}, { items: contacts(4) });
		expect(outcomesOf(result)).toEqual(['skipped', 'skipped', 'accepted', 'accepted']);
		expect(result.error).toBeUndefined();
		expect(sandbox.messages().map(({ to }) => to)).toEqual(
			contacts(4).map(({ phone }) => phone.slice(1)),
		);
		expect(outputs(result)[0]).toEqual({
			gateway: PROFILES[node].gateway,
			outcome: 'skipped',
			skipReason: 'duplicate',
			messageId: null,
			to: '+13056701000',
			from: outputs(result)[3]?.from,
			status: null,
			statusDescription: 'A message with this deduplication key was sent before',
			sentAt: null,
			encoding: 'GSM-7',
			parts: 1,
		});
	});
});

describe('a key', () => {
	it('stands in the store before the request goes out', async () => {
		const stood: boolean[] = [];
		sandbox.onRequest(({ path }) => {
			const place = Number(/1305670(\d+)/.exec(Buffer.from(path).toString())?.[1]) - 1000;
			stood.push(keys.entries.includes(`begun visit-${place} +1305670${1000 + place}`));
		});
		// mGage's numbers stand readable in its addresses.
		await send('mGage', { combine: false, concurrency: 1 });
		expect(stood).toEqual([true, true, true]);
	});

	it('is forgotten when the message was certainly not sent', async () => {
		sandbox.failNext({ skip: 1, code: 'BAD_TO' });
		const first = await send('messangi', { concurrency: 1 }, { onError: 'continueRegularOutput' });
		expect(outcomesOf(first)).toEqual(['accepted', 'rejected', 'accepted']);
		expect(outcomesOf(await send('messangi', {}))).toEqual(['skipped', 'accepted', 'skipped']);
		expect(sandbox.messages()).toHaveLength(3);
	});

	it('is kept when nobody knows what became of the message', async () => {
		sandbox.failNext({ skip: 1, cut: 'after' });
		const first = await send('messangi', { concurrency: 1 }, { onError: 'continueRegularOutput' });
		expect(outcomesOf(first)).toEqual(['accepted', 'unknown', 'accepted']);
		expect(outcomesOf(await send('messangi', {}))).toEqual(['skipped', 'skipped', 'skipped']);
		expect(sandbox.messages()).toHaveLength(3);
	});

	it('of a run that was killed makes the message unknown once, and it is not sent again', async () => {
		keys.entries = ['begun visit-1 +13056701001'];
		const again = await send('messangi', {}, { onError: 'continueRegularOutput' });
		expect(outcomesOf(again)).toEqual(['accepted', 'unknown', 'accepted']);
		expect(outputs(again)[1]).toMatchObject({ error: { code: 'INTERRUPTED' } });
		expect(outcomesOf(await send('messangi', {}))).toEqual(['skipped', 'skipped', 'skipped']);
		expect(sandbox.messages()).toHaveLength(2);
	});

	it('of a run that was killed stops a node that does not continue', async () => {
		keys.entries = ['begun visit-0 +13056701000'];
		const again = await send('messangi', {});
		expect(again.error?.message).toMatch(/interrupted/);
		expect(sandbox.messages()).toHaveLength(0);
		expect(outcomesOf(await send('messangi', {}))).toEqual(['skipped', 'accepted', 'accepted']);
	});

	it('counts once in a run', async () => {
		const same = { to: '+13056701000' };
		const result = await send('messangi', { deduplicationKey: 'the same' }, {}, same);
		expect(outcomesOf(result)).toEqual(['accepted', 'skipped', 'skipped']);
		expect(outputs(result)[1]?.statusDescription).toMatch(/earlier message of this run/);
		expect(sandbox.messages()).toHaveLength(1);
	});

	it.each(['', '   ', '={{ $json.nothing }}'])(
		'that is %j is refused',
		async (deduplicationKey) => {
			const result = await send('messangi', { deduplicationKey });
			expect(result.error?.message).toBe('"Deduplication Key" is empty');
			expect(sandbox.stats().requests).toBe(0);
		},
	);

	it('is not touched by a preview', async () => {
		expect(outcomesOf(await send('messangi', { preview: true }))).toEqual(Array(3).fill('preview'));
		expect(keys.calls).toBe(0);
	});

	it.each([undefined, 'continueRegularOutput'] as const)(
		'that cannot be stored keeps the message from being sent (on error: %s)',
		async (onError) => {
			keys.isBroken = true;
			const result = await send('messangi', {}, { onError });
			expect(sandbox.stats().requests).toBe(0);
			if (onError === undefined) expect(result.error?.message).toMatch(/could not be stored/);
			else expect(outcomesOf(result)).toEqual(Array(3).fill('rejected'));
			expect(result.hints.join()).not.toMatch(/SQLITE/);
		},
	);

	it('keeps two runs at the same time in one n8n from sending the same message', async () => {
		sandbox.setLatency(10);
		const items = contacts(100);
		const runs = await Promise.all([
			send('messangi', {}, { items }),
			send('messangi', {}, { items: [...items].reverse() }),
		]);
		const sent = sandbox.messages().map(({ to }) => to);
		expect(sent).toHaveLength(100);
		expect(new Set(sent).size).toBe(100);
		const outcomes = runs.flatMap(outcomesOf);
		expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(100);
		expect(outcomes.filter((outcome) => outcome === 'skipped')).toHaveLength(100);
	});

	it('is left to another process that has recorded it in the same moment', async () => {
		keys.overwriteNext = ['begun visit-1 +13056701001', 'claim of the other'];
		const result = await send('messangi', {});
		expect(outcomesOf(result)).toEqual(['accepted', 'skipped', 'accepted']);
		expect(outputs(result)[1]?.statusDescription).toMatch(/^Another run is sending/);
		expect(sandbox.messages().map(({ to }) => to)).toEqual(['13056701000', '13056701002']);
		expect(keys.entries).toEqual(
			expect.arrayContaining([
				'begun visit-0 +13056701000',
				'sent visit-0 +13056701000',
				'begun visit-1 +13056701001',
				'sent visit-2 +13056701002',
			]),
		);
		expect(keys.entries).not.toContain('sent visit-1 +13056701001');
	});

	it('is recorded again when another process has overwritten it', async () => {
		sandbox.setLatency(5);
		const items = contacts(60);
		let requests = 0;
		sandbox.onRequest(() => {
			// What a write of another process does that had read before we wrote.
			if (++requests === 30) keys.entries = [];
		});
		await send('messangi', { concurrency: 5 }, { items });
		expect(outcomesOf(await send('messangi', {}, { items }))).toEqual(Array(60).fill('skipped'));
	});
});

describe('keys in requests that many share', () => {
	it('leave out those that were sent, and no others', async () => {
		await send('mGage', {}, { items: contacts(10).filter((_, index) => index % 3 === 0) });
		const result = await send('mGage', {}, { items: contacts(10) });
		expect(outcomesOf(result)).toEqual(
			Array.from({ length: 10 }, (_, index) => (index % 3 === 0 ? 'skipped' : 'accepted')),
		);
		expect(sandbox.stats().requests).toBe(2);
		const sent = sandbox.messages().map(({ id }) => id);
		const ids = outputs(result).flatMap(({ messageId }) => (messageId === null ? [] : [messageId]));
		expect(sent.slice(4)).toEqual(ids);
	});

	it('are written by chunk', async () => {
		const items = Array.from({ length: 2000 }, (_, index) => ({
			phone: `+1305${6_000_000 + index}`,
			id: index,
		}));
		const result = await send('mGage', {}, { items });
		expect(new Set(outcomesOf(result))).toEqual(new Set(['accepted']));
		expect(sandbox.stats().requests).toBe(8);
		// Two for the requests, which all go out at once, and one at the end.
		expect(keys.calls).toBeLessThanOrEqual(3);
	});
});

describe('keys of a bulk send', () => {
	const bulk = (parameters: NodeRun['parameters'], more: Partial<NodeRun> = {}) =>
		runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			parameters: {
				resource: 'sms',
				operation: 'sendBulk',
				via: 'send',
				carrier: 'Movistar',
				from: '19893653744',
				...parameters,
			},
			...more,
		});

	it('have the number of each recipient of a list', async () => {
		const recipients = '+1 305 670 8084; +1 213 555 1234';
		const parameters = {
			recipientSource: 'list',
			message: 'Hi',
			options: { deduplicationKey: 'march' },
		};
		expect(outcomesOf(await bulk({ ...parameters, recipients }))).toEqual(['accepted', 'accepted']);
		const more = { ...parameters, recipients: `${recipients}; +1 213 555 1235` };
		const result = await bulk(more);
		expect(outcomesOf(result)).toEqual(['skipped', 'skipped', 'accepted']);
		expect(result.hints).toEqual([
			'3 messages: 1 accepted, 0 rejected, 0 unknown, 2 skipped. It took 1 request for 1 part.',
		]);
	});

	it('can be made of the columns of a file, which then must be filled', async () => {
		const csv = (rows: string[]) => ({
			files: [file('list.csv', ['Country,Mobile,Invoice', ...rows].join('\n'))],
		});
		const parameters = {
			recipientSource: 'file',
			binaryPropertyName: 'data',
			message: 'Your invoice is due',
			invalidRecipients: 'skip',
			options: { deduplicationKey: 'invoice ##Invoice##' },
		};
		await bulk(parameters, csv(['1,3056708084,A1']));
		const result = await bulk(
			parameters,
			csv(['1,3056708084,A1', '1,3056708085,A2', '1,3056708086,']),
		);
		expect(outcomesOf(result)).toEqual(['skipped', 'accepted', 'rejected']);
		expect(outputs(result)[2]).toMatchObject({ row: 4, error: { code: 'EMPTY_VARIABLE' } });
	});
});

describe('an account that is refused', () => {
	const many = Array.from({ length: 500 }, (_, index) => `+1305670${1000 + index}`);
	const list = { recipientSource: 'list', recipients: many.join(), message: 'Hi' };

	it.each(ALL_PROFILES)(
		'$name: ends a bulk send of 500 after the first answers',
		async ({ name, credential, ...profile }) => {
			const settings = { ...profile.bulk, ...profile.separately.parameters };
			const [{ fields }] = profile.wrongAccounts;
			const changes = { ...profile.token?.accountOf(1000), ...fields };
			const result = await runNode({
				node: name,
				credentials: credentialsFor(sandbox, { [credential.name]: changes }),
				parameters: { resource: 'sms', operation: 'sendBulk', ...settings, ...list },
				onError: 'continueRegularOutput',
			});
			expect(outputs(result)).toHaveLength(500);
			expect(new Set(outcomesOf(result))).toEqual(new Set(['rejected']));
			expect(sandbox.stats().requests).toBeLessThanOrEqual(profile.requestsUntilRefused);
			if (profile.sharesRequests === 'with nobody') {
				expect(outputs(result).at(-1)).toMatchObject({ error: { code: 'NOT_TRIED' } });
			}
		},
	);

	it('goes on when it was refused once among messages that were accepted', async () => {
		sandbox.failNext({ skip: 3, code: 'BAD_SIGNATURE' });
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: contacts(8),
			parameters: {
				...PROFILES.messangi.send,
				to: '={{ $json.phone }}',
				options: { concurrency: 1 },
			},
			onError: 'continueRegularOutput',
		});
		expect(outcomesOf(result).filter((outcome) => outcome === 'accepted')).toHaveLength(7);
	});

	it('ends when it is refused ten times in a row', async () => {
		sandbox.failNext({ skip: 3, count: 400, code: 'BAD_SIGNATURE' });
		const result = await runNode({
			node: 'messangi',
			credentials: credentialsFor(sandbox),
			items: contacts(100),
			parameters: {
				...PROFILES.messangi.send,
				to: '={{ $json.phone }}',
				options: { concurrency: 1 },
			},
			onError: 'continueRegularOutput',
		});
		expect(outcomesOf(result).slice(0, 4)).toEqual([
			'accepted',
			'accepted',
			'accepted',
			'rejected',
		]);
		expect(sandbox.stats().requests).toBe(13);
		expect(outputs(result)[13]).toMatchObject({ error: { code: 'NOT_TRIED' } });
	});
});

describe('the stop button', () => {
	it('keeps what was accepted, and the next run sends the rest', async () => {
		sandbox.setLatency(50);
		const items = contacts(60);
		const stopped = await send(
			'messangi',
			{ concurrency: 3 },
			{ items, onStart: stopAt(sandbox, 8) },
		);
		const before = sandbox.messages().length;
		expect(before).toBeGreaterThan(3);
		expect(before).toBeLessThan(60);
		const { metadata } = stopped.run.data.resultData;
		expect(metadata?.messages_when_stopped).toMatch(
			/^\d+ accepted, 0 rejected, 0 unknown, \d+ not tried or in progress$/,
		);
		sandbox.setLatency(0);
		const rest = await send('messangi', {}, { items, onError: 'continueRegularOutput' });
		const sent = sandbox.messages().map(({ to }) => to);
		expect(new Set(sent).size).toBe(sent.length);
		const byOutcome = (wanted: string) =>
			outputs(rest).flatMap(({ outcome, to }) =>
				outcome === wanted ? [(to as string).slice(1)] : [],
			);
		// Those that were under way when the run was stopped: n8n dropped what the node said of them.
		const unclear = byOutcome('unknown');
		expect(unclear.length).toBeLessThanOrEqual(3);
		expect([...new Set([...sent, ...unclear])].sort()).toEqual(
			items.map(({ phone }) => phone.slice(1)).sort(),
		);
		expect(byOutcome('skipped').every((to) => sent.slice(0, before + 3).includes(to))).toBe(true);
		expect(outcomesOf(await send('messangi', {}, { items }))).toEqual(Array(60).fill('skipped'));
	});
});
