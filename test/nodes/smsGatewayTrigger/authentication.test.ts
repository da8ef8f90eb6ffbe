import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import {
	AllowedAddresses,
	findGap,
	findWeakness,
	isAuthentic,
	type CallProof,
} from '../../../nodes/SmsGatewayTrigger/authentication';

const QUERY = { method: 'query', name: 'secret', secret: 's3cret-of-the-test' };
const HEADER = { method: 'header', name: 'X-Secret', secret: 's3cret-of-the-test' };
const BASIC = { method: 'basic', username: 'gateway', password: 'pa:ss wörd' };

const call = (given: Partial<CallProof>): CallProof => ({ query: {}, headers: {}, ...given });
const basic = (pair: string) => ({
	headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
});

describe('a call is let in', () => {
	it.each([
		['with the secret in the query', QUERY, { query: { secret: QUERY.secret } }],
		['with the secret in the header', HEADER, { headers: { 'x-secret': HEADER.secret } }],
		['with the username and the password', BASIC, basic('gateway:pa:ss wörd')],
		[
			'with a name that is one of every object',
			{ ...QUERY, name: 'constructor' },
			{ query: { constructor: QUERY.secret } },
		],
	])('%s', (_label, credential, given) => {
		expect(isAuthentic(credential, call(given as Partial<CallProof>))).toBe(true);
	});
});

describe('a call is not let in', () => {
	it.each([
		['without a secret', QUERY, {}],
		['with a wrong one', QUERY, { query: { secret: 'wrong' } }],
		['with the beginning of it', QUERY, { query: { secret: QUERY.secret.slice(0, -1) } }],
		['with more behind it', QUERY, { query: { secret: `${QUERY.secret}x` } }],
		['with an empty one', QUERY, { query: { secret: '' } }],
		['with a list of it', QUERY, { query: { secret: [QUERY.secret] } }],
		['with it twice', QUERY, { query: { secret: [QUERY.secret, QUERY.secret] } }],
		['with an object of it', QUERY, { query: { secret: { 0: QUERY.secret } } }],
		['under another name', QUERY, { query: { Secret: QUERY.secret } }],
		['in a header instead of the query', QUERY, { headers: { secret: QUERY.secret } }],
		['in the query instead of a header', HEADER, { query: { 'X-Secret': HEADER.secret } }],
		['with a header twice', HEADER, { headers: { 'x-secret': [HEADER.secret, HEADER.secret] } }],
		['with the password alone', BASIC, basic('pa:ss wörd')],
		['with another username', BASIC, basic('Gateway:pa:ss wörd')],
		['with a bearer token', BASIC, { headers: { authorization: 'Bearer x' } }],
		['with no Base64', BASIC, { headers: { authorization: 'Basic !' } }],
		['when the secret is not filled in', { ...QUERY, secret: '' }, { query: { secret: '' } }],
		['when the name is not filled in', { ...QUERY, name: '' }, { query: { '': QUERY.secret } }],
		['when the password is not filled in', { ...BASIC, password: '' }, basic('gateway:')],
		['when there is no method', {}, { query: { secret: '' } }],
		[
			'by what every object has',
			{ ...QUERY, name: '__proto__', secret: '[object Object]' },
			{ query: {} },
		],
	])('%s', (_label, credential, given) => {
		expect(isAuthentic(credential, call(given as Partial<CallProof>))).toBe(false);
	});
});

it.each([
	[QUERY, null],
	[BASIC, null],
	[{ ...QUERY, secret: ' ' }, /secret/],
	[{ ...HEADER, name: '' }, /name/],
	[{ ...BASIC, password: '' }, /password/],
	[{}, /name/],
])('%j has the gap %p', (credential, gap) => {
	if (gap === null) expect(findGap(credential)).toBeNull();
	else expect(findGap(credential)).toMatch(gap);
});

describe('a secret', () => {
	const LONG = 'abcdefghij0123456789';

	it.each<ICredentialDataDecryptedObject>([
		{ method: 'query', name: 'secret', secret: LONG },
		{ method: 'header', name: 'x', secret: LONG },
		{ method: 'basic', username: 'u', password: LONG },
		{ method: 'basic', username: 'u', password: LONG, secret: 'short' },
		{ method: 'query', name: 'secret', secret: LONG, password: 'short' },
	])('%j is long enough', (credential) => {
		expect(findWeakness(credential)).toBeNull();
	});

	it.each<{ credential: ICredentialDataDecryptedObject; says: RegExp }>([
		{
			credential: { method: 'query', secret: '12345' },
			says: /secret.*too short: it has 5 characters, and needs at least 20/,
		},
		{ credential: { method: 'query', secret: LONG.slice(1) }, says: /has 19 characters/ },
		{ credential: { method: 'query', secret: `  ${LONG.slice(1)}   ` }, says: /has 19 characters/ },
		{ credential: { method: 'query', secret: ' '.repeat(40) }, says: /has 0 characters/ },
		// Letters count, not the two halves of each.
		{ credential: { method: 'header', secret: '😀'.repeat(10) }, says: /has 10 characters/ },
		{
			credential: { method: 'basic', password: 'hunter2', secret: LONG },
			says: /password.*has 7 characters/,
		},
		{ credential: { method: 'basic', username: LONG }, says: /password.*has 0 characters/ },
		{ credential: { secret: 7 }, says: /has 1 characters/ },
		{ credential: { method: 'query', secret: '12345'.repeat(8) }, says: /too easy to guess/ },
		{ credential: { method: 'basic', password: 'a'.repeat(40) }, says: /too easy to guess/ },
		{ credential: {}, says: /has 0 characters/ },
	])('$credential is too short, and not repeated', ({ credential, says }) => {
		const weakness = findWeakness(credential) ?? '';
		expect(weakness).toMatch(says);
		expect(weakness).not.toMatch(/12345|hunter2|bcdef/);
	});
});

describe('allowed addresses', () => {
	it.each([
		['', '203.0.113.7', true],
		['', undefined, true],
		['203.0.113.7', '203.0.113.7', true],
		['203.0.113.7', '203.0.113.8', false],
		['203.0.113.7', undefined, false],
		['203.0.113.7', 'not an address', false],
		['10.0.0.0/8, 203.0.113.7', '10.200.1.1', true],
		['10.0.0.0/8\n203.0.113.7', '11.0.0.1', false],
		['203.0.113.7', '::ffff:203.0.113.7', true],
		['10.0.0.0/8', '::ffff:10.1.2.3', true],
		['2001:db8::/32', '2001:db8:1::5', true],
		['2001:db8::/32', '2001:db9::5', false],
		['2001:db8::1', '2001:0db8:0:0:0:0:0:1', true],
		['::1', '127.0.0.1', false],
		['0.0.0.0/0', '203.0.113.7', true],
		['0.0.0.0/0', '2001:db8::1', false],
		// What cannot be read lets nobody in.
		['nonsense', '203.0.113.7', false],
		['10.1', '10.0.0.1', false],
		['203.0.113.0/33', '203.0.113.7', false],
		['nonsense, 203.0.113.7', '203.0.113.7', true],
		// IPv4 written as IPv6, on either side.
		['::ffff:10.0.0.0/104', '10.1.2.3', true],
		['::ffff:10.0.0.0/104', '::ffff:10.1.2.3', true],
		['::ffff:10.0.0.0/104', '11.0.0.1', false],
		['::FFFF:a00:0/104', '10.255.255.255', true],
		['::ffff:10.0.0.1', '10.0.0.1', true],
		['::ffff:10.0.0.1/128', '10.0.0.1', true],
		['::ffff:10.0.0.1/128', '10.0.0.2', false],
		['::ffff:0:0/96', '203.0.113.7', true],
		['::ffff:0:0/96', '2001:db8::1', false],
		['0:0:0:0:0:ffff:10.0.0.0/120', '10.0.0.9', true],
		// The address of a host, with the length of its network.
		['10.0.0.1/8', '10.200.0.1', true],
		['2001:db8::5/32', '2001:db8:9::1', true],
		['fe80::/10', 'fe80::1%eth0', true],
		['64:ff9b::10.0.0.0/104', '64:ff9b::a00:1', true],
		['10.0.0.0/0', '203.0.113.7', true],
		// What others read differently lets nobody in.
		['010.0.0.1', '8.0.0.1', false],
		['010.0.0.1', '10.0.0.1', false],
		['10.0.0.1', '012.0.0.1', false],
		['::ffff:010.0.0.1', '8.0.0.1', false],
		['10.0.0.0/08', '10.0.0.1', false],
		['::ffff:10.0.0.0/90', '10.0.0.1', false],
		['167772161', '10.0.0.1', false],
	])('%j and %s: %p', (list, address, allowed) => {
		expect(new AllowedAddresses(list).allow(address)).toBe(allowed);
	});

	it.each([
		'010.0.0.1',
		'10.0.0.01',
		'0x0a.0.0.1',
		'0x0a000001',
		'167772161',
		'10.1',
		'10.0.1',
		'10.0.0.1.5',
		'10.0.0.256',
		'-1.0.0.1',
		'10.0.0.0/33',
		'10.0.0.0/08',
		'10.0.0.0/-1',
		'10.0.0.0/+8',
		'10.0.0.0/8.0',
		'10.0.0.0/0x8',
		'10.0.0.0/1e1',
		'10.0.0.0/',
		'/8',
		'10.0.0.0/8/8',
		'10.0.0.0/255.0.0.0',
		'10.0.0.*',
		'10.0.0.1-10.0.0.9',
		'10.0.0.1:443',
		'[::1]',
		'::1/129',
		'2001:db8::/129',
		'2001:db8::/032',
		'2001:db8::g',
		'2001::db8::1',
		':::1',
		'fe80::1%eth0',
		'fe80::%1/10',
		'::ffff:010.0.0.1',
		'::ffff:0x0a.0.0.1',
		'::ffff:10.1',
		'::ffff:10.0.0.0/95',
		'::ffff:10.0.0.0/8',
		'::10.0.0.1',
		'::10.0.0.0/104',
		'１０.0.0.1',
		'localhost',
		'example.com',
		`${'0:'.repeat(30)}1`,
		'1'.repeat(100_000),
		`10.0.0.1/${'9'.repeat(100_000)}`,
		`${'0'.repeat(100_000)}.0.0.1`,
	])('%.60j cannot be read, or could be misread', (entry) => {
		const list = new AllowedAddresses(entry);
		expect(list.unreadable).toEqual([entry]);
		expect(list.allow('10.0.0.1')).toBe(false);
	});

	it('names what cannot be read', () => {
		expect(new AllowedAddresses('10.0.0.1, nonsense; 1.2.3, 2001:db8::/129').unreadable).toEqual([
			'nonsense',
			'1.2.3',
			'2001:db8::/129',
		]);
	});
});
