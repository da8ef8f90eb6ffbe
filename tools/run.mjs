#!/usr/bin/env node
// Runs one task of this repository: `node tools/run.mjs <task> [arguments]`.
// It uses nothing but Node itself, because on a fresh clone nothing else is there yet: it installs
// what is missing first, and only then starts the task, which is written in TypeScript.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { npmCommand } from './npm-command.mjs';
import { startStep } from './progress.mjs';

const root = resolve(dirname(process.argv[1] ?? ''), '..');

/** @type {Record<string, string>} */
const tasks = {
	bench: 'tools/tasks/bench.ts',
	build: 'tools/tasks/build.ts',
	demo: 'tools/tasks/demo.ts',
	lint: 'tools/tasks/lint.ts',
	packages: 'tools/tasks/packages.ts',
	publisher: 'tools/tasks/publisher.ts',
	release: 'tools/tasks/release.ts',
	'release-notes': 'tools/tasks/release-notes.ts',
	sandbox: 'sandbox/main.ts',
	scan: 'tools/tasks/scan.ts',
	test: 'tools/tasks/test.ts',
	'test-browser': 'tools/tasks/test-browser.ts',
	'test-faults': 'tools/tasks/test-faults.ts',
	'test-n8n': 'tools/tasks/test-n8n.ts',
	'test-office': 'tools/tasks/test-office.ts',
	'test-queue': 'tools/tasks/test-queue.ts',
};

/** @type {import('node:child_process').ChildProcess | undefined} */
let child;
let interrupted = false;
let installing = false;

/**
 * Starts a program, hands our signals on to it, and tells its exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>}
 */
function run(command, args, options) {
	return new Promise((done, reject) => {
		child = spawn(command, args, { cwd: root, ...options });
		child.on('error', reject);
		child.on('close', (code, signal) => {
			done(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
		});
	});
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
	process.on(signal, () => {
		interrupted = true;
		child?.kill(signal);
		// npm takes minutes to stop an installation; the next run does it anew in any case.
		if (installing) setTimeout(() => child?.kill('SIGKILL'), 2000).unref();
	});
}

// npm starts this through a shell, which may end without a word to us when npm is stopped.
const parent = process.ppid;
if (process.env.npm_lifecycle_event !== undefined) {
	setInterval(() => {
		if (process.ppid !== parent) process.emit('SIGTERM', 'SIGTERM');
	}, 500).unref();
}

/** @type {(text: string) => { packages?: Record<string, { version?: string, optional?: boolean }> }} */
const parseLock = JSON.parse;

/** Whether node_modules holds exactly the versions that package-lock.json names. */
function isInstalled() {
	const installedLock = join(root, 'node_modules', '.package-lock.json');
	if (!existsSync(installedLock)) return false;
	/** @param {string} path */
	const packagesOf = (path) => {
		return parseLock(readFileSync(path, 'utf8')).packages ?? {};
	};
	const installed = packagesOf(installedLock);
	return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
		([path, { version, optional }]) =>
			path === '' ||
			installed[path]?.version === version ||
			// A package for another system is in the lock file, but not on the disk.
			(optional === true && installed[path] === undefined),
	);
}

/** @returns {Promise<number>} */
async function install() {
	const step = startStep('Installing the packages of this repository (once)');
	const npm = npmCommand();
	const args = [...npm.args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'];
	installing = true;
	const code = await run(npm.command, [...args, '--loglevel=error'], {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	installing = false;
	if (interrupted) step.failed('stopped');
	else if (code === 0) step.done();
	else step.failed(`npm ended with code ${String(code)}`);
	return code;
}

/** @returns {Promise<number>} */
async function main() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major < 20 || (major === 20 && minor < 6)) {
		console.error(
			`This project needs Node 20.6 or later, and this is Node ${process.versions.node}. ` +
				'Install a newer one from https://nodejs.org and run the same command again.',
		);
		return 1;
	}
	const [task = '', ...args] = process.argv.slice(2);
	const script = tasks[task];
	if (script === undefined) {
		console.error(`Usage: node tools/run.mjs <${Object.keys(tasks).join('|')}> [arguments]`);
		return 2;
	}
	const startedAt = String(Date.now());
	if (!isInstalled()) {
		const code = await install();
		if (interrupted) return 130;
		if (code !== 0) return code;
	}
	return await run(process.execPath, ['--import', 'tsx', script, ...args], {
		stdio: 'inherit',
		env: { ...process.env, SMS_GATEWAYS_STARTED_AT: startedAt },
	});
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(/** @type {unknown} */ error) => {
		console.error(error);
		process.exitCode = 1;
	},
);
