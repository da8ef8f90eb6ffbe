import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Export } from '../../sandbox/control/export';
import { sign } from '../../sandbox/gateways/messangi/signature';
import { runCommand } from '../../tools/command';
import { cleanEnvironment } from '../../tools/n8n/environment';
import { filesOfTarball, unpackTarball } from '../../tools/n8n/tarball';
import { ROOT } from '../../tools/root';
import { base64Url } from './client';
import { createReceiver } from './receiver';

const NAME = 'n8n-nodes-sms-gateways-sandbox';
const PRIVATE_KEY = 'my-own-private-key';

interface Manifest {
	name: string;
	version: string;
	bin: Record<string, string>;
	dependencies?: unknown;
}

function manifestIn(folder: string): Manifest {
	return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** The package of the sandbox, which `npm run build` has made, as npm would publish it. */
describe('the sandbox as a package of its own', () => {
	const folder = mkdtempSync(join(tmpdir(), 'sms-gateways-sandbox-'));
	const installed = join(folder, 'installed');
	let files: string[];
	let program: string;

	beforeAll(() => {
		const built = join(ROOT, 'dist-sandbox');
		if (!existsSync(built)) throw new Error('Run `npm run build` first');
		execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
			cwd: built,
			env: cleanEnvironment(),
			stdio: 'ignore',
			// On Windows npm is a script, which only a shell starts.
			shell: process.platform === 'win32',
		});
		const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
		files = filesOfTarball(tarball);
		unpackTarball(tarball, installed);
		program = join(installed, manifestIn(installed).bin[NAME] ?? '');
	});
	afterAll(() => {
		rmSync(folder, { recursive: true, force: true });
	});

	/** Starts it in an empty folder, as npx would, and resolves with its address. */
	async function start(...args: string[]): Promise<{ child: ChildProcess; url: string }> {
		const cwd = mkdtempSync(join(folder, 'empty-'));
		const child = spawn(process.execPath, [program, '--port', '0', ...args], {
			cwd,
			env: { PATH: process.env.PATH },
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		let output = '';
		for await (const text of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
			output += text;
			const url = /^Inbox +(\S+)$/m.exec(output)?.[1];
			if (url === undefined) continue;
			expect(output).not.toContain(PRIVATE_KEY);
			return { child, url };
		}
		throw new Error(`It has not started: ${output}`);
	}

	async function stop(child: ChildProcess): Promise<number | null> {
		const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
		child.kill('SIGTERM');
		return await ended;
	}

	function signedPath(privateKey: string): string {
		const parameters = ['8', 'Movistar', '87767', base64Url('13056708084'), base64Url('Hi')];
		const signature = sign(parameters, privateKey);
		const path = [...parameters, 'sandbox-public-key', signature].join('/');
		return `/messangi/rest/api/tools/sendSMS/${path}`;
	}

	it('holds a program and nothing to install, and is as new as the nodes', () => {
		const manifest = manifestIn(installed);
		expect(manifest).toMatchObject({ name: NAME, version: manifestIn(ROOT).version });
		expect(manifest.dependencies).toBeUndefined();
		expect(files.map((file) => file.replace(/^package\//, '')).sort()).toEqual([
			'LICENSE',
			'README.md',
			'bin/LICENSES.txt',
			'bin/built/api.css',
			'bin/built/api.js',
			'bin/built/app.css',
			'bin/built/app.js',
			'bin/sandbox.js',
			'package.json',
		]);
		expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
		const licenses = readFileSync(join(installed, 'bin', 'LICENSES.txt'), 'utf8');
		for (const library of [
			'fastify ',
			'@fastify/swagger ',
			'saxes ',
			'preact ',
			'@preact/signals ',
		]) {
			expect(licenses).toMatch(new RegExp(`^${library}`, 'm'));
		}
	});

	it('answers, shows the inbox, calls back, and exports what it saw', async () => {
		const receiver = await createReceiver();
		const exported = join(folder, 'seen.json');
		const accounts = join(folder, 'accounts.json');
		writeFileSync(accounts, JSON.stringify({ messangi: { privateKey: PRIVATE_KEY } }));
		const { child, url } = await start(
			...['--accounts', accounts, '--export', exported, '--delivery-time', '0'],
			...['--callback', `messangi=${receiver.url}`],
			...['--callback-secret', 'messangi=query:token:callback-secret'],
		);
		const [right, wrong] = await Promise.all(
			[PRIVATE_KEY, 'FBF3-4310-909C-C4BBC26F886F'].map(
				async (key) => await (await fetch(url + signedPath(key))).text(),
			),
		);
		expect(right).toContain('SENT_TO_CARRIER');
		expect(wrong).toContain('BAD_SIGNATURE');

		const page = await fetch(url, { headers: { accept: 'text/html' } });
		expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
		const script = await fetch(`${url}/inbox/app.js`);
		expect(await script.text()).toBe(
			readFileSync(join(installed, 'bin', 'built', 'app.js'), 'utf8'),
		);

		const api = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object };
		expect(Object.keys(api.paths)).toContain('/control/messangi/next-pin');
		expect(await (await fetch(`${url}/inbox/api.js`)).text()).toContain('/openapi.json');

		while (receiver.received.length < 2) await sleep(20);
		expect(receiver.received[0]?.url).toBe('/hook?token=callback-secret');
		const live = (await (await fetch(`${url}/control/export`)).json()) as Export;
		expect(live).toMatchObject({ format: 1, messages: [{ text: 'Hi', to: '13056708084' }] });

		expect(await stop(child)).toBe(0);
		await receiver.close();
		const text = readFileSync(exported, 'utf8');
		const seen = JSON.parse(text) as Export;
		expect(seen).toMatchObject({
			format: 1,
			messages: [{ gateway: 'messangi', text: 'Hi', status: 'delivered' }],
			stats: { requests: 2 },
		});
		expect(seen.requests.map(({ reply }) => reply?.status)).toEqual([200, 200]);
		expect(seen.requests.some((each) => each.refusedBecause?.startsWith('signature:'))).toBe(true);
		expect(text).not.toMatch(/my-own-private-key|callback-secret|[0-9a-f]{64}/);
	});

	it.each([
		[['--port', 'x'], '--port must be a whole number from 0 to 65535, not "x".'],
		[['--callback', 'nexmo=http://x'], '--callback must be <gateway>=<value>'],
		[['--callback', 'mGage=ftp://x'], '"url" must be a URL with http or https.'],
		[['--callback-secret', 'mGage=query:a:b'], 'needs --callback mGage=<URL>'],
		[
			['--callback', 'mGage=http://x', '--callback-secret', 'mGage=hush'],
			'--callback-secret must be <gateway>=query',
		],
		[['--accounts', 'missing.json'], '--accounts names missing.json, which cannot be read.'],
		[['--export', 'missing/seen.json'], 'ENOENT'],
		[['--nothing'], "Unknown option '--nothing'"],
	])('says what is wrong with %j', async (args, sentence) => {
		const { code, output } = await runCommand(process.execPath, [program, ...args], {
			cwd: folder,
			env: { PATH: process.env.PATH },
		});
		expect({ code, output }).toEqual({
			code: 1,
			output: expect.stringContaining(sentence) as string,
		});
		expect(output).not.toContain('hush');
	});
});
