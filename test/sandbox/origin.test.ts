import { connect } from 'node:net';
import { createSandbox } from '../../sandbox/server/server';
import { MGAGE_BASIC, sendSMSPath, tokenPath } from './client';
import { sandboxForTests } from './forTests';

const sandbox = sandboxForTests({ allowedHosts: ['sandbox', 'Host.Docker.Internal'] });

/** Sends exactly these lines and gives all that comes back, until the sandbox says no more. */
async function raw(port: number, lines: readonly string[], body = ''): Promise<string> {
	return await new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1');
		let text = '';
		socket.setEncoding('utf8');
		socket.on('data', (more: string) => {
			text += more;
			// Events never end.
			if (text.includes('event-stream')) socket.destroy();
		});
		socket.on('error', reject);
		socket.on('close', () => {
			resolve(text);
		});
		socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`);
	});
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.\d (\d+)/.exec(answer)?.[1]);

/** The status of a request with these headers. */
async function ask(method: string, path: string, ...headers: string[]): Promise<number> {
	return statusOf(await raw(sandbox.port, [`${method} ${path} HTTP/1.1`, ...headers]));
}

const MGAGE =
	'/mgage/api/gateway?message=Hi&message_billed=no&message_type=sms&numbers=12135551234' +
	'&spoof_from=87767&program_id=12345';

/** Every kind of path, with what is needed to get through to it. */
const PATHS = (): { method: string; path: string; header?: string; status: number }[] => [
	{ method: 'GET', path: '/', status: 200 },
	{ method: 'GET', path: '/inbox/app.css', status: 200 },
	{ method: 'GET', path: '/api', status: 200 },
	{ method: 'GET', path: '/inbox/api.js', status: 200 },
	{ method: 'GET', path: '/openapi.json', status: 200 },
	{ method: 'GET', path: '/control', status: 200 },
	{ method: 'GET', path: '/control/messages', status: 200 },
	{ method: 'GET', path: '/control/events', status: 200 },
	{ method: 'HEAD', path: '/control', status: 200 },
	{ method: 'POST', path: '/control/reset', header: 'Content-Length: 0', status: 200 },
	{ method: 'GET', path: sendSMSPath(), status: 200 },
	{ method: 'POST', path: MGAGE, header: `Authorization: ${MGAGE_BASIC}`, status: 200 },
	{ method: 'GET', path: tokenPath(), status: 200 },
	{ method: 'GET', path: '/messangi/nothing', status: 404 },
	{ method: 'OPTIONS', path: MGAGE, status: 405 },
	{ method: 'OPTIONS', path: '/control/reset', status: 404 },
	{ method: 'OPTIONS', path: '*', status: 404 },
	{ method: 'PROPFIND', path: '/', status: 404 },
	{ method: 'GET', path: '/nothing', status: 404 },
	{ method: 'GET', path: '/%zz', status: 404 },
	{ method: 'GET', path: `/control/requests/${'1'.repeat(500)}`, status: 404 },
];

const expectNothingDone = (): void => {
	expect(sandbox.messages()).toEqual([]);
	expect(sandbox.requests()).toEqual([]);
	expect(sandbox.stats()).toMatchObject({ requests: 0, tokensIssued: 0 });
};

const SITE = 'Sec-Fetch-Site: cross-site';
const SOCKET = ['Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: aGFsbG8='];

const own = (): string => `127.0.0.1:${sandbox.port}`;

it.each(PATHS())('a program gets through: $method $path', async ({ method, path, ...rest }) => {
	const headers = [`Host: ${own()}`, ...(rest.header === undefined ? [] : [rest.header])];
	expect(await ask(method, path, ...headers)).toBe(rest.status);
});

describe.each(PATHS())('$method $path', ({ method, path, header }) => {
	it.each([
		['a rebound name', 'Host: evil.example'],
		['another site', 'Host: OWN', 'Origin: https://evil.example'],
		['another site that hides its name', 'Host: OWN', 'Origin: null'],
		['a picture of another site', 'Host: OWN', 'Sec-Fetch-Site: cross-site'],
		['a page of another port', 'Host: OWN', 'Sec-Fetch-Site: same-site', 'Sec-Fetch-Mode: cors'],
	])('is kept from %s', async (_who, ...headers) => {
		const given = headers.map((each) => each.replace('OWN', own()));
		const answer = await raw(sandbox.port, [
			`${method} ${path} HTTP/1.1`,
			...given,
			...(header === undefined ? [] : [header]),
		]);
		expect(statusOf(answer)).toBe(403);
		expect(answer).not.toMatch(/access-control/i);
		if (method !== 'HEAD') expect(answer).toMatch(/\r\n\r\n\{\s*"error": "[A-Z][^"]+\."\s*\}/);
		expectNothingDone();
	});
});

describe('the Host', () => {
	it.each([
		['127.0.0.1', true],
		['127.0.0.1:1', true],
		['127.0.0.1:', true],
		['localhost', true],
		['localhost:8080', true],
		['LOCALHOST', true],
		['localhost.', true],
		['[::1]', true],
		['[::1]:4010', true],
		['[0:0:0:0:0:0:0:1]', true],
		['sandbox', true],
		['sandbox:4010', true],
		['SANDBOX', true],
		['host.docker.internal:4010', true],
		['evil.example', false],
		['evil.example:4010', false],
		['evil.example.', false],
		['localhost.evil.example', false],
		['evil.localhost', false],
		['localhost..', false],
		['127.0.0.1.nip.io', false],
		['127.0.0.1.evil.example', false],
		['127.0.0.2', false],
		['0.0.0.0', false],
		['10.0.0.1', false],
		['192.168.1.1', false],
		['[::]', false],
		['[::2]', false],
		['[::ffff:10.0.0.1]', false],
		['[::1', false],
		['::1', false],
		['[localhost]', false],
		['[fe80::1%25eth0]', false],
		['2130706433', false],
		['0x7f000001', false],
		['0177.0.0.1', false],
		['127.1', false],
		['evil', false],
		['sandbox.internal', false],
		['notsandbox', false],
		['docker.internal', false],
		['localhost@evil.example', false],
		['evil.example@localhost', false],
		['localhost/evil', false],
		['localhost, evil.example', false],
		['localhost:80:80', false],
		['localhost:evil', false],
		['%6cocalhost', false],
		['http://localhost', false],
		['', false],
	])('%j: %s', async (host, isOwn) => {
		for (const path of ['/control', sendSMSPath()]) {
			expect(await ask('GET', path, `Host: ${host}`)).toBe(isOwn ? 200 : 403);
		}
		expect(sandbox.messages()).toHaveLength(isOwn ? 1 : 0);
	});

	it.each([
		['twice, its own one first', ['Host: OWN', 'Host: evil.example']],
		['twice, its own one last', ['Host: evil.example', 'Host: OWN']],
		['its own one twice', ['Host: OWN', 'host: OWN']],
	])('%s', async (_label, headers) => {
		const given = headers.map((each) => each.replace('OWN', own()));
		expect(await ask('GET', '/control', ...given)).toBe(403);
	});

	it('missing, with HTTP/1.0 and 1.1', async () => {
		expect(statusOf(await raw(sandbox.port, ['GET /control HTTP/1.0']))).toBe(403);
		expect(statusOf(await raw(sandbox.port, ['GET /control HTTP/1.1']))).toBe(400);
	});

	it.each(['http://evil.example', 'http://OWN', 'https://OWN', 'OWN'])(
		'and a target of the form %s',
		async (start) => {
			const target = `${start.replace('OWN', own())}/control`;
			const status = await ask('GET', target, `Host: ${own()}`);
			expect([400, 403]).toContain(status);
		},
	);

	it.each([
		['a connection for others', 'CONNECT evil.example:80 HTTP/1.1'],
		['no HTTP', 'hello'],
		['HTTP/2', 'PRI * HTTP/2.0'],
	])('is not needed to refuse %s', async (_label, line) => {
		const answer = await raw(sandbox.port, [line, 'Host: evil.example']);
		expect(answer === '' || statusOf(answer) === 400).toBe(true);
		expect(answer).not.toContain('baseUrls');
	});

	it('is the address that the sandbox was told to listen on', async () => {
		const elsewhere = await createSandbox({ host: '0.0.0.0' });
		try {
			for (const [host, status] of [
				['0.0.0.0', 200],
				['127.0.0.1', 200],
				['evil.example', 403],
			] as const) {
				const answer = await raw(elsewhere.port, ['GET /control HTTP/1.1', `Host: ${host}`]);
				expect(statusOf(answer)).toBe(status);
			}
		} finally {
			await elsewhere.close();
		}
	});

	it.each([[['sandbox:4010']], [['http://sandbox']], [['']], [['*']], [['a b']], [[1 as never]]])(
		'cannot be allowed as %j',
		async (allowedHosts) => {
			await expect(createSandbox({ allowedHosts })).rejects.toThrow('An allowed host must be');
		},
	);
});

describe('a request to a gateway', () => {
	it.each([
		['of the sandbox’s own page', ['Origin: http://OWN'], true],
		['of that page, without an origin', ['Sec-Fetch-Site: same-origin'], true],
		['that was typed', ['Sec-Fetch-Site: none', 'Sec-Fetch-Mode: navigate'], true],
		['of Node’s fetch', ['Sec-Fetch-Mode: cors'], true],
		['with an own Referer', ['Referer: http://OWN/#/13056708084'], true],
		['of another scheme', ['Origin: https://OWN'], false],
		['of another port', ['Origin: http://127.0.0.1:1'], false],
		['of no port', ['Origin: http://127.0.0.1'], false],
		['of another own name', ['Origin: http://localhost:PORT'], false],
		['of a file', ['Origin: file://'], false],
		['of an extension', ['Origin: chrome-extension://abcdef'], false],
		['with an empty origin', ['Origin:'], false],
		['with two origins', ['Origin: http://OWN', 'Origin: https://evil.example'], false],
		['that begins like an own one', ['Origin: http://OWN.evil.example'], false],
		['of a user at evil.example', ['Origin: http://OWN@evil.example'], false],
		['with a foreign Referer only', ['Referer: https://evil.example/'], false],
		['with a Referer that nobody can read', ['Referer: evil'], false],
		['with a Referer of no page', ['Referer: about:blank'], false],
		['with an own Referer and a foreign site', ['Referer: http://OWN/', SITE], false],
		['by a link', [SITE, 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document'], false],
		['by a picture', [SITE, 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: image'], false],
		['by a frame', [SITE, 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe'], false],
		['of a site twice', ['Sec-Fetch-Site: none', SITE], false],
		['of a site with no name', ['Sec-Fetch-Site:'], false],
		['for a web socket', ['Origin: https://evil.example', ...SOCKET], false],
	])('%s', async (_label, headers, isLetIn) => {
		const given = headers.map((each) =>
			each.replace('OWN', own()).replace('PORT', String(sandbox.port)),
		);
		expect(await ask('GET', sendSMSPath(), `Host: ${own()}`, ...given)).toBe(isLetIn ? 200 : 403);
		expect(sandbox.messages()).toHaveLength(isLetIn ? 1 : 0);
	});
});

describe('the inbox', () => {
	it.each([
		['by a link', '/', [SITE, 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document'], 200],
		['by a link with a query', '/?x=1', ['Referer: https://example.com/'], 200],
		['by something that says no more', '/', [SITE], 403],
		['by a link in an old browser', '/', ['Referer: https://example.com/'], 200],
		['in a frame', '/', [SITE, 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe'], 403],
		['by a script', '/', [SITE, 'Sec-Fetch-Mode: cors'], 403],
		['with an origin', '/', ['Origin: https://evil.example', 'Sec-Fetch-Mode: navigate'], 403],
		['by a link to what it saw', '/control/messages', [SITE, 'Sec-Fetch-Mode: navigate'], 403],
	])('is opened %s', async (_label, path, headers, status) => {
		expect(await ask('GET', path, `Host: ${own()}`, ...headers)).toBe(status);
	});

	it('may be behind a proxy that speaks TLS, under a name that was allowed', async () => {
		const reset = ['Host: sandbox', 'Content-Length: 0'];
		expect(await ask('POST', '/control/reset', ...reset, 'Origin: https://sandbox')).toBe(200);
		expect(await ask('POST', '/control/reset', ...reset, 'Origin: https://sandbox:1')).toBe(403);
	});
});

describe('on all interfaces', () => {
	const open = sandboxForTests({ host: '0.0.0.0', allowedHosts: ['sandbox'] });

	const BROWSER = 'User-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0 Safari/537.36';
	const POWERSHELL = 'User-Agent: Mozilla/5.0 (Windows NT 10.0; en-US) WindowsPowerShell/5.1';
	const FIRE = sendSMSPath();

	it.each<[string, string, string, readonly string[], number]>([
		['a program', FIRE, 'sandbox', ['User-Agent: axios/1.9'], 200],
		['a program without a name', FIRE, 'sandbox', [], 200],
		['PowerShell', FIRE, 'sandbox', [POWERSHELL], 200],
		// Over HTTP, under a name that is not loopback, a picture of a page that hides its Referer looks
		// like this.
		['a browser', FIRE, 'sandbox', [BROWSER], 403],
		['a browser, by address', FIRE, '0.0.0.0', [BROWSER], 403],
		['a browser, at another gateway', tokenPath(), 'sandbox', [BROWSER], 403],
		['a browser, typed on this machine', FIRE, 'localhost', [BROWSER, 'Sec-Fetch-Site: none'], 200],
		['a browser, from the own page', FIRE, 'sandbox', [BROWSER, 'Origin: http://sandbox'], 200],
		['a browser, at the inbox', '/', 'sandbox', [BROWSER], 200],
		['a browser, at what the inbox reads', '/control/connect', 'sandbox', [BROWSER], 200],
		['a rebound name', '/control/connect', 'evil.example', [BROWSER], 403],
		['a rebound name that looks like an address', '/', '192.0.2.7.nip.io', [BROWSER], 403],
		['an address that is not its own', '/', '192.0.2.7', [BROWSER], 403],
		['another site', '/control/connect', 'sandbox', ['Origin: http://evil.example'], 403],
	])('%s', async (_who, path, host, headers, status) => {
		const answer = await raw(open.port, [`GET ${path} HTTP/1.1`, `Host: ${host}`, ...headers]);
		expect(statusOf(answer)).toBe(status);
	});
});
