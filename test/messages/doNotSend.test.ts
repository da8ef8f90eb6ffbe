import { LeftOutNumbers } from '../../messages/lists/consent';
import { readDoNotSend } from '../../messages/lists/doNotSend';
import { PlainNumbers } from '../../messages/plainNumbers';

const pause = () => Promise.resolve();
const read = async (input: unknown, country = '') => {
	const numbers = new LeftOutNumbers();
	const unread = await readDoNotSend(input, country, numbers, pause);
	return { numbers, unread };
};
/** A value in lists that are in one another. */
const nested = (value: unknown, depth: number): unknown =>
	depth === 0 ? value : [nested(value, depth - 1)];

it.each([
	['E.164', '+13056708084', '', '+13056708084'],
	['spaces', '+1 305 670 8084', '', '+13056708084'],
	['digits with a country code', '13056708084', '', '+13056708084'],
	['a national number', '(305) 670-8084', 'US', '+13056708084'],
	['a number', 13_056_708_084, '', '+13056708084'],
	// Numbering plans that changed: Mexico 2019, Brazil 2012 to 2016, Benin 2024.
	['an old Mexican number', '+5215512345678', '', '+525512345678'],
	['an old Brazilian number', '+551182345678', '', '+5511982345678'],
	['a Brazilian landline', '+551132345678', '', '+551132345678'],
	['an old number of Benin', '+22997123456', '', '+2290197123456'],
	['other digits', '+١٣٠٥٦٧٠٨٠٨٤', '', '+13056708084'],
])('finds a number written as %s', async (_label, entry, country, e164) => {
	const { numbers, unread } = await read([entry], country);
	expect(unread.count).toBe(0);
	expect(numbers.of(e164)).toEqual({ reason: 'listed', says: 'entry 1' });
	expect(numbers.of('+34612345678')).toBeUndefined();
});

it.each([
	['a landline and a mobile phone', { phone: '+12125550123', mobile: '+13056708084' }],
	['a list in a field', { phone: ['+12125550123', '+13056708084'] }],
	['lists in lists', nested('+13056708084', 8)],
	['a list in the list', ['+12125550123', '+13056708084']],
	['one that cannot be read, and one that can', { to: 'none', number: '+13056708084' }],
	['an item of n8n in a list', [{ json: { phone: '+13056708084' } }]],
	['an object in a field', { phone: { value: '+13056708084' } }],
	['an object in a field of any name', { contact: { mobile: '+13056708084' } }],
	['a list in a field of any name', { phones: ['+12125550123', '+13056708084'] }],
	['items in a field', { data: [{ phone: '+13056708084' }] }],
	['a field of any name', { id: 7, wa_id: '13056708084', at: '2026-11-28T22:23:00Z' }],
	['a number in a field of any name', { E164: 13_056_708_084 }],
	['an empty phone, and another field', { phone: '', from: 'tel:+13056708084' }],
	['a column of a table: "Phone Number"', { 'Phone Number': '+13056708084' }],
	['a column of a table: "phoneNumber"', { phoneNumber: '+13056708084' }],
	['a column of a table: "Teléfono móvil"', { 'Teléfono móvil': '+13056708084' }],
	['numbers with a space between', '+12125550123 +13056708084'],
	['numbers with a slash between', '+12125550123 / +13056708084'],
	['digits with a space between', '12125550123 13056708084'],
	['an extension', '+1 305-670-8084 ext. 12'],
])('finds each number of an entry with %s', async (_label, entry) => {
	const { numbers } = await read([entry]);
	expect(numbers.of('+13056708084')).toEqual({ reason: 'listed', says: 'entry 1' });
	expect(numbers.of('+34612345678')).toBeUndefined();
});

// ITU, national numbering plan of Argentina: 9 after +54 marks a mobile phone that is called from abroad.
it.each([
	['+541123456789', '+5491123456789'],
	['+5491123456789', '+541123456789'],
	['+54 9 11 15 2345-6789', '+5491123456789'],
])('takes %s for the same phone as %s', async (entry, to) => {
	const { numbers } = await read([entry]);
	expect(numbers.of(to)?.says).toBe('entry 1');
	expect(numbers.of('+5491123456780')).toBeUndefined();
});

it('reads each number of a long list in a field', async () => {
	const phone = Array.from({ length: 5000 }, (_, index) => `+1305${String(2_000_000 + index)}`);
	const { numbers } = await read([{ phone }]);
	expect(numbers.of('+13052004999')?.says).toBe('entry 1');
});

it('gives up on an entry of very many fields, and says so', async () => {
	const wide = (depth: number): object =>
		Object.fromEntries(
			Array.from({ length: 40 }, (_, at) => [`x${at}`, depth === 0 ? at : wide(depth - 1)]),
		);
	const began = performance.now();
	const { unread } = await read([wide(2)]);
	expect(unread.count).toBe(1);
	expect(performance.now() - began).toBeLessThan(1000);
});

it('tells numbers apart that begin alike', async () => {
	const { numbers } = await read('+551132345678,+551182345678,+551132345679');
	expect(numbers.of('+5511982345678')?.says).toBe('entry 2');
	expect(numbers.of('+551132345679')?.says).toBe('entry 3');
	expect(numbers.of('+551182345678')).toBeUndefined();
});

it.each([
	['a word', 'stop'],
	['an object without a number', { name: 'Ana' }],
	['an object with an empty number', { phone: '' }],
	['an object with dates and counts', { date: '2026-11-28 22:23', count: 17, at: '2026-11-28' }],
	['a set, which n8n cannot pass on', new Set(['+13056708084'])],
	['lists that are nested too deeply', nested('+13056708084', 20)],
	['a plus sign and too few digits', '+1305670'],
	['a number that cannot exist', '+99912345678'],
	['true', true],
])('names the place of %s', async (_label, entry) => {
	const { unread } = await read(['+13056708084', '', null, entry]);
	expect(unread.count).toBe(1);
	expect(unread.examples[0]).toMatch(/^entry 4 \(/);
});

it('names the first places, and counts all', async () => {
	const { unread } = await read(Array.from({ length: 9 }, () => 'nobody'));
	expect(unread.count).toBe(9);
	expect(unread.examples).toHaveLength(5);
});

it.each([[undefined], [null], [true], [Symbol.iterator], ['[1, 2']])(
	'refuses %p, because nobody knows who must not get a message',
	async (input) => {
		await expect(read(input)).rejects.toMatchObject({ code: 'INVALID_DO_NOT_SEND' });
	},
);

it.each([
	['entries', new Array(1_000_001)],
	['numbers', [new Array(1_000_001).fill(1)]],
])('refuses a list of too many %s', async (_label, input) => {
	await expect(read(input)).rejects.toMatchObject({ code: 'INVALID_DO_NOT_SEND' });
});

it.each([[''], [' \n'], [[]], [['', null]], [[{}]], [[{ json: {} }, []]], [{}], [' , ;\u200b']])(
	'finds nobody in %j',
	async (input) => {
		const { numbers, unread } = await read(input);
		expect(numbers.isEmpty).toBe(true);
		expect(unread.count).toBe(0);
	},
);

it.each([
	['Phone Number'],
	['phone_number'],
	['MobilePhone'],
	['Celular'],
	['Handynummer'],
	['Phone 1 - Value'],
	['Home Phone'],
	['To'],
	[' NUMBER '],
	['手机号码'],
])('finds the number in the field %j of an item', async (field) => {
	const { numbers, unread } = await read([{ json: { row_number: 2, [field]: '+13056708084' } }]);
	expect(unread.count).toBe(0);
	expect(numbers.of('+13056708084')?.says).toBe('entry 1');
});

it('takes all phone numbers of an object, and nothing else', async () => {
	const entry = {
		...{ Number: 17, phone: '+13056708084', Mobile: '+34612345678', 'Home Phone': 'see notes' },
		...{ Fax: '+493090182', row_number: 12_025_550_199, Amount: '+12025550123' },
	};
	const { numbers, unread } = await read([entry]);
	expect(unread.count).toBe(0);
	for (const listed of ['+13056708084', '+34612345678']) expect(numbers.of(listed)).toBeDefined();
	for (const other of ['+493090182', '+12025550199', '+12025550123'])
		expect(numbers.of(other)).toBeUndefined();
});

it('compares the digits of a number that cannot be read, beside one that can', async () => {
	const { numbers, unread } = await read([{ phone: '+13056708084', mobile: '0171 3920001' }]);
	expect(unread.count).toBe(0);
	expect(numbers.of('+491713920001')).toBeDefined();
});

it('finds the number of an item in an item', async () => {
	const { numbers } = await read([{ json: { json: { phone: '+13056708084' } } }]);
	expect(numbers.of('+13056708084')).toBeDefined();
});

it('takes one object for one entry', async () => {
	const { numbers } = await read({ phone: '+13056708084' });
	expect(numbers.of('+13056708084')).toBeDefined();
});

it.each([
	['+4407912345678', '', '+447912345678'],
	['+4901713920001', '', '+491713920001'],
	['+113056708084', '', '+13056708084'],
])(
	'reads %s like any other number, though its prefix is not dialed from abroad',
	async (entry, country, e164) => {
		const { numbers, unread } = await read([entry, entry], country);
		expect(unread.count).toBe(0);
		expect(numbers.of(e164)?.says).toBe('entry 1');
	},
);

describe('100,000 numbers, all different', () => {
	it.each<[string, string, (digits: string) => unknown]>([
		['+1 305 2000000', '', (digits) => `+1305${digits}`],
		['(305) 200-0000', 'US', (digits) => `(305) ${digits.slice(0, 3)}-${digits.slice(3)}`],
		['0171 2000000', 'DE', (digits) => `0171 ${digits}`],
		['919812000000', '', (digits) => `91981${digits}`],
		['+49 171 2000000', '', (digits) => `+49 171 ${digits}`],
		['98712 00000', 'IN', (digits) => `987${digits.slice(0, 2)} ${digits.slice(2)}`],
		['13052000000', '', (digits) => Number(`1305${digits}`)],
	])(
		'%s: read without the library, which takes several times as long',
		async (_, country, write) => {
			// Steps of a prime number, so that the digits are all different and look random.
			const list = Array.from({ length: 100_000 }, (_entry, index) =>
				write(String(2_000_001 + ((index * 7_919) % 999_983))),
			);
			const plain = jest.spyOn(PlainNumbers.prototype, 'read');
			const numbers = new LeftOutNumbers();
			let pauses = 0;
			const unread = await readDoNotSend(list, country, numbers, () => {
				pauses++;
				return Promise.resolve();
			});
			const left = plain.mock.results.filter(({ value }) => value === null).length;
			const asked = plain.mock.calls.length;
			plain.mockRestore();
			expect({ left, unread: unread.count }).toEqual({ left: 0, unread: 0 });
			expect(asked).toBeGreaterThanOrEqual(100_000);
			expect(pauses).toBeGreaterThan(1000);
		},
	);
});

it('lets other work run between objects with thousands of fields that are all different', async () => {
	let names = 0;
	const list = Array.from({ length: 100 }, () =>
		Object.fromEntries(Array.from({ length: 5000 }, () => [`Phone ${names++} - Word`, '1'])),
	);
	let longest = 0;
	let began = process.cpuUsage();
	await readDoNotSend(list, '', new LeftOutNumbers(), () => {
		longest = Math.max(longest, process.cpuUsage(began).user / 1000);
		began = process.cpuUsage();
		return Promise.resolve();
	});
	expect(longest).toBeGreaterThan(0);
	expect(longest).toBeLessThan(200);
});

it('reads a list of thousands that is one entry', async () => {
	const all = Array.from(
		{ length: 2500 },
		(_, index) => `+1305670${String(index).padStart(4, '0')}`,
	);
	const { numbers, unread } = await read([{ json: { phones: 'x', phone: all } }]);
	expect(unread.count).toBe(0);
	expect(all.filter((each) => numbers.of(each) === undefined)).toEqual([]);
});

it('does not stop at a hostile list', async () => {
	let deep: object = { phone: '+13056708084' };
	for (let depth = 0; depth < 100_000; depth++) deep = { json: deep };
	const hostile = [
		...[`+${'1'.repeat(1_000_000)}`, '('.repeat(1_000_000), { phone: { phone: '1' } }],
		...[deep, { json: null }, { json: 'text' }],
	];
	const began = performance.now();
	const { unread } = await read(hostile);
	expect(unread.count).toBe(6);
	expect(performance.now() - began).toBeLessThan(5000);
});
