import type { IDataObject } from 'n8n-workflow';
import { GATEWAYS, PROFILES } from '../../profiles';
import { file, keys, outputs, runNode, type NodeRun } from '../engine';
import { credentialsFor } from '../credentials';
import { sandboxForTests } from '../../sandbox/forTests';

/*
 * What a deduplication key is made of: no two numbers ever have the same, none has an empty part,
 * and keys that earlier versions recorded still count.
 */

const sandbox = sandboxForTests();
beforeEach(() => {
	keys.entries = [];
	keys.calls = 0;
});

const ANA = '+13056708084';
const BEN = '+13056708085';
const EVA = '+13056708086';

/** Sends to each item's number, with a key, and goes on after failures. */
async function send(
	deduplicationKey: unknown,
	items: IDataObject[],
	more: Partial<NodeRun> & { node?: NodeRun['node'] } = {},
	parameters: IDataObject = {},
) {
	const { node = 'messangi' } = more;
	return await runNode({
		credentials: credentialsFor(sandbox),
		items,
		parameters: {
			...PROFILES[node].send,
			to: '={{ $json.to }}',
			...parameters,
			options: { deduplicationKey },
		} as NodeRun['parameters'],
		onError: 'continueRegularOutput',
		...more,
		node,
	});
}

const outcomesOf = (result: Parameters<typeof outputs>[0]) =>
	outputs(result).map(({ outcome }) => outcome);
const errorsOf = (result: Parameters<typeof outputs>[0]) =>
	outputs(result).map(({ error }) => error as { code: string; message: string } | undefined);
const sentTo = () => sandbox.messages().map(({ to }) => `+${to}`);

const BULK = {
	resource: 'sms',
	operation: 'sendBulk',
	via: 'send',
	carrier: 'Movistar',
	from: '19893653744',
	message: 'Hi',
};

/** A way in which recipients come to a node; each gives a message for each item. */
const WAYS: { label: string; parameters: IDataObject; files?: (to: string) => string }[] = [
	{ label: 'a send', parameters: {} },
	{ label: 'a bulk send of items', parameters: { ...BULK, recipientSource: 'items' } },
	{
		label: 'a bulk send of lists',
		parameters: { ...BULK, recipientSource: 'list', recipients: '={{ $json.to }}' },
	},
	{
		label: 'a bulk send of files',
		parameters: { ...BULK, recipientSource: 'file', binaryPropertyName: 'data' },
		files: (to) => `Mobile\n${to}\n`,
	},
];

describe.each(WAYS)('a key in $label', ({ parameters, files }) => {
	const sendTo = (deduplicationKey: string, items: { to: string; id?: string }[]) =>
		send(
			deduplicationKey,
			items,
			files === undefined ? {} : { files: items.map(({ to }) => file('a.csv', files(to))) },
			parameters,
		);

	it('belongs to one number', async () => {
		const first = [{ to: ANA, id: '1' }];
		const second = [{ to: BEN, id: '1' }];
		expect(outcomesOf(await sendTo('=lead {{ $json.id }}', first))).toEqual(['accepted']);
		expect(outcomesOf(await sendTo('=lead {{ $json.id }}', second))).toEqual(['accepted']);
		expect(outcomesOf(await sendTo('=lead {{ $json.id }}', [...second, ...first]))).toEqual([
			'skipped',
			'skipped',
		]);
		expect(sentTo()).toEqual([ANA, BEN]);
	});

	it('that is a fixed text lets each number have its message once', async () => {
		const items = [ANA, BEN, EVA].map((to) => ({ to }));
		expect(outcomesOf(await sendTo('welcome', items.slice(0, 2)))).toEqual([
			'accepted',
			'accepted',
		]);
		expect(outcomesOf(await sendTo('welcome', items))).toEqual(['skipped', 'skipped', 'accepted']);
	});

	it('with an empty part is refused, and nothing is sent', async () => {
		const items = [{ to: ANA }, { to: BEN }];
		const result = await sendTo('=lead-{{ $json.id }}', items);
		expect(outcomesOf(result)).toEqual(['rejected', 'rejected']);
		expect(errorsOf(result)[0]).toMatchObject({
			code: 'MISSING_PARAMETER',
			message: '"Deduplication Key" is incomplete: {{ $json.id }} is empty',
		});
		expect(sandbox.requests()).toEqual([]);
		expect(keys.entries).toEqual([]);
	});
});

describe.each(GATEWAYS)('%s', (node) => {
	it('sends one key to two numbers, and to each once', async () => {
		const items = [{ to: ANA }, { to: BEN }];
		expect(outcomesOf(await send('k', items, { node }))).toEqual(['accepted', 'accepted']);
		expect(outcomesOf(await send('k', items, { node }))).toEqual(['skipped', 'skipped']);
	});
});

describe('a key of what is no text message', () => {
	const OTP = { resource: 'otp', operation: 'send', countryCode: '91', to: '={{ $json.to }}' };
	const FIRE = {
		resource: 'incomingMessage',
		operation: 'fire',
		from: '={{ $json.to }}',
		message: 'JOIN',
	};
	const SHORT_CODE = { ...FIRE, operation: 'firePost', to: '87767' };
	const TO_PROGRAM = { ...FIRE, to: '87767', campaignId: '1' };

	it.each([
		['messageCentral', OTP],
		['messangi', FIRE],
		['messangi', SHORT_CODE],
		['mGage', TO_PROGRAM],
	] as const)('%s %o has the number of the person', async (node, parameters) => {
		for (const to of [1, 2].map(PROFILES[node].numberOf)) {
			const options = { deduplicationKey: 'k' };
			await runNode({
				node,
				credentials: credentialsFor(sandbox),
				items: [{ to }],
				parameters: { ...parameters, options },
				onError: 'continueRegularOutput',
			});
			expect(keys.entries).toContain(`begun k ${to}`);
		}
	});
});

/** Keys in which something is missing for an item `{ to }`, and what the refusal says. */
const MISSING: [key: string, data: IDataObject, says: RegExp | string][] = [
	['={{ $json.id }}', {}, '"Deduplication Key" is empty'],
	['={{ $json.id }}', { id: null }, '"Deduplication Key" is empty'],
	['={{ $json.id }}', { id: ' \u00a0' }, '"Deduplication Key" is empty'],
	['={{ $json.id }}', { id: [] }, /^The deduplication key is an object or a list/],
	['={{ $json.id }}', { id: { a: 1 } }, /^The deduplication key is an object or a list/],
	['=order-{{ $json.id }}', {}, /incomplete: \{\{ \$json\.id \}\} is empty$/],
	['=order-{{ $json.id }}', { id: '' }, /incomplete/],
	['=order-{{ $json.id }}', { id: null }, /incomplete/],
	['=order-{{ $json.order.id }}', {}, /incomplete: \{\{ \$json\.order\.id \}\} is empty$/],
	['=order-{{ $json["id"] }}-{{ $json.to }}', { id: '  ' }, /incomplete: \{\{ \$json\["id"\] \}\}/],
	['={{ $json.to }} {{ $json.day }}', {}, /incomplete: \{\{ \$json\.day \}\} is empty$/],
	['=order {{ $json.ids }}', { ids: [] }, /an empty list/],
	['=order {{ $json.ids }}', { ids: [1, null] }, /a value in .* is missing/],
	['=order {{ $json.o }}', { o: { a: 1 } }, /has "\[object Object\]" in it/],
	['=order {{ Number($json.id) }}', { id: 'x' }, /incomplete/],
	['={{ $json.a + $json.b }}', {}, /incomplete|is empty/],
	["={{ 'order-' + $json.id }}", {}, /is "order-undefined"$/],
	["={{ 'order' + $json.id }}", {}, /is "orderundefined"$/],
	["={{ 'order-' + $json.id }}", { id: null }, /is "order-null"$/],
	["={{ 'order' + $json.id }}", { id: null }, /is "ordernull"$/],
	['={{ `order-${$json.id}` }}', {}, /is "order-undefined"$/],
	['={{ `order-${$json.id}-${$json.to}` }}', { id: null }, /is "order-null-/],
	["={{ 'order-' + Number($json.id) }}", { id: 'x' }, /is "order-NaN"$/],
	["={{ 'order-' + ($json.id ?? '') }}", {}, /is "order-"$/],
	["={{ ['order', $json.id].join('-') }}", {}, /is "order-"$/],
	["={{ `order-${$json.id ?? ''}` }}", {}, /is "order-"$/],
	["={{ 'order #' + ($json.id ?? '') }}", {}, /is "order #"$/],
	["={{ 'order-' + {} }}", {}, /has "\[object Object\]" in it/],
	['={{ String($json.id) }}', {}, /is "undefined"$/],
	['={{ $json.id }}', { id: 'undefined' }, /is "undefined"$/],
	['=order {{ $json.id }}', { id: 'null' }, /is "null"$/],
	['=order {{ $json.id }}', { id: 'NULL' }, /is "NULL"$/],
	['=order {{ $json.id }}', { id: 'nan' }, /is "nan"$/],
	['=order {{ $json.id }}', { id: 'None' }, /is "None"$/],
	['=order {{ $json.day }}', { day: 'Invalid DateTime' }, /is "Invalid DateTime"$/],
	['=visit {{ new Date($json.day).toString() }}', { day: 'x' }, /is "Invalid Date"$/],
	['=visit {{ DateTime.fromISO($json.day).toFormat("yyyy-LL-dd") }}', { day: 'x' }, /Invalid/],
	['##id##', {}, 'The deduplication key has ##id##, but there is no value for it'],
	['=order ##id## {{ $json.to }}', {}, /^The deduplication key has ##id##/],
	['={{ "order ##id##" }}', {}, /^The deduplication key has ##id##/],
];

describe('a key in which something is missing', () => {
	it.each(MISSING)('%s of %j is refused', async (key, data, says) => {
		const result = await send(key, [
			{ to: ANA, ...data },
			{ to: BEN, ...data },
		]);
		expect(outcomesOf(result)).toEqual(['rejected', 'rejected']);
		for (const error of errorsOf(result)) {
			if (typeof says === 'string') expect(error?.message).toBe(says);
			else expect(error?.message).toMatch(says);
		}
		expect(sandbox.requests()).toEqual([]);
		expect(keys.entries).toEqual([]);
	});

	it('is refused for its item only', async () => {
		const result = await send('=order-{{ $json.id }}', [
			{ to: ANA, id: 1 },
			{ to: BEN },
			{ to: EVA, id: 3 },
		]);
		expect(outcomesOf(result)).toEqual(['accepted', 'rejected', 'accepted']);
		expect(result.items[1]?.pairedItem).toEqual({ item: 1 });
	});

	it('stops a node that does not continue, which names the item and sends nothing', async () => {
		const items = [{ to: ANA, id: 1 }, { to: BEN }];
		const result = await send('=order-{{ $json.id }}', items, { onError: 'stopWorkflow' });
		expect(result.error?.message).toMatch(/incomplete: \{\{ \$json\.id \}\} is empty/);
		expect(result.error).toMatchObject({ context: { itemIndex: 1 } });
		expect(sandbox.requests()).toEqual([]);
	});

	it('is one with an empty placeholder of items, lists and files', async () => {
		const ofItems = (value: unknown) => ({
			...BULK,
			recipientSource: 'items',
			variables: { variable: [{ name: 'id', value }] },
		});
		for (const id of ['', null, 'null', 'undefined', 'NaN']) {
			const result = await send(
				'order ##id##',
				[{ to: ANA, id }],
				{},
				ofItems('={{ $json.id }}') as IDataObject,
			);
			expect(outcomesOf(result)).toEqual(['rejected']);
		}
		const files = [file('a.csv', `Mobile,Id\n${ANA},1\n${BEN},NULL\n${EVA},\n`)];
		const ofFile = { ...BULK, recipientSource: 'file', binaryPropertyName: 'data' };
		const skip = { ...ofFile, invalidRecipients: 'skip' };
		const result = await send('order ##Id##', [{}], { files }, skip);
		expect(outcomesOf(result)).toEqual(['accepted', 'rejected', 'rejected']);
		expect(errorsOf(result)[1]?.message).toBe(
			'Row 3, column "Id": the value is "NULL", which programs write if there is none, but the message needs it',
		);
		expect(outputs(result)[1]).toMatchObject({ to: BEN, row: 3 });
		const list = { ...BULK, recipientSource: 'list', recipients: `${ANA}, ${BEN}` };
		expect(outcomesOf(await send('order ##Id##', [{}], {}, list))).toEqual([
			'rejected',
			'rejected',
		]);
	});
});

/** Keys that look odd and have all their parts. */
const WHOLE: [key: string, data: IDataObject, text: string][] = [
	['={{ $json.id }}', { id: 0 }, '0'],
	['={{ $json.id }}', { id: false }, 'false'],
	['=order {{ $json.title }}', { title: 'null modem' }, 'order null modem'],
	['={{ "order " + $json.title }}', { title: 'annulled Nancy NaNo' }, 'order annulled Nancy NaNo'],
	['=order {{ $json.name }}', { name: 'Null' }, 'order Null'],
	['=order {{ $json.id }}', { id: 'x_-' }, 'order x_-'],
	['={{ "id-" + $json.id }}', { id: 'x-' }, 'id-x-'],
	['=order {{ $json.ids }}', { ids: [1, 2] }, 'order 1,2'],
	['={{ $json.vip ? "vip" : "other" }}', {}, 'other'],
	['=={{ $json.id }}', { id: 'a' }, '=a'],
	['=order {{ $json.id }}', { id: '##id##' }, 'order ##id##'],
	[
		'={{ $json.id + " " + $json.day.toDateTime().toISODate() }}',
		{ id: 1, day: '2026-03-01' },
		'1 2026-03-01',
	],
	[
		'=visit {{ $json.id }} {{ $json.day.toDateTime().toISODate() }}',
		{ id: 1, day: '2026-03-01' },
		'visit 1 2026-03-01',
	],
];

test.each(WHOLE)('the key %s of %j is %j', async (key, data, text) => {
	expect(outcomesOf(await send(key, [{ to: ANA, ...data }]))).toEqual(['accepted']);
	expect(keys.entries).toEqual(
		expect.arrayContaining([`begun ${text} ${ANA}`, `sent ${text} ${ANA}`]),
	);
});

describe('a fixed key', () => {
	const hintOf = ({ hints }: { hints: string[] }) =>
		hints.filter((hint) => hint.startsWith('The Deduplication Key is the same for all'));

	it('is told of when a message is skipped for it', async () => {
		expect(hintOf(await send('order', [{ to: ANA }]))).toEqual([]);
		expect(hintOf(await send('order', [{ to: ANA }]))).toHaveLength(1);
		expect(hintOf(await send('=order', [{ to: ANA }]))).toHaveLength(1);
	});

	it('is right for a list', async () => {
		const list = { ...BULK, recipientSource: 'list', recipients: ANA };
		await send('march', [{}], {}, list);
		const again = await send('march', [{}], {}, list);
		expect(outcomesOf(again)).toEqual(['skipped']);
		expect(hintOf(again)).toEqual([]);
	});

	it('is none that has data in it', async () => {
		await send('={{ $json.id }}', [{ to: ANA, id: 1 }]);
		expect(hintOf(await send('={{ $json.id }}', [{ to: ANA, id: 1 }]))).toEqual([]);
	});
});

/** What a version recorded whose keys had no number, but in lists and files. */
const earlier = (...sent: string[]) => [
	'claim 8c6a0d5c-1111-4222-8333-944455556666 0',
	...sent.flatMap((key) => [`begun ${key}`, `sent ${key}`]),
];

const visits = (...ids: number[]) =>
	ids.map((id) => ({ to: `+1305670${1000 + id}`, id: `visit-${id}` }));

describe.each(WAYS.slice(0, 2))('keys of earlier versions in $label', ({ parameters }) => {
	const sendVisits = (...ids: number[]) => send('={{ $json.id }}', visits(...ids), {}, parameters);

	it('still count, now and later', async () => {
		keys.entries = earlier('visit-1', 'visit-3');
		expect(outcomesOf(await sendVisits(1, 2, 3, 4))).toEqual([
			'skipped',
			'accepted',
			'skipped',
			'accepted',
		]);
		expect(outcomesOf(await sendVisits(4, 3, 2, 1, 0))).toEqual([
			'skipped',
			'skipped',
			'skipped',
			'skipped',
			'accepted',
		]);
		expect(sentTo()).toHaveLength(3);
	});

	it('still tell of a run that was killed, once', async () => {
		keys.entries = [...earlier('visit-1'), 'begun visit-2'];
		const result = await sendVisits(1, 2, 3);
		expect(outcomesOf(result)).toEqual(['skipped', 'unknown', 'accepted']);
		expect(errorsOf(result)[1]?.code).toBe('INTERRUPTED');
		expect(outcomesOf(await sendVisits(1, 2, 3))).toEqual(Array(3).fill('skipped'));
	});

	it('are found whatever other runs found out before', async () => {
		keys.entries = earlier('visit-1', 'visit-2', 'visit-3');
		for (const id of [1, 2, 3, 4]) {
			expect(outcomesOf(await sendVisits(id))).toEqual([id === 4 ? 'accepted' : 'skipped']);
		}
	});

	it('are found after a run that was killed while it looked for them', async () => {
		for (const left of [1, 2]) {
			keys.entries = earlier('visit-1');
			await sendVisits(9);
			const marks = keys.entries.filter((entry) => entry.startsWith('all keys'));
			expect(marks).toEqual([]);
			// What it leaves behind, if it is killed before it has taken that out.
			keys.entries = [...earlier('visit-1'), 'all keys have numbers'];
			for (let run = 0; run < left; run++) await sendVisits(7 + run);
			expect(outcomesOf(await sendVisits(1, 2))).toEqual(['skipped', 'accepted']);
		}
	});

	it('do not keep a message that was rejected from being sent', async () => {
		keys.entries = earlier('visit-1');
		sandbox.failNext({ code: 'BAD_TO' });
		expect(outcomesOf(await sendVisits(2))).toEqual(['rejected']);
		expect(outcomesOf(await sendVisits(2))).toEqual(['accepted']);
	});

	it('are looked for in rows only that may have them', async () => {
		await sendVisits(1, 2);
		await sendVisits(2, 3);
		const perMessage = keys.entries.filter((entry) => /^(?:begun|sent|numbered) /.test(entry));
		expect(perMessage).toHaveLength(2 * 3);
	});

	it('that were the same for all count for one message, not for everybody', async () => {
		keys.entries = earlier('welcome');
		const sendWelcome = (...ids: number[]) => send('welcome', visits(...ids), {}, parameters);
		expect(outcomesOf(await sendWelcome(1))).toEqual(['skipped']);
		expect(outcomesOf(await sendWelcome(2, 3))).toEqual(['accepted', 'accepted']);
		expect(outcomesOf(await sendWelcome(1, 2, 3, 4))).toEqual([
			'skipped',
			'skipped',
			'skipped',
			'accepted',
		]);
	});

	it('count for the first of several numbers in one run', async () => {
		keys.entries = earlier('welcome');
		const items = visits(1, 2, 3);
		expect(outcomesOf(await send('welcome', items, {}, parameters))).toEqual([
			'skipped',
			'accepted',
			'accepted',
		]);
	});
});

test.each(WAYS.slice(2))(
	'keys of earlier versions count in $label, which had the number',
	async ({ parameters, files }) => {
		keys.entries = earlier(`march ${ANA}`);
		const run = (to: string) =>
			send(
				'march',
				[{ to }],
				files === undefined ? {} : { files: [file('a.csv', files(to))] },
				parameters,
			);
		expect(outcomesOf(await run(ANA))).toEqual(['skipped']);
		expect(outcomesOf(await run(BEN))).toEqual(['accepted']);
		expect(keys.entries).not.toContain('begun march');
	},
);

test('an empty part that an earlier version recorded drops nobody', async () => {
	keys.entries = earlier('lead');
	const items = [{ to: ANA }, { to: BEN, id: 'L-2' }];
	const result = await send('=lead {{ $json.id }}', items);
	expect(outcomesOf(result)).toEqual(['rejected', 'accepted']);
});
