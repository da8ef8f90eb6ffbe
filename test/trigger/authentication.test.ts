import {
	AllowedAddresses,
	findGap,
	isAuthentic,
	type CallProof,
} from '../../nodes/SmsGatewayTrigger/authentication';

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
	])('%j and %s: %p', (list, address, allowed) => {
		expect(new AllowedAddresses(list).allow(address)).toBe(allowed);
	});

	it('names what cannot be read', () => {
		expect(new AllowedAddresses('10.0.0.1, nonsense; 1.2.3, 2001:db8::/129').unreadable).toEqual([
			'nonsense',
			'1.2.3',
			'2001:db8::/129',
		]);
	});
});
