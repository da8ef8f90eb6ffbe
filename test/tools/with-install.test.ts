import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../tools/root';

/** Stands for npm: installs tsx from here, and what the lock file names is installed then. */
const NPM = `
	const { appendFileSync, copyFileSync, mkdirSync, rmSync, symlinkSync } = require('node:fs');
	appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');
	const fails = process.env.NPM_FAILS;
	if (fails === 'yes' || (fails === 'offline' && process.argv.includes('--prefer-offline'))) process.exit(7);
	rmSync('node_modules', { recursive: true, force: true });
	mkdirSync('node_modules');
	symlinkSync(process.env.TSX, 'node_modules/tsx', 'junction');
	copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
`;

/** A script that tells what it was given, or runs until it is stopped. */
const SCRIPT = `
	import { writeFileSync } from 'node:fs';
	const [what, ...rest]: string[] = process.argv.slice(2);
	if (what === 'wait') {
		process.on('SIGTERM', () => {
			writeFileSync('stopped', '');
			process.exit(9);
		});
		setInterval(() => undefined, 1000);
		console.log('waiting');
	} else {
		console.log(JSON.stringify(rest));
		process.exitCode = Number(what);
	}
`;

describe('what runs the scripts of package.json', () => {
	let folder: string;
	let env: NodeJS.ProcessEnv;

	const lockFile = (version: string) =>
		JSON.stringify({
			packages: {
				'': { version: '1.0.0' },
				'node_modules/one': { version },
				'node_modules/for-another-system': { version: '1.0.0', optional: true },
			},
		});
	const installs = () => {
		const log = join(folder, 'npm.log');
		return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
	};
	const start = (...args: string[]) =>
		spawn(process.execPath, ['tools/with-install.mjs', 'script.ts', ...args], { cwd: folder, env });
	const run = async (...args: string[]) => {
		const child = start(...args);
		const ended = once(child, 'close') as Promise<[number]>;
		const [stdout, stderr, [code]] = await Promise.all([
			text(child.stdout),
			text(child.stderr),
			ended,
		]);
		return { code, stdout: stdout.trim(), stderr };
	};
	const waiting = async ({ stdout }: ChildProcess) => {
		if (stdout !== null) await once(stdout, 'data');
	};

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'sms-gateways-with-install-'));
		mkdirSync(join(folder, 'tools'));
		copyFileSync(
			join(ROOT, 'tools', 'with-install.mjs'),
			join(folder, 'tools', 'with-install.mjs'),
		);
		writeFileSync(join(folder, 'npm-cli.js'), NPM);
		writeFileSync(join(folder, 'script.ts'), SCRIPT);
		writeFileSync(join(folder, 'package-lock.json'), lockFile('1.0.0'));
		env = {
			PATH: process.env.PATH,
			TSX: join(ROOT, 'node_modules', 'tsx'),
			npm_execpath: join(folder, 'npm-cli.js'),
			npm_lifecycle_event: 'test',
		};
	});

	afterEach(() => {
		rmSync(folder, { recursive: true, force: true });
	});

	it('installs what the lock file names, once, and says so', async () => {
		const first = await run('0', 'a b', '--c');
		expect(first).toMatchObject({ code: 0, stdout: '["a b","--c"]' });
		expect(first.stderr).toMatch(/^… Installing the packages.*\n✓ Installing the packages.*\n$/);
		expect(installs()).toEqual([
			'ci --ignore-scripts --no-audit --no-fund --no-progress --prefer-offline --loglevel=silent',
		]);
		expect(await run('3')).toEqual({ code: 3, stdout: '[]', stderr: '' });
		expect(installs()).toHaveLength(1);
		writeFileSync(join(folder, 'package-lock.json'), lockFile('1.0.1'));
		expect(await run('0')).toMatchObject({ code: 0 });
		expect(installs()).toHaveLength(2);
	});

	it('installs what is not there, but for what is for another system', async () => {
		await run('0');
		const { packages } = JSON.parse(lockFile('1.0.0')) as { packages: Record<string, unknown> };
		const installed = join(folder, 'node_modules', '.package-lock.json');
		delete packages['node_modules/for-another-system'];
		writeFileSync(installed, JSON.stringify({ packages }));
		await run('0');
		expect(installs()).toHaveLength(1);
		delete packages['node_modules/one'];
		writeFileSync(installed, JSON.stringify({ packages }));
		await run('0');
		expect(installs()).toHaveLength(2);
	});

	it('asks for newer lists of versions if those in the cache are not enough', async () => {
		env.NPM_FAILS = 'offline';
		expect(await run('0')).toMatchObject({ code: 0, stdout: '[]' });
		expect(installs()).toEqual([
			expect.stringMatching(/ --prefer-offline --loglevel=silent$/),
			'ci --ignore-scripts --no-audit --no-fund --no-progress --loglevel=error',
		]);
	});

	it('runs nothing if npm fails', async () => {
		env.NPM_FAILS = 'yes';
		const { code, stdout, stderr } = await run('0');
		expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
		expect(stderr).toContain('npm ended with code 7');
	});

	// Windows has no signals.
	const itOnUnix = process.platform === 'win32' ? it.skip : it;

	itOnUnix('passes signals on', async () => {
		const child = start('wait');
		await waiting(child);
		const ended = once(child, 'close') as Promise<[number]>;
		child.kill('SIGTERM');
		expect(await ended).toEqual([9, null]);
	});

	itOnUnix('stops when what started it is gone', async () => {
		const starter = spawn(
			process.execPath,
			[
				'-e',
				`require('node:child_process').spawn(process.execPath, ['tools/with-install.mjs', 'script.ts', 'wait'], { stdio: 'inherit' })`,
			],
			{ cwd: folder, env },
		);
		await waiting(starter);
		starter.kill('SIGKILL');
		const stopped = join(folder, 'stopped');
		for (let look = 0; look < 200 && !existsSync(stopped); look++) await sleep(50);
		expect(existsSync(stopped)).toBe(true);
	});
});
