import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

import { connectionText, reachText, type Connection } from '../../sandbox/connect';
import { GATEWAY_NAMES } from '../../sandbox/gateways/registry';
import { ACCOUNTS, createSandbox, type Sandbox } from '../../sandbox/server/server';
import { call } from './client';
import { sandboxForTests } from './forTests';

const isThere = (program: string): boolean =>
	spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;
const run = ['sh', 'curl'].every(isThere) ? it : it.skip;

async function connectionTo(sandbox: Sandbox): Promise<Connection> {
	return JSON.parse((await call(sandbox, '/control/connect')).body) as Connection;
}

describe('how to connect', () => {
	const sandbox = sandboxForTests();

	it('has every field of each demo account, and where the API is described', async () => {
		const { url, api, openapi, gateways } = await connectionTo(sandbox);
		expect(url).toBe(sandbox.url);
		for (const address of [api, openapi]) expect((await fetch(address)).status).toBe(200);
		expect(gateways.map(({ name }) => name)).toEqual(GATEWAY_NAMES);
		for (const { name, baseUrl, account } of gateways) {
			expect(baseUrl.startsWith(`${sandbox.url}/`)).toBe(true);
			expect(account.map(({ value }) => value)).toEqual(Object.values(ACCOUNTS[name]));
		}
	});

	run('has commands that send, as they are', async () => {
		for (const { curl } of (await connectionTo(sandbox)).gateways) {
			await promisify(execFile)('sh', ['-euc', curl ?? 'exit 1']);
		}
		expect(sandbox.messages().map(({ gateway, text }) => [gateway, text])).toEqual(
			GATEWAY_NAMES.map((name) => [name, 'Hello from curl']),
		);
	});

	it('is the same in the terminal', async () => {
		const connection = await connectionTo(sandbox);
		const text = connectionText(connection);
		for (const { baseUrl, account, curl } of connection.gateways) {
			for (const value of [baseUrl, curl ?? '', ...account.map((each) => each.value)]) {
				expect(text).toContain(value);
			}
		}
		expect(text).toContain(connection.api);
		expect(text).toContain(connection.openapi);
	});
});

it('shows no secret of your own, wherever it is', async () => {
	const own = await createSandbox({
		accounts: {
			messangi: { privateKey: 'my-own-key' },
			mGage: { username: 'me, my-own-key' },
		},
	});
	try {
		const { gateways } = await connectionTo(own);
		const [messangi, mGage, messageCentral] = gateways;
		expect(messangi).toMatchObject({
			curl: null,
			account: [{}, { value: 'sandbox-public-key' }, { value: '(your own)' }],
		});
		expect(mGage).toMatchObject({ curl: null, account: [{ value: 'me, ***' }, {}] });
		expect(messageCentral?.curl).toContain('curl');
		expect(JSON.stringify(gateways)).not.toContain('my-own-key');
	} finally {
		await own.close();
	}
});

describe('from where it can be reached', () => {
	const at = (host: string, allowedHosts: string[] = []) =>
		reachText({ url: 'http://127.0.0.1:4010', port: 4010, host, allowedHosts }, ['192.0.2.7']);

	it.each(['127.0.0.1', 'localhost', '::1', '127.1.2.3'])('%s: this machine only', (host) => {
		expect(at(host)).toContain('from this machine only.');
		expect(at(host)).toContain('--host 0.0.0.0');
		expect(at(host)).not.toContain('192.0.2.7');
	});

	it.each(['0.0.0.0', '::'])('%s: its networks, too, and that there is no password', (host) => {
		const text = at(host, ['host.docker.internal']);
		for (const part of ['127.0.0.1:4010', '192.0.2.7:4010', 'host.docker.internal:4010']) {
			expect(text).toContain(`http://${part}`);
		}
		expect(text).toContain('There is no password');
	});

	it('names one address where it listens on one', () => {
		const text = reachText(
			{ url: 'http://192.0.2.9:4010', port: 4010, host: '192.0.2.9', allowedHosts: [] },
			['192.0.2.7'],
		);
		expect(text).toContain('http://192.0.2.9:4010');
		expect(text).not.toMatch(/192\.0\.2\.7|127\.0\.0\.1/);
		expect(text).toContain('--allow-host');
	});
});
