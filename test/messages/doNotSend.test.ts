import { LeftOutNumbers } from '../../messages/lists/consent';
import { readPhoneNumber } from '../../messages/phoneNumber';
import { readDoNotSend } from '../../messages/lists/doNotSend';

const pause = () => Promise.resolve();
const read = async (input: unknown, country = '') => {
	const numbers = new LeftOutNumbers();
	const unread = await readDoNotSend(input, country, numbers, pause);
	return { numbers, unread };
};

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
	['a list in the list', ['+12125550123', '+13056708084']],
	['one that cannot be read, and one that can', { to: 'none', number: '+13056708084' }],
	['an item of n8n in a list', [{ json: { phone: '+13056708084' } }]],
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
	['an object in a field', { phone: { value: '+13056708084' } }],
	['a set, which n8n cannot pass on', new Set(['+13056708084'])],
	['lists that are nested too deeply', [[[[['+13056708084']]]]]],
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

it.each([[''], [' \n'], [[]], [['', null]], [[{}]], [[{ json: {} }, []]], [{}], [' , ;\u200b']])(
	'finds nobody in %j',
	async (input) => {
		const { numbers, unread } = await read(input);
		expect(numbers.isEmpty).toBe(true);
		expect(unread.count).toBe(0);
	},
);

it('takes one object for one entry', async () => {
	const { numbers } = await read({ phone: '+13056708084' });
	expect(numbers.of('+13056708084')).toBeDefined();
});

it('reads 100,000 numbers in less time than it takes to parse each, and lets other work run', async () => {
	const list = Array.from({ length: 100_000 }, (_, index) => ({
		phone: `+1${String(3_052_000_000 + index)}`,
	}));
	await read(list.slice(0, 100));
	const numbers = new LeftOutNumbers();
	let pauses = 0;
	const began = performance.now();
	await readDoNotSend(list, '', numbers, () => {
		pauses++;
		return Promise.resolve();
	});
	const took = performance.now() - began;
	const parsing = performance.now();
	for (const { phone } of list.slice(0, 10_000)) readPhoneNumber(phone, '');
	// Both suffer if the machine is busy. It takes about a tenth.
	expect(took).toBeLessThan((performance.now() - parsing) * 10);
	expect(pauses).toBeGreaterThan(1000);
	expect(numbers.of('+13052099999')?.says).toBe('entry 100000');
});

it('does not stop at a hostile list', async () => {
	const hostile = [`+${'1'.repeat(1_000_000)}`, '('.repeat(1_000_000), { phone: { phone: '1' } }];
	const began = performance.now();
	const { unread } = await read(hostile);
	expect(unread.count).toBe(3);
	expect(performance.now() - began).toBeLessThan(5000);
});
