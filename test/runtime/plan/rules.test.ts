import type { IExecuteFunctions } from 'n8n-workflow';
import { MGage } from '../../../nodes/MGage/MGage.node';
import { PROFILES } from '../../profiles';
import { credentialsFor } from '../credentials';
import { file, keys, outputs, runNode, type NodeRun } from '../engine';
import { sandboxForTests } from '../../sandbox/forTests';

const sandbox = sandboxForTests();
beforeEach(() => {
	keys.entries = [];
});
afterEach(() => {
	jest.restoreAllMocks();
});

const ANA = '+13056708084';
const BOB = '+12135551234';
const CY = '+12125550123';

// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with the node's context
const { execute } = MGage.prototype;

type Options = Record<string, unknown>;

const bulk = (options: Options, more: Partial<NodeRun> = {}, parameters: Options = {}) =>
	runNode({
		node: 'mGage',
		credentials: credentialsFor(sandbox),
		parameters: {
			resource: 'sms',
			operation: 'sendBulk',
			...PROFILES.mGage.bulk,
			message: 'Hello',
			recipientSource: 'list',
			recipients: [ANA, BOB, CY].join(),
			options,
			...parameters,
		} as NodeRun['parameters'],
		...more,
	});

const single = (
	node: NodeRun['node'],
	options: Options,
	more: Partial<NodeRun> = {},
	parameters: Options = {},
) =>
	runNode({
		node,
		credentials: credentialsFor(sandbox),
		parameters: {
			...PROFILES[node].send,
			to: '={{ $json.to }}',
			options,
			...parameters,
		} as NodeRun['parameters'],
		items: [{ to: ANA }, { to: BOB }],
		...more,
	});

const sent = () => sandbox.messages().map(({ to }) => to);
const outcomes = (result: Awaited<ReturnType<typeof bulk>>) =>
	outputs(result).map(({ outcome, skipReason }) =>
		typeof skipReason === 'string' ? `skipped ${skipReason}` : outcome,
	);

/** Sets the machine's clock for wall-clock time; it goes on from there. */
const setClock = (iso: string) => {
	const real = Date.now.bind(Date);
	const off = Date.parse(iso) - real();
	jest.spyOn(Date, 'now').mockImplementation(() => real() + off);
};

describe('Do Not Send To', () => {
	it.each([
		['text with commas', `${CY},${BOB}`],
		['text with semicolons and line breaks', `${CY};\n(213) 555-1234\r\n`],
		['an array of texts', [BOB, CY]],
		['an array as JSON', JSON.stringify([BOB, CY])],
		['objects with phone', [{ phone: BOB }, { name: 'Cy', Phone: CY }]],
		['objects with to and number', [{ to: BOB }, { number: CY }]],
		['objects with mobile', [{ mobile: '213-555-1234' }, { mobile: 12_125_550_123 }]],
		['items of n8n', [{ json: { phone: BOB } }, { json: { mobile: CY } }]],
	])('takes %s', async (_label, doNotSend) => {
		const list =
			typeof doNotSend === 'string' ? doNotSend : `={{ ${JSON.stringify(doNotSend, null, 1)} }}`;
		const result = await bulk({ doNotSend: list, defaultCountry: 'US' });
		expect(outcomes(result)).toEqual(['accepted', 'skipped doNotSend', 'skipped doNotSend']);
		expect(sent()).toEqual([ANA.slice(1)]);
		expect(result.error).toBeUndefined();
	});

	it.each([
		['all items of a node', "={{ $('Start').all() }}", { phone: BOB }],
		['all items of a node, in double quotes', '={{ $("Start").all() }}', { phone: BOB }],
		['an array in a field', '={{ $json.stopped }}', { stopped: [{ phone: BOB }] }],
		['an array deep in a field', "={{ $json['a b'].list }}", { 'a b': { list: [BOB] } }],
		['a text in a field', '={{ $json.stopped }}', { stopped: BOB }],
		[
			'what only n8n can evaluate',
			"={{ $('Start').all().map((item) => item.json.phone) }}",
			{ phone: BOB },
		],
	])('takes %s', async (_label, doNotSend, item) => {
		const result = await bulk({ doNotSend }, { items: [item] });
		expect(outcomes(result)).toEqual(['accepted', 'skipped doNotSend', 'accepted']);
	});

	it.each([["={{ $('Nowhere').all() }}"], ["={{ $('Node under test').all() }}"]])(
		'stops at %s, which n8n cannot evaluate',
		async (doNotSend) => {
			const result = await bulk({ doNotSend });
			expect(result.error?.message).toBeTruthy();
			expect(sent()).toEqual([]);
		},
	);

	it('says which entry it was, and counts it', async () => {
		const result = await bulk({ doNotSend: `${CY}\n${BOB}` });
		expect(outputs(result)[1]).toMatchObject({
			outcome: 'skipped',
			skipReason: 'doNotSend',
			statusDescription: 'In "Do Not Send To": entry 2',
			to: BOB,
		});
		expect(result.hints).toEqual([
			'3 messages: 1 accepted, 0 rejected, 0 unknown, 2 skipped (2 left out: do not send). It took 1 request for 1 part.',
		]);
	});

	it('warns of numbers that cannot be read, with their places', async () => {
		const result = await bulk({ doNotSend: `${CY}, abc, ${BOB}, 12` });
		expect(outcomes(result)).toEqual(['accepted', 'skipped doNotSend', 'skipped doNotSend']);
		expect(result.hints[0]).toBe(
			'"Do Not Send To" has 2 entries that cannot be read as a phone number: entry 2 ("abc"), entry 4 ("12"). Write numbers with their country code, or set Default Country. Only their last digits were compared.',
		);
	});

	it('leaves out whoever has the last digits of a number without a country', async () => {
		const result = await bulk({ doNotSend: '213 555 1234' });
		expect(outcomes(result)).toEqual(['accepted', 'skipped doNotSend', 'accepted']);
		expect(result.hints[0]).toContain('entry 1 ("213 555 1234")');
	});

	it.each(['messangi', 'mGage', 'messageCentral'] as const)(
		'%s: a single send is skipped, too',
		async (node) => {
			const result = await single(node, { doNotSend: BOB });
			expect(outcomes(result)).toEqual(['accepted', 'skipped doNotSend']);
			expect(sandbox.messages()).toHaveLength(1);
		},
	);

	it('claims no deduplication key', async () => {
		const options = { deduplicationKey: 'spring' };
		await single('messangi', { ...options, doNotSend: BOB });
		const result = await single('messangi', options);
		expect(outcomes(result)).toEqual(['skipped duplicate', 'accepted']);
	});

	it('is read once for all items', async () => {
		const items = Array.from({ length: 50 }, (_, index) => ({
			to: `+1305670${String(1000 + index)}`,
		}));
		const reads: string[] = [];
		jest.spyOn(MGage.prototype, 'execute').mockImplementation(async function (
			this: IExecuteFunctions,
		) {
			const read = this.getNodeParameter.bind(this) as (
				name: string,
				...more: unknown[]
			) => unknown;
			this.getNodeParameter = ((name: string, ...more: unknown[]) => {
				if (/^options(?:\.doNotSend)?$/.test(name)) reads.push(name);
				return read(name, ...more);
			}) as typeof this.getNodeParameter;
			return await execute.call(this);
		});
		const doNotSend = '={{ $input.all().slice(25).map(({ json }) => json.to) }}';
		const options = { doNotSend, preview: true, timeout: '={{ 1000 + $itemIndex }}' };
		const result = await single('mGage', options, { items });
		expect(outcomes(result)).toEqual([
			...Array<string>(25).fill('preview'),
			...Array<string>(25).fill('skipped doNotSend'),
		]);
		expect(reads).toEqual(['options.doNotSend']);
	});

	it.each([
		['a number with a bad default country', { doNotSend: BOB, defaultCountry: 'XX' }],
		['what is no list', { doNotSend: '={{ true }}' }],
		['an expression without a value', { doNotSend: '={{ $json.stopped }}' }],
	])('stops at %s', async (_label, options) => {
		const result = await bulk(options);
		expect(result.error?.message).toBeTruthy();
		expect(sent()).toEqual([]);
	});

	it('rejects all items of a node that continues, if it cannot be read', async () => {
		const result = await single(
			'messangi',
			{ doNotSend: '={{ $json.stopped }}' },
			{ onError: 'continueRegularOutput' },
		);
		expect(outcomes(result)).toEqual(['rejected', 'rejected']);
		expect(outputs(result)[1]).toMatchObject({ to: BOB, error: { code: 'INVALID_DO_NOT_SEND' } });
		expect(sent()).toEqual([]);
	});

	it('skips nobody if it is empty', async () => {
		expect(outcomes(await bulk({ doNotSend: '' }))).toEqual(Array(3).fill('accepted'));
		expect(outcomes(await bulk({ doNotSend: '={{ [] }}' }))).toEqual(Array(3).fill('accepted'));
	});

	it('counts for the file summary', async () => {
		const files = [file('people.csv', `Mobile,SMS Opt Out\n${ANA},no\n${BOB},yes\n${CY},no\n`)];
		const result = await bulk(
			{ doNotSend: CY },
			{ items: [{}], files },
			{ recipientSource: 'file', binaryPropertyName: 'data' },
		);
		expect(outcomes(result)).toEqual(['accepted', 'skipped doNotSend', 'skipped doNotSend']);
		expect(outputs(result)[0]?.fileSummary).toMatchObject({
			leftOut: { optedOut: 1, notSaid: 0, listed: 1 },
		});
	});
});

describe('Sending Hours', () => {
	const hours = (more: Options = {}) => ({
		sendingHours: { hours: { from: '09:00', to: '20:00', days: [1, 2, 3, 4, 5, 6, 7], ...more } },
	});

	it('skips who is asleep, and says when the message may go', async () => {
		// 9:30 in New York and Miami, 6:30 in Los Angeles.
		setClock('2026-01-14T14:30:00Z');
		const result = await bulk(hours());
		expect(outcomes(result)).toEqual(['accepted', 'skipped outsideHours', 'accepted']);
		expect(outputs(result)[1]).toEqual({
			gateway: 'mGage',
			outcome: 'skipped',
			messageId: null,
			to: BOB,
			from: expect.any(String) as string,
			status: null,
			statusDescription:
				'Outside of the sending hours: Wed 06:30 in America/Los_Angeles; it may be sent from 2026-01-14T09:00:00-08:00',
			encoding: 'GSM-7',
			parts: 1,
			skipReason: 'outsideHours',
			sentAt: null,
			sendAt: '2026-01-14T09:00:00-08:00',
		});
		expect(result.hints).toEqual([
			'3 messages: 2 accepted, 0 rejected, 0 unknown, 1 skipped (1 outside of the sending hours). It took 1 request for 2 parts.',
		]);
	});

	it('shows it in a preview', async () => {
		setClock('2026-01-14T14:30:00Z');
		const result = await bulk({ ...hours(), preview: true });
		expect(outcomes(result)).toEqual(['preview', 'skipped outsideHours', 'preview']);
		expect(result.hints).toEqual([
			'Preview: 2 would be sent, 0 rejected, 1 outside of the sending hours. Nothing was sent. It would take 1 request for 2 parts.',
		]);
	});

	it('is no failure if nobody may get it now', async () => {
		setClock('2026-01-14T08:30:00Z');
		const result = await bulk(hours());
		expect(outcomes(result)).toEqual(Array(3).fill('skipped outsideHours'));
		expect(result.error).toBeUndefined();
		expect(sent()).toEqual([]);
	});

	it('takes the zone of each item, which wins over the number', async () => {
		setClock('2026-01-14T14:30:00Z');
		const result = await single('messangi', hours({ timeZone: '={{ $json.zone }}' }), {
			items: [
				{ to: ANA, zone: 'America/Los_Angeles' },
				{ to: BOB, zone: 'America/New_York' },
				{ to: BOB, zone: '' },
			],
		});
		expect(outcomes(result)).toEqual(['skipped outsideHours', 'accepted', 'skipped outsideHours']);
	});

	it('says how many zones are not known', async () => {
		// 12:30 in Adak, 22:30 UTC: open in all zones of the calling code 1.
		setClock('2026-01-14T23:15:00Z');
		const result = await bulk(hours({ to: '24:00' }), {}, { recipients: `${ANA},+18005550123` });
		expect(outcomes(result)).toEqual(['accepted', 'accepted']);
		expect(result.hints[0]).toBe(
			'The time zone of 1 number is not known, e.g. because of a toll-free or new area code. The sending hours are open in all time zones of the country.',
		);
	});

	it.each([
		[
			'+18005550123',
			'Outside of the sending hours: Tue 21:30 in America/Adak. The number does not show its time zone, so all time zones of its country apply; ',
		],
		['+80012345678', 'No time zone is known for this number: set "Time Zone" in Sending Hours'],
	])('says that nobody knows the zone of %s', async (to, says) => {
		setClock('2026-01-14T07:30:00Z');
		const result = await single('messangi', hours(), { items: [{ to }] });
		const [{ statusDescription, sendAt } = {}] = outputs(result);
		expect(statusDescription).toContain(says);
		expect(sendAt === null).toBe(to.startsWith('+800'));
	});

	it.each([
		['hours that cross midnight', { from: '20:00', to: '08:00' }, '"From" must be before "To"'],
		['no time', { from: 'nine' }, '"nine" is not a time for "From"'],
		['a time beyond the day', { to: '24:01' }, '"24:01" is not a time for "To"'],
		['no days', { days: [] }, 'Sending Hours has no valid days'],
		['a day that does not exist', { days: [0] }, 'Sending Hours has no valid days'],
		['from and to alike', { from: '09:00', to: '09:00' }, '"From" must be before "To"'],
		['a bare hour', { from: '9' }, '"9" is not a time for "From"'],
		['a time with seconds', { to: '20:00:30' }, '"20:00:30" is not a time for "To"'],
		['a number', { from: '={{ 9 }}' }, 'The number 9 is not a time for "From"'],
		['a list', { from: '={{ ["09:00"] }}' }, 'A list is not a time for "From"'],
		['an object', { to: '={{ ({}) }}' }, 'An object is not a time for "To"'],
		['no text', { to: '={{ true }}' }, 'This value is not a time for "To"'],
		['days by name', { days: '={{ ["Monday"] }}' }, 'Sending Hours has no valid days'],
		['an offset', { timeZone: '+02:00' }, '"+02:00" is not a time zone'],
		['another offset', { timeZone: 'GMT+2' }, '"GMT+2" is not a time zone'],
		['a list of zones', { timeZone: '={{ ["UTC"] }}' }, 'A list is not a time zone'],
		['an unknown zone', { timeZone: 'Mars/Olympus' }, '"Mars/Olympus" is not a time zone'],
	])('refuses %s before anything is sent', async (_label, settings, message) => {
		for (const result of [await bulk(hours(settings)), await single('mGage', hours(settings))]) {
			expect(result.error?.message).toContain(message);
		}
		expect(sent()).toEqual([]);
	});

	it.each([
		['07:00:00', '07:00'],
		[' 7:00 ', '07:00'],
		['', '09:00'],
		['={{ null }}', '09:00'],
	])('takes %j for %s', async (from, opens) => {
		setClock('2026-01-14T10:00:00Z');
		const result = await bulk(hours({ from }));
		expect(outputs(result)[0]?.sendAt).toBe(`2026-01-14T${opens}:00-05:00`);
	});

	it.each([
		['nothing', {}],
		['an expression without a value', '={{ $json.hours }}'],
		['a text', '09:00-20:00'],
		['a list', '={{ [{ from: "09:00", to: "20:00" }] }}'],
		['hours under another name', { Hours: { from: '09:00', to: '20:00' } }],
	])('refuses %s in place of the hours', async (_label, sendingHours) => {
		setClock('2026-01-14T08:30:00Z');
		for (const result of [await bulk({ sendingHours }), await single('mGage', { sendingHours })])
			expect(result.error?.message).toContain('Sending Hours has no hours');
		expect(sent()).toEqual([]);
	});

	describe('a run that goes past the evening', () => {
		/** Closes the window as soon as the sandbox has got some messages. */
		const closeAfter = (messages: number) => {
			const real = Date.now.bind(Date);
			// 19:58 in New York and Miami.
			const open = Date.parse('2026-01-15T00:58:00Z');
			const started = real();
			jest.spyOn(Date, 'now').mockImplementation(() => {
				const isOver = sandbox.messages().length >= messages;
				return open + (real() - started) / 1000 + (isOver ? 300_000 : 0);
			});
		};
		const items = Array.from({ length: 20 }, (_, index) => ({
			to: `+1305670${String(1000 + index)}`,
		}));

		it.each([
			['without keys', {}],
			['with keys', { deduplicationKey: '={{ $json.to }}' }],
		])('stops there, %s', async (_label, more) => {
			closeAfter(5);
			const options = { ...hours(), concurrency: 1, ...more };
			const result = await single('messangi', options, { items });
			expect(outcomes(result)).toEqual([
				...Array<string>(5).fill('accepted'),
				...Array<string>(15).fill('skipped outsideHours'),
			]);
			expect(sandbox.messages()).toHaveLength(5);
			expect(outputs(result)[19]?.sendAt).toBe('2026-01-15T09:00:00-05:00');
		});

		it('is asked again when a request leaves, for each of its messages', async () => {
			closeAfter(1);
			// The second request has its turn a second after the first; it is 17:00 in Los Angeles.
			const options = { ...hours(), concurrency: 2, requestsPerSecond: 1 };
			const result = await single(
				'mGage',
				options,
				{
					items: [
						{ to: CY, text: 'one' },
						{ to: ANA, text: 'two' },
						{ to: BOB, text: 'two' },
					],
				},
				{ message: '={{ $json.text }}' },
			);
			expect(outcomes(result)).toEqual(['accepted', 'skipped outsideHours', 'accepted']);
			expect(sent()).toEqual([CY.slice(1), BOB.slice(1)]);
		});

		it('gives back the keys of what was not sent', async () => {
			closeAfter(5);
			const key = { deduplicationKey: '={{ $json.to }}' };
			await single('messangi', { ...hours(), concurrency: 1, ...key }, { items });
			jest.restoreAllMocks();
			const result = await single('messangi', key, { items });
			expect(outcomes(result)).toEqual([
				...Array<string>(5).fill('skipped duplicate'),
				...Array<string>(15).fill('accepted'),
			]);
		});

		it('does not wait for the pace of what is not sent', async () => {
			closeAfter(1);
			const began = performance.now();
			const options = { ...hours(), concurrency: 1, requestsPerSecond: 1 };
			const result = await single('messangi', options, { items });
			expect(outcomes(result).filter((each) => each === 'accepted')).toHaveLength(1);
			// 20 turns would take 19 s.
			expect(performance.now() - began).toBeLessThan(12_000);
		});
	});
});

describe.each([
	['Do Not Send To', { doNotSend: ANA }, 'doNotSend'],
	[
		'Sending Hours',
		{ sendingHours: { hours: { from: '09:00', to: '20:00', days: [1], timeZone: 'UTC' } } },
		'outsideHours',
	],
])('%s', (_option, options, skipReason) => {
	it.each([
		['a question that waits', 'messangi', { operation: 'sendAndWait', responseType: 'approval' }],
		['a PIN', 'messangi', { resource: 'pin', operation: 'send', message: 'PIN: {{PIN}}' }],
		['a one-time password', 'messageCentral', { resource: 'otp', operation: 'send' }],
	] as const)('skips %s', async (_label, node, parameters) => {
		// A Wednesday.
		setClock('2026-01-14T12:00:00Z');
		const result = await single(node, options, { items: [{ to: ANA }] }, { ...parameters });
		expect(outcomes(result)).toEqual([`skipped ${skipReason}`]);
		expect(result.run.waitTill).toBeUndefined();
		expect(sandbox.messages()).toEqual([]);
	});
});

describe('a preview', () => {
	it.each<[unknown, string]>([
		...[
			true,
			'true',
			'TRUE',
			' yes ',
			'on',
			'1',
			'x',
			'maybe',
			'={{ 1 }}',
			'={{ ({}) }}',
			'={{ [] }}',
		].map((value): [unknown, string] => [value, 'preview']),
		...[
			false,
			'false',
			'False ',
			'no',
			'off',
			'0',
			'',
			'={{ 0 }}',
			'={{ null }}',
			'={{ $json.no }}',
		].map((value): [unknown, string] => [value, 'accepted']),
	])('that is %j: %s', async (preview, outcome) => {
		const results = [await bulk({ preview }), await single('messageCentral', { preview })];
		for (const result of results) expect(new Set(outcomes(result))).toEqual(new Set([outcome]));
		expect(sent()).toHaveLength(outcome === 'preview' ? 0 : 5);
	});
});

describe('a budget', () => {
	const LONG = 'x'.repeat(161);

	it('refuses a message with more parts, with their count', async () => {
		const result = await single('messangi', { maxParts: 1 }, {}, { message: LONG });
		expect(result.error?.message).toBe('The message has 2 parts (GSM-7), but Max Parts allows 1');
		expect(sent()).toEqual([]);
	});

	it('is checked before the hours: tomorrow, the message would be as long', async () => {
		setClock('2026-01-14T08:30:00Z');
		const sendingHours = { hours: { from: '09:00', to: '20:00', timeZone: '' } };
		const options = { maxParts: 1, sendingHours };
		const result = await single('messangi', options, {}, { message: LONG });
		expect(result.error?.message).toContain('Max Parts allows 1');
	});

	it('names the recipients of a list whose message is too long', async () => {
		const csv = `Mobile,Name\n${ANA},Ana\n${BOB},${'y'.repeat(160)}\n`;
		const file1 = [file('people.csv', csv)];
		const parameters = {
			recipientSource: 'file',
			binaryPropertyName: 'data',
			message: 'Hello ##Name##',
			invalidRecipients: 'skip',
		};
		const result = await bulk({ maxParts: 1 }, { items: [{}], files: file1 }, parameters);
		expect(outcomes(result)).toEqual(['accepted', 'rejected']);
		expect(outputs(result)[1]).toMatchObject({
			to: BOB,
			row: 3,
			error: {
				code: 'TOO_MANY_PARTS',
				message: 'Row 3: the message has 2 parts (GSM-7), but Max Parts allows 1',
			},
		});
	});

	it('says what each message costs, and all of them', async () => {
		const options = { pricePerPart: 0.0075, doNotSend: BOB, allowLongMessages: true };
		const result = await bulk(options, {}, { message: LONG });
		expect(outputs(result).map(({ outcome, cost }) => [outcome, cost])).toEqual([
			['accepted', 0.015],
			['skipped', undefined],
			['accepted', 0.015],
		]);
		expect(result.hints[0]).toContain('It took 1 request for 4 parts that cost 0.03.');
	});

	it('says what a preview would cost', async () => {
		const result = await bulk({ pricePerPart: 0.1, preview: true });
		expect(outputs(result).map(({ cost }) => cost)).toEqual([0.1, 0.1, 0.1]);
		expect(result.hints[0]).toContain('It would take 1 request for 3 parts that cost 0.3.');
	});

	it.each([
		['exactly enough', 0.3, Array<string>(3).fill('accepted')],
		['no limit', 0, Array<string>(3).fill('accepted')],
	])('sends with %s', async (_label, maxCost, expected) => {
		expect(outcomes(await bulk({ pricePerPart: 0.1, maxCost }))).toEqual(expected);
	});

	it.each([
		[
			'too little',
			{ pricePerPart: 0.1, maxCost: 0.29 },
			'Max Cost allows 0.29 per run, but these 3 messages cost 0.3',
		],
		['no price', { maxCost: 1 }, '"Max Cost" needs a price'],
		[
			'an expression',
			{ pricePerPart: 0.1, maxCost: '={{ 100 }}' },
			'"Max Cost" must be 0 or a positive number',
		],
		['a negative price', { pricePerPart: -1 }, '"Price per Part" must be 0 or a positive number'],
		['a price with a comma', { pricePerPart: '0,05' }, '"Price per Part" must be 0'],
		['a price of blanks', { pricePerPart: ' ' }, '"Price per Part" must be 0'],
		['a price that is a list', { pricePerPart: '={{ [0.1] }}' }, '"Price per Part" must be 0'],
		['a price that is a date', { pricePerPart: '={{ new Date() }}' }, '"Price per Part" must be 0'],
		['a price that is no number', { pricePerPart: '={{ NaN }}' }, '"Price per Part" must be 0'],
		['a limit of blanks', { pricePerPart: 0.1, maxCost: ' ' }, '"Max Cost" must be 0'],
		['a limit with a comma', { pricePerPart: 0.1, maxCost: '0,5' }, '"Max Cost" must be 0'],
		['a negative limit', { pricePerPart: 0.1, maxCost: -1 }, '"Max Cost" must be 0'],
		['a price of 0', { pricePerPart: 0, maxCost: 1 }, '"Max Cost" needs a price'],
		['less than one message', { pricePerPart: 0.1, maxCost: 0.05 }, 'Max Cost allows 0.05'],
		['parts in words', { maxParts: 'two' }, '"Max Parts" must be 0'],
		['a pace in words', { requestsPerSecond: '10/s' }, '"Requests per Second" must be 0'],
		['a pace without a value', { requestsPerSecond: '={{ $json.no }}' }, '"Requests per Second"'],
		['a negative pace', { requestsPerSecond: -1 }, '"Requests per Second" must be 0'],
		[
			'an expression without a value',
			{ maxParts: '={{ $json.most }}' },
			'"Max Parts" must be 0 or a positive number',
		],
	])('sends nothing with %s', async (_label, options, message) => {
		const result = await bulk(options);
		expect(result.error?.message).toContain(message);
		expect(sent()).toEqual([]);
	});

	it('is not used up by what is left out', async () => {
		const result = await bulk({ pricePerPart: 0.1, maxCost: 0.2, doNotSend: BOB });
		expect(outcomes(result)).toEqual(['accepted', 'skipped doNotSend', 'accepted']);
	});
});
