import { isSecretName } from '../../sandbox/server/namedSecrets';
import { maskHeaders, maskText } from '../../sandbox/server/secrets';
import { HARMLESS_NAMES, SECRET_NAMES } from '../secretNames';

const SECRET = 'Zq7-vX3kPw9';

describe('names', () => {
	it.each(SECRET_NAMES)('%p is that of a secret', (name) => {
		expect(isSecretName(name)).toBe(true);
	});

	it.each(HARMLESS_NAMES)('%p is not', (name) => {
		expect(isSecretName(name)).toBe(false);
	});
});

/** How requests and replies of the sandbox hold a name and a value. */
const TEXTS: Record<string, (name: string, value: string) => string> = {
	path: (name, value) => `/x?a=1&${name}=${value}&b=stays`,
	form: (name, value) => `&${name}=${value}&b=stays`,
	JSON: (name, value) => JSON.stringify({ [name]: value, b: 'stays' }),
	'JSON, deeper': (name, value) => JSON.stringify({ a: [[{ c: { [name]: value } }]], b: 'stays' }),
	'JSON, a list': (name, value) => JSON.stringify({ [name]: [value], b: 'stays' }),
	'JSON, an object': (name, value) => JSON.stringify({ [name]: { of: value }, b: 'stays' }),
	'JSON, a pair': (name, value) => JSON.stringify([{ name, value }, 'stays']),
	'JSON, two in a list': (name, value) => JSON.stringify({ a: [[name, value]], b: 'stays' }),
	'JSON in JSON': (name, value) =>
		JSON.stringify({ a: JSON.stringify({ [name]: value }), b: 'stays' }),
	'JSON that breaks off': (name, value) => `{"b":"stays","${name}":"${value}"`,
	XML: (name, value) => `<a><${name}>${value}</${name}><b>stays</b></a>`,
	'XML, deeper': (name, value) => `<a><${name} x="1"><c>${value}</c></${name}><b>stays</b></a>`,
	'XML that breaks off': (name, value) => `<a><b>stays</b><${name}>${value}`,
	attribute: (name, value) => `<a ${name}="${value}" b="stays"/>`,
	'named element': (name, value) => `<a><p name="${name}">${value}</p><b>stays</b></a>`,
	'form with files': (name, value) =>
		`--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--x\r\nContent-Disposition: form-data; name="b"\r\n\r\nstays\r\n--x--`,
	'quoted JSON': (name, value) => `got {"${name}":"${value}"}, b stays`,
};

describe.each(Object.entries(TEXTS))('%s', (_form, textOf) => {
	const fits = (name: string) => /^[A-Za-z][\w-]*$/.test(name);

	it('what has the name of a secret is masked', () => {
		for (const name of SECRET_NAMES.filter(fits)) {
			const masked = maskText(textOf(name, SECRET));
			expect([name, masked.includes(SECRET), masked.includes('stays')]).toEqual([
				name,
				false,
				true,
			]);
		}
	});

	it('what has any other name stays as it came', () => {
		for (const name of HARMLESS_NAMES.filter((each) => fits(each) && each !== 'code')) {
			const text = textOf(name, SECRET);
			expect(maskText(text)).toBe(text);
		}
	});
});

it('headers are masked by their names', () => {
	const headers = { authorization: 'Basic x', 'x-api-key': 'y', 'set-cookie': 'z', accept: 'json' };
	expect(maskHeaders(headers)).toEqual({
		authorization: '***',
		'x-api-key': '***',
		'set-cookie': '***',
		accept: 'json',
	});
});

it.each(['<a>', '<token>', '{"token":"', 'token=', 'a="', "a='", '\\"', '&', '<token '])(
	'the time for a body of %s grows with its length alone',
	(piece) => {
		const startedAt = performance.now();
		maskText(piece.repeat(1_000_000 / piece.length));
		expect(performance.now() - startedAt).toBeLessThan(3000);
	},
);
