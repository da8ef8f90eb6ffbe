import type { GenericValue } from 'n8n-workflow';
import { PROFILES } from '../../profiles';
import { credentialsFor } from '../credentials';
import { file, keys, outputs, runNode, type NodeRun } from '../engine';
import { sandboxForTests } from '../../sandbox/forTests';

const sandbox = sandboxForTests();
beforeEach(() => {
	keys.entries = [];
});

const bulk = (
	parameters: NodeRun['parameters'],
	more: Partial<NodeRun> = {},
	node: NodeRun['node'] = 'mGage',
) =>
	runNode({
		node,
		credentials: credentialsFor(sandbox),
		parameters: {
			resource: 'sms',
			operation: 'sendBulk',
			...PROFILES[node].bulk,
			message: 'Hello',
			...parameters,
		},
		...more,
	});

const ofFiles = (...contents: string[]): Partial<NodeRun> => ({
	items: contents.map(() => ({})),
	files: contents.map((content, index) => file(`people${index}.csv`, content)),
});
const FROM_FILE = { recipientSource: 'file', binaryPropertyName: 'data' };
const sent = () => sandbox.messages().map(({ to }) => to);
const outcomes = (result: Awaited<ReturnType<typeof bulk>>) =>
	outputs(result).map(({ outcome, skipReason }) =>
		typeof skipReason === 'string' ? `skipped ${skipReason}` : outcome,
	);

const ANA = '+13056708084';
const BOB = '+12135551234';

describe('a file that says who opted out', () => {
	const FILE = `Mobile,SMS Opt Out\n${ANA},FALSE\n${BOB},TRUE\n`;

	it('is sent to the others', async () => {
		const result = await bulk(FROM_FILE, ofFiles(FILE));
		expect(outcomes(result)).toEqual(['accepted', 'skipped doNotSend']);
		expect(outputs(result)[1]).toEqual({
			gateway: 'mGage',
			outcome: 'skipped',
			messageId: null,
			to: BOB,
			from: expect.any(String) as string,
			status: null,
			statusDescription: 'Opted out: row 3, column "SMS Opt Out" says "TRUE"',
			sentAt: null,
			row: 3,
			skipReason: 'doNotSend',
		});
		expect(sent()).toEqual([ANA.slice(1)]);
		expect(result.hints).toEqual([
			'2 messages: 1 accepted, 0 rejected, 0 unknown, 1 skipped (1 left out: do not send). It took 1 request for 1 part.',
			'Phone numbers: "Mobile". Consent: "SMS Opt Out".',
		]);
	});

	it('is counted in the preview', async () => {
		const result = await bulk({ ...FROM_FILE, options: { preview: true } }, ofFiles(FILE));
		expect(outcomes(result)).toEqual(['preview', 'skipped doNotSend']);
		expect(result.hints[0]).toBe(
			'Preview: 1 would be sent, 0 rejected, 1 left out (do not send). Nothing was sent. It would take 1 request for 1 part.',
		);
		expect(sent()).toEqual([]);
	});

	it('says what it understood, with the first output', async () => {
		const csv = `First Name,Phone Number,Country,Accepts SMS Marketing\nAna,${ANA},US,yes\nBob,2135551234,United States,no\nCy,12,US,yes\n`;
		const result = await bulk({ ...FROM_FILE, invalidRecipients: 'skip' }, ofFiles(csv));
		expect(outputs(result).map(({ fileSummary }) => fileSummary)).toEqual([
			{
				phoneColumns: ['Phone Number'],
				countryColumns: ['Country'],
				areaCodeColumns: [],
				nameColumns: ['First Name'],
				consentColumns: ['Accepts SMS Marketing'],
				rows: 3,
				forms: { withPlus: 1, withCountryColumn: 1 },
				oneOfSeveral: 0,
				bookingsOver: 0,
				invalid: 1,
				leftOut: { optedOut: 0, notSaid: 1 },
			},
			undefined,
			undefined,
		]);
	});

	it('leaves out the number in all rows, items and files of the run', async () => {
		const files = [
			`Mobile,Name\n${ANA},a\n${BOB},b\n`,
			`Phone,Do Not Text\n(213) 555-1234,yes\n`,
			`Mobile,Name\n${BOB},c\n`,
		];
		const result = await bulk(
			{ ...FROM_FILE, options: { defaultCountry: 'US' } },
			ofFiles(...files),
		);
		expect(outcomes(result)).toEqual(['accepted', ...Array<string>(3).fill('skipped doNotSend')]);
		expect(sent()).toEqual([ANA.slice(1)]);
	});

	it('claims no key for who is left out', async () => {
		const parameters = { ...FROM_FILE, options: { deduplicationKey: 'spring' } };
		await bulk(parameters, ofFiles(FILE));
		const again = await bulk(parameters, ofFiles(`Mobile\n${ANA}\n${BOB}\n`));
		expect(outcomes(again)).toEqual(['skipped duplicate', 'accepted']);
	});

	it('does not stop at an invalid number of somebody who opted out', async () => {
		const csv = `Mobile,Opted Out\n${ANA},no\n12,yes\n`;
		const result = await bulk(FROM_FILE, ofFiles(csv));
		expect(result.error).toBeUndefined();
		expect(outcomes(result)).toEqual(['accepted', 'skipped doNotSend']);
	});

	it('stops the node when all others were refused', async () => {
		sandbox.failNext({ count: 10, code: 'NOT_ENOUGH_FUNDS' });
		const csv = `Mobile,Opted Out\n${ANA},no\n${BOB},yes\n`;
		const result = await bulk(FROM_FILE, ofFiles(csv), 'messangi');
		expect(result.error?.message).toBe('The Messangi account is out of credit');
	});
});

describe('who said neither yes nor no', () => {
	const FILE = `Mobile,Accepts SMS Marketing\n${ANA},yes\n${BOB},\n`;

	it.each([
		[undefined, [ANA.slice(1)]],
		['leaveOut', [ANA.slice(1)]],
		['send', [ANA.slice(1), BOB.slice(1)]],
	])('%s', async (notSaid, expected) => {
		const result = await bulk({ ...FROM_FILE, ...(notSaid && { notSaid }) }, ofFiles(FILE));
		expect(sent()).toEqual(expected);
		expect(outputs(result)[1]?.statusDescription ?? null).toBe(
			notSaid === 'send' ? null : 'No consent: row 3, column "Accepts SMS Marketing" is empty',
		);
	});

	it('is left out if the node is a tool', async () => {
		await bulk({ ...FROM_FILE, notSaid: 'send' }, { ...ofFiles(FILE), asTool: true });
		expect(sent()).toEqual([ANA.slice(1)]);
	});
});

describe('a question', () => {
	const UNCLEAR = `Mobile,SMS Opt Out\n${ANA},no\n${BOB},perhaps\n`;

	it.each([
		['stop', undefined],
		['skip', undefined],
		['skip', 'continueRegularOutput' as const],
	])('holds back all files of the run (%s, %s)', async (invalidRecipients, onError) => {
		const result = await bulk(
			{ ...FROM_FILE, invalidRecipients },
			{ ...ofFiles(`Mobile\n+14155550132\n`, UNCLEAR), ...(onError && { onError }) },
		);
		expect(sandbox.stats().requests).toBe(0);
		const words = 'It is unclear who opted out: row 3, column "SMS Opt Out" says "perhaps"';
		if (onError === undefined) {
			expect(result.error?.message).toBe(words);
			expect(result.error?.description).toMatch(/Nothing was sent \(code UNKNOWN_CONSENT\)\.$/);
			return;
		}
		expect(outputs(result).map(({ error }) => (error as { code: string }).code)).toEqual([
			'HELD_BACK',
			'UNKNOWN_CONSENT',
		]);
	});

	it('about the name of the file is asked', async () => {
		const files = [file('unsubscribed_members_export_1.csv', `Phone Number\n${ANA}\n`)];
		const result = await bulk(FROM_FILE, { items: [{}], files });
		expect(result.error?.message).toContain('says "unsubscribed"');
		expect(sandbox.stats().requests).toBe(0);
	});

	it('which column is answered by the option', async () => {
		const csv = `Phone 1,Phone 2\n${ANA},${BOB}\n`;
		const asked = await bulk(FROM_FILE, ofFiles(csv));
		expect(asked.error?.message).toBe(
			`More than one column can be the phone number: "Phone 1" and "Phone 2". They differ in 1 row: row 2 has ${ANA} and ${BOB}`,
		);
		const options = { phoneColumn: 'phone 2' };
		await bulk({ ...FROM_FILE, options }, ofFiles(csv));
		expect(sent()).toEqual([BOB.slice(1)]);
	});
});

describe('items with a field that says who opted out', () => {
	const parameters = { recipientSource: 'items', to: '={{ $json.phone }}' };
	const run = (optOutField: string, items: NodeRun['items'], more = {}) =>
		bulk({ ...parameters, options: { optOutField }, ...more }, { items });

	it.each<[string, string, GenericValue | string[], GenericValue | string[]]>([
		['a flag', 'sms_opt_out', false, true],
		['a flag as a number', 'dnd', 0, 1],
		['a flag of any name', 'x', 'no', 'yes'],
		['the opposite polarity', 'sms_opt_in', true, false],
		['a flag that is a question in a file', 'blocked', false, true],
		['whether to send', 'send', true, false],
		['a name of notes', 'notes', 'no', 'yes'],
		['the opposite polarity, by a word', 'hs_sms_opt_in', true, false],
		['the same as several words', 'acceptsMarketing', 'yes', 'no'],
		['agreement, withdrawn', 'consent_withdrawn', 'no', 'yes'],
		['agreement, not given', 'has_not_agreed', false, true],
		['no subscription', 'unsubscribed_from_promotions', 0, 1],
		['words', 'sms_subscription_status', 'Subscribed', 'Unsubscribed'],
		['a date', 'opted_out_at', null, '2026-01-02T10:00:00Z'],
		['a list', 'tags', ['vip'], ['vip', 'dnd']],
	])('%s', async (_, field, may, never) => {
		const result = await run(field, [
			{ phone: BOB, [field]: may },
			{ phone: ANA, [field]: may },
			{ phone: '1 213 555 1234', [field]: never },
		]);
		expect(result.error).toBeUndefined();
		expect(outcomes(result)).toEqual(['skipped doNotSend', 'accepted', 'skipped doNotSend']);
		expect(sent()).toEqual([ANA.slice(1)]);
	});

	it('inside of another field', async () => {
		await run('properties.sms_opt_out', [
			{ phone: ANA, properties: { sms_opt_out: '' } },
			{ phone: BOB, properties: { sms_opt_out: 'true' } },
			{ phone: '+14155550132' },
		]);
		expect(sent()).toEqual([ANA.slice(1), '14155550132']);
	});

	it('and no such field is a question, as is an unknown word', async () => {
		for (const items of [
			[{ phone: ANA }],
			[
				{ phone: ANA, out: 'maybe' },
				{ phone: BOB, out: 'no' },
			],
		]) {
			const result = await run('out', items, { invalidRecipients: 'skip' });
			expect(result.error?.description).toContain('UNKNOWN_CONSENT');
		}
		expect(sandbox.stats().requests).toBe(0);
	});
});
