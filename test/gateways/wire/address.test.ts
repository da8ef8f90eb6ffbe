import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import {
	completeUrl,
	normalizeBaseUrl,
	pathBelow,
	withAddress,
} from '../../../gateways/wire/address';
import { MGageApi } from '../../../credentials/MGageApi.credentials';
import { MessageCentralApi } from '../../../credentials/MessageCentralApi.credentials';
import { signedUrl } from '../../../gateways/messangi/signature';
import { ALL_PROFILES } from '../../profiles';
import { sandboxCredentials } from '../../../tools/n8n/sandbox-credentials';

const BASE = 'https://flow.messangi.me/mmc';

/** The error that a task throws; the test fails where it throws none. */
async function errorOf(task: () => unknown): Promise<Error> {
	try {
		await task();
	} catch (error) {
		return error as Error;
	}
	throw new Error('Nothing was refused.');
}

describe('a Base URL', () => {
	it.each([
		{ given: 'https://flow.messangi.me/mmc', base: BASE },
		{ given: '\thttps://flow.messangi.me/mmc/// \n', base: BASE },
		{ given: 'HTTPS://Flow.Messangi.ME:443/mmc', base: BASE },
		{ given: 'https://flow.messangi.me/', base: 'https://flow.messangi.me' },
		{ given: 'https://flow.messangi.me:8443', base: 'https://flow.messangi.me:8443' },
		{ given: 'https://exämple.com/mmc', base: 'https://xn--exmple-cua.com/mmc' },
		{ given: 'http://localhost:4010/mgage', base: 'http://localhost:4010/mgage' },
		{ given: 'http://LOCALHOST.', base: 'http://localhost.' },
		{ given: 'http://gateway.localhost', base: 'http://gateway.localhost' },
		{ given: 'http://sandbox:4010', base: 'http://sandbox:4010' },
		{ given: 'http://sms_gateway', base: 'http://sms_gateway' },
		{ given: 'http://host.docker.internal:4010', base: 'http://host.docker.internal:4010' },
		{ given: 'http://printer.local', base: 'http://printer.local' },
		{ given: 'http://sms.svc.cluster.local', base: 'http://sms.svc.cluster.local' },
		{ given: 'http://127.0.0.1:4010', base: 'http://127.0.0.1:4010' },
		{ given: 'http://127.255.255.254', base: 'http://127.255.255.254' },
		{ given: 'http://10.255.0.1', base: 'http://10.255.0.1' },
		{ given: 'http://172.16.0.1', base: 'http://172.16.0.1' },
		{ given: 'http://172.31.255.255', base: 'http://172.31.255.255' },
		{ given: 'http://192.168.1.1', base: 'http://192.168.1.1' },
		{ given: 'http://169.254.0.9', base: 'http://169.254.0.9' },
		{ given: 'http://0x7f.1', base: 'http://127.0.0.1' },
		{ given: 'http://[::1]:4010', base: 'http://[::1]:4010' },
		{ given: 'http://[fd12:3456::1]', base: 'http://[fd12:3456::1]' },
		{ given: 'http://[fe80::1]', base: 'http://[fe80::1]' },
		{ given: 'http://[febf::1]', base: 'http://[febf::1]' },
		{ given: 'http://[::ffff:192.168.0.1]', base: 'http://[::ffff:c0a8:1]' },
	])('$given is taken', ({ given, base }) => {
		expect(normalizeBaseUrl(given)).toBe(base);
	});

	it.each([
		'',
		'   ',
		'flow.messangi.me/mmc',
		'www.messangi.com',
		'//flow.messangi.me',
		'https:flow.messangi.me',
		'https:/flow.messangi.me',
		'https://',
		'https:///flow.messangi.me',
		'https:\\\\flow.messangi.me',
		'ftp://flow.messangi.me',
		'file:///etc/passwd',
		'javascript:alert(1)',
		'hunter2-my-password',
		'https://exa mple.com',
		// Plain http to a host that anybody may stand before.
		'http://flow.messangi.me/mmc',
		'HTTP://flow.messangi.me',
		'http://93.184.216.34',
		'http://172.15.255.255',
		'http://172.32.0.1',
		'http://192.169.0.1',
		'http://11.0.0.1',
		'http://169.253.0.1',
		'http://126.0.0.1',
		'http://3221226219',
		'http://[2001:db8::1]',
		'http://[fec0::1]',
		'http://[::ffff:93.184.216.34]',
		'http://localhost.example.com',
		'http://127.0.0.1.example.com',
		'http://local.example',
		'http://internal.com',
		'http://10.0.0.1.nip.io',
		'http://example.com.',
	])('%j must begin with https://', async (given) => {
		expect((await errorOf(() => normalizeBaseUrl(given))).message).toBe(
			'Base URL must begin with https://, e.g. https://www.example.com/path',
		);
	});

	it.each([
		'https://user:hush@flow.messangi.me',
		'https://hush@flow.messangi.me',
		'https://@flow.messangi.me',
		'https://flow.messangi.me?key=hush',
		'https://flow.messangi.me/mmc?',
		'https://flow.messangi.me/#hush',
	])('%j holds more than an address, and is not repeated', async (given) => {
		const { name, message } = await errorOf(() => normalizeBaseUrl(given));
		expect([name, message]).toEqual([
			'AddressError',
			'Base URL must not contain a username, a question mark or #',
		]);
	});
});

/** Addresses that are the base address's own, in all their spellings, and the path below it. */
const OWN: { url: string; below: string }[] = [
	{ url: 'rest/api/x', below: 'rest/api/x' },
	{ url: '/rest/api/x', below: 'rest/api/x' },
	{ url: `${BASE}/rest/api/x`, below: 'rest/api/x' },
	{ url: `${BASE}//rest/api/x`, below: 'rest/api/x' },
	{ url: 'https://FLOW.Messangi.me/mmc/rest/api/x', below: 'rest/api/x' },
	{ url: 'HTTPS://flow.messangi.me/mmc/x', below: 'x' },
	{ url: 'https://flow.messangi.me./mmc/x', below: 'x' },
	{ url: 'https://flow.messangi.me:443/mmc/x', below: 'x' },
	{ url: 'https://flow.messangi.me:0443/mmc/x', below: 'x' },
	{ url: 'https://flow.messangi.me/%6Dmc/x', below: '%6Dmc/x' },
	{ url: `${BASE}/a%20b/{instanceId}/ü`, below: 'a%20b/{instanceId}/ü' },
	{
		url: `${BASE}/x?a=https://evil.example/&b=..%2F..#c`,
		below: 'x?a=https://evil.example/&b=..%2F..',
	},
	{ url: `${BASE}?a=b`, below: '?a=b' },
	{ url: BASE, below: '' },
	{ url: `${BASE}/`, below: '' },
	{ url: '', below: '' },
].filter(({ url }) => !url.includes('%6D'));

/** Addresses elsewhere, and what may be read as one. */
const ELSEWHERE = [
	'https://evil.example/rest/api/x',
	'https://evil.example/mmc/rest/api/x',
	'//evil.example/x',
	'///evil.example/x',
	'/\\evil.example/x',
	'\\\\evil.example/x',
	'/\t/evil.example/x',
	'https:/\\evil.example/mmc/x',
	'https:\\\\evil.example\\mmc\\x',
	'https:evil.example',
	'https:/flow.messangi.me/mmc/x',
	'https:///flow.messangi.me/mmc/x',
	'https://flow.messangi.me\\@evil.example/mmc/x',
	'https://flow.messangi.me@evil.example/mmc/x',
	'https://flow.messangi.me:443@evil.example/mmc/x',
	'https://user:pass@flow.messangi.me/mmc/x',
	'https://@flow.messangi.me/mmc/x',
	'https://flow.messangi.me.evil.example/mmc/x',
	'https://flow.messangi.me..​/mmc/x',
	'https://flow.messangi.me../mmc/x',
	'https://evilflow.messangi.me/mmc/x',
	'https://flоw.messangi.me/mmc/x',
	'https://xn--flw-tmc.messangi.me/mmc/x',
	'https://flow.messangi.me:8443/mmc/x',
	'https://flow.messangi.me:80/mmc/x',
	'http://flow.messangi.me/mmc/x',
	'http://flow.messangi.me:443/mmc/x',
	'wss://flow.messangi.me/mmc/x',
	'javascript:alert(1)',
	'data:text/plain,x',
	'file:///mmc/x',
	'https://exa mple.com/mmc/x',
	'https://[::1/mmc/x',
	'ht\ntps://evil.example/mmc/x',
	'https://flow.messangi.me/',
	'https://flow.messangi.me/other',
	'https://flow.messangi.me/mmcother/x',
	'https://flow.messangi.me/MMC/x',
	`${BASE}/../other`,
	`${BASE}/x/../../other`,
	`${BASE}/%2e%2e/other`,
	`${BASE}/.%2E/other`,
	`${BASE}/..%2fother`,
	`${BASE}/..%5Cother`,
	`${BASE}/..\\other`,
	`${BASE}/x/..`,
	'../other',
	'/../other',
	'rest/../../other',
	'./../x',
];

describe('the address of a request', () => {
	it.each(OWN)('$url is below its base', ({ url, below }) => {
		expect(pathBelow(BASE, url)).toBe(below);
	});

	it.each(OWN)('$url goes to the host as the credential names it', ({ url }) => {
		const { origin, pathname } = new URL(completeUrl(` ${BASE}/ `, url));
		expect(`${origin}${pathname}/`).toMatch(/^https:\/\/flow\.messangi\.me\/mmc\//);
	});

	it.each(ELSEWHERE)('%j is elsewhere', async (url) => {
		const { name, message } = await errorOf(() => completeUrl(BASE, url));
		expect([name, message]).toEqual([
			'AddressError',
			expect.stringContaining('goes somewhere else. Nothing was sent.'),
		]);
	});

	it('of a base without a path may have any path', () => {
		expect(
			completeUrl('https://cpaas.messagecentral.com', 'https://cpaas.messagecentral.com/a/b?c'),
		).toBe('https://cpaas.messagecentral.com/a/b?c');
	});

	it('takes time in proportion to its length', () => {
		const began = performance.now();
		for (const part of ['/', '\\', '?', '#', '@', '..', '%2e', 'a:', ' ', '[', '{instanceId}']) {
			const long = part.repeat(1_000_000);
			for (const url of [long, `${BASE}/${long}x`, `https://${long}/x`, `x${long}`]) {
				try {
					completeUrl(url, 'x');
					completeUrl(BASE, url);
				} catch {
					// Refused or not: it must end.
				}
			}
		}
		expect(performance.now() - began).toBeLessThan(20_000);
	});
});

const ACCOUNT = {
	baseUrl: BASE,
	instanceId: '8',
	publicKey: 'peter',
	privateKey: 'FBF3-4310-909C-C4BBC26F886F',
	padBase64: false,
};

/** How callers of n8n's two HTTP clients say where a request goes. */
const FORMS: {
	form: string;
	of: (path: string) => Record<string, unknown>;
	field: 'url' | 'uri';
}[] = [
	{ form: 'url, a path', of: (path) => ({ url: path }), field: 'url' },
	{ form: 'url, a path with a slash', of: (path) => ({ url: `/${path}` }), field: 'url' },
	{ form: 'url, whole', of: (path) => ({ url: `${BASE}/${path}` }), field: 'url' },
	{ form: 'uri, whole', of: (path) => ({ uri: `${BASE}/${path}` }), field: 'uri' },
	{ form: 'uri, a path', of: (path) => ({ uri: path }), field: 'uri' },
	{ form: 'uri, url undefined', of: (path) => ({ uri: path, url: undefined }), field: 'uri' },
	{ form: 'a URL object', of: (path) => ({ url: new URL(`${BASE}/${path}`) }), field: 'url' },
	{ form: 'uri, a URL object', of: (path) => ({ uri: new URL(`${BASE}/${path}`) }), field: 'uri' },
	{ form: 'blanks around it', of: (path) => ({ uri: `  ${BASE}/${path}\n` }), field: 'uri' },
	{ form: 'baseURL and url', of: (path) => ({ baseURL: BASE, url: path }), field: 'url' },
	{
		form: 'baseURL and url with slashes',
		of: (path) => ({ baseURL: `${BASE}/`, url: `/${path}` }),
		field: 'url',
	},
	{ form: 'baseURL and uri', of: (path) => ({ baseURL: BASE, uri: path }), field: 'uri' },
	{
		form: 'baseURL elsewhere, beside a whole URL',
		of: (path) => ({ baseURL: 'https://evil.example', url: `${BASE}/${path}` }),
		field: 'url',
	},
	{
		form: 'baseURL and whole path',
		of: (path) => ({ baseURL: new URL(BASE), url: `${BASE}/${path}` }),
		field: 'url',
	},
	{
		form: 'url before uri',
		of: (path) => ({ url: path, uri: 'https://evil.example' }),
		field: 'url',
	},
];

const REFUSED: { form: string; of: Record<string, unknown> }[] = [
	...ELSEWHERE.flatMap((url) => [
		{ form: `url ${url}`, of: { url } },
		{ form: `uri ${url}`, of: { uri: url } },
	]),
	{ form: 'baseURL elsewhere', of: { baseURL: 'https://evil.example', url: 'x' } },
	{ form: 'baseURL elsewhere alone', of: { baseURL: 'https://evil.example', url: '' } },
	{ form: 'baseURL elsewhere and uri', of: { baseURL: '//evil.example', uri: '/x' } },
	{ form: 'baseURL that climbs', of: { baseURL: `${BASE}/..`, url: 'x' } },
	{ form: 'uri before nothing', of: { url: 'https://evil.example', uri: BASE } },
	{ form: 'no URL', of: {} },
	{ form: 'an empty URL', of: { url: ' ' } },
	{ form: 'null', of: { url: null, uri: null } },
	{ form: 'a number', of: { url: 7 } },
	{ form: 'an object', of: { url: { href: BASE } } },
	{ form: 'a list', of: { uri: [`${BASE}/x`] } },
	{ form: 'a text object', of: { uri: { toString: () => `${BASE}/x` } } },
	{ form: 'a URL object elsewhere', of: { uri: new URL('https://evil.example/mmc/x') } },
];

describe.each(ALL_PROFILES)('the credential of $displayName', (profile) => {
	const { credential, otherSignIn, secrets } = profile;
	const { path, becomes } = profile.ownRequest;
	const own = sandboxCredentials('').find(({ type }) => type === credential.name);
	const data = {
		...own?.data,
		...otherSignIn?.fields,
		baseUrl: BASE,
	} as ICredentialDataDecryptedObject;
	const authenticate = async (request: Record<string, unknown>, changes = {}) => {
		if (typeof credential.authenticate !== 'function') throw new Error('It does not authenticate');
		const ready = await credential.authenticate({ ...data, ...changes }, request as never);
		return ready as unknown as Record<string, unknown>;
	};

	it.each(FORMS)('takes $form', async ({ of, field }) => {
		const ready = await authenticate({ method: 'GET', qs: { q: 1 }, ...of(path) });
		const url = String(ready[field]);
		expect(url.slice(0, BASE.length + 1)).toBe(`${BASE}/`);
		expect(url.slice(BASE.length + 1)).toMatch(becomes);
		expect(ready).toMatchObject({ method: 'GET', qs: { q: 1 } });
		for (const other of ['url', 'uri', 'baseURL'].filter((each) => each !== field)) {
			expect(ready).not.toHaveProperty(other);
		}
	});

	it('follows no redirect, in the words of either client', async () => {
		const ready = await authenticate({
			uri: path,
			followRedirect: true,
			followAllRedirects: true,
			maxRedirects: 21,
			sendCredentialsOnCrossOriginRedirect: true,
		});
		expect(ready).toMatchObject({
			followRedirect: false,
			followAllRedirects: false,
			disableFollowRedirect: true,
			maxRedirects: 0,
			sendCredentialsOnCrossOriginRedirect: false,
		});
	});

	it.each(REFUSED)('refuses $form in words', async ({ of }) => {
		const request = { ...of };
		const error = await errorOf(() => authenticate(request));
		expect(error.name).toBe('AddressError');
		expect(error.message).toMatch(/Nothing was sent\./);
		const told = JSON.stringify([error.message, request]);
		for (const secret of secrets) expect(told).not.toContain(secret);
	});

	it('says in words that its Base URL cannot be used', async () => {
		const error = await errorOf(() =>
			authenticate({ url: path }, { baseUrl: 'http://flow.messangi.me/mmc' }),
		);
		expect(error.message).toMatch(/^Base URL must begin with https:\/\//);
	});
});

test('mGage’s regions have fixed addresses', async () => {
	for (const [region, host] of [
		['us', 'communicatepro.mgage.com'],
		['uk', 'communicatepro-uk.mgage.com'],
	]) {
		const account = { region, baseUrl: 'http://evil.example', username: 'u', password: 'p' };
		const ready = await new MGageApi().authenticate(account as never, { url: 'api/gateway' });
		expect(ready.url).toBe(`https://${String(host)}/api/gateway`);
		await expect(
			new MGageApi().authenticate(account as never, { url: 'http://evil.example/api/gateway' }),
		).rejects.toThrow(/works only for URLs below its Base URL/);
	}
});

test('a header of the same name in other letters does not stand beside the token', async () => {
	const ready = await new MessageCentralApi().authenticate(
		{ baseUrl: BASE, authentication: 'authToken', authToken: 'mine' },
		{ url: 'x', headers: { authtoken: 'theirs', AUTHTOKEN: 'theirs', accept: '*/*' } },
	);
	expect(ready.headers).toEqual({ accept: '*/*', authToken: 'mine' });
});

test('a request keeps what it has, and is not changed itself', () => {
	const request = { uri: 'x', qs: { a: 1 }, json: true };
	expect(withAddress(request, (url) => `https://example.com/${url}`)).toMatchObject({
		uri: 'https://example.com/x',
		qs: { a: 1 },
		json: true,
	});
	expect(request).toEqual({ uri: 'x', qs: { a: 1 }, json: true });
});

describe('what Messangi’s credential signs of a URL that a user wrote', () => {
	const signed = (url: string) => signedUrl(url, ACCOUNT);
	const expected = (path: string) =>
		new RegExp(`^${`${BASE}/${path}`.replace(/[.?+*()|[\]{}^$]/g, '\\$&')}/peter/[0-9a-f]{64}$`);

	it.each([
		{ written: 'rest/api/tools/getMessage/{instanceId}/77', as: 'rest/api/tools/getMessage/8/77' },
		{ written: 'rest/api/tools/getMessage/8/77', as: 'rest/api/tools/getMessage/8/77' },
		{ written: 'rest/api/tools/getMessage/77', as: 'rest/api/tools/getMessage/8/77' },
		{ written: '/tools/getMessage/77/', as: 'rest/api/tools/getMessage/8/77' },
		{ written: `${BASE}/tools/getMessage/{instanceId}/77`, as: 'rest/api/tools/getMessage/8/77' },
		{ written: '/sendMT/1989/null/1305/eA', as: 'rest/api/sendMT/8/1989/null/1305/eA' },
		{ written: '/sendMT/8/1989/null/1305/eA', as: 'rest/api/sendMT/8/1989/null/1305/eA' },
		{ written: '/fireMessage', as: 'rest/api/fireMessage/8' },
		{ written: 'rest/api/fireMessage/{instanceId}', as: 'rest/api/fireMessage/8' },
		{
			written: 'rest/api/tools/getMOMessages/1/20/from=1&order=desc',
			as: 'rest/api/tools/getMOMessages/8/1/20/from=1&order=desc',
		},
		// An instance ID that is a parameter's too has to be marked.
		{
			written: 'rest/api/tools/getMOMessages/{instanceId}/8/20/null',
			as: 'rest/api/tools/getMOMessages/8/8/20/null',
		},
		{ written: 'rest/api/new/method/{instanceId}/1', as: 'rest/api/new/method/8/1' },
		{
			written: `${BASE}/rest/api/tools/sendSMS/8/Claro PR/1/2/3`,
			as: 'rest/api/tools/sendSMS/8/Claro%20PR/1/2/3',
		},
		// What data holds is not filled in.
		{
			written: 'rest/api/tools/getMessage/8/%7BinstanceId%7D',
			as: 'rest/api/tools/getMessage/8/%7BinstanceId%7D',
		},
	])('$written', ({ written, as }) => {
		expect(signed(written)).toMatch(expected(as));
		expect(signed(signed(written))).toBe(signed(written));
	});

	it('signs what goes over the wire', () => {
		expect(signed('rest/api/tools/getMessage/Claro PR')).toBe(
			signed('rest/api/tools/getMessage/8/Claro%20PR'),
		);
	});

	it.each([
		'',
		'/',
		'rest/api',
		'rest/api/',
		'rest/api/tools',
		'rest',
		'login.html',
		'other/{instanceId}/1',
	])('%j names no method', async (written) => {
		expect((await errorOf(() => signed(written))).message).toMatch(/must name a Messangi method/);
	});
});
