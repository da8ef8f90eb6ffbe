// `node tools/with-install.mjs <script> [arguments]` runs a script of this repository, in TypeScript or
// JavaScript. Before that, it installs the packages, unless node_modules contains exactly those in
// package-lock.json. It needs only Node.js, because a new clone has nothing else.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';

const INSTALLED = 'node_modules/.package-lock.json';

/** @type {import('node:child_process').ChildProcess | undefined} */
let child;
let isStopped = false;
let isInstalling = false;

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
	process.on(signal, () => {
		isStopped = true;
		child?.kill(signal);
		// npm takes minutes to stop an installation, and the next run starts it again anyway.
		if (isInstalling) setTimeout(() => child?.kill('SIGKILL'), 2000).unref();
	});
}

// npm starts this through a shell, which may end without notifying us when npm is stopped.
if (process.env.npm_lifecycle_event !== undefined) {
	const parent = process.ppid;
	setInterval(() => {
		if (process.ppid !== parent) process.emit('SIGTERM', 'SIGTERM');
	}, 500).unref();
}

/**
 * Runs a program; resolves with its exit code.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>}
 */
function run(program, args, options) {
	return new Promise((resolve, reject) => {
		child = spawn(program, args, options);
		child.on('error', reject);
		child.on('close', (code, signal) => {
			resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
		});
	});
}

/** @type {(text: string) => { packages?: Record<string, { version?: string, optional?: boolean }> }} */
const parseLock = JSON.parse;

/** @param {string} file */
const packagesOf = (file) => parseLock(readFileSync(file, 'utf8')).packages ?? {};

function isInstalled() {
	if (!existsSync(INSTALLED)) return false;
	const installed = packagesOf(INSTALLED);
	return Object.entries(packagesOf('package-lock.json')).every(
		([path, { version, optional }]) =>
			path === '' ||
			installed[path]?.version === version ||
			// A package for another system is in the lock file but not in node_modules.
			(optional === true && installed[path] === undefined),
	);
}

/** Installs the packages and shows the time: on a terminal in one line, otherwise now and then. */
async function install() {
	const began = performance.now();
	const label = 'Installing the packages of this repository (once)';
	const line = () => `${label}, ${((performance.now() - began) / 1000).toFixed(1)} s`;
	const [before, after, every] = process.stderr.isTTY ? ['\r', '', 500] : ['', '\n', 15_000];
	process.stderr.write(`… ${label}${after}`);
	const ticking = setInterval(() => {
		process.stderr.write(`${before}… ${line()}${after}`);
	}, every);
	// The path of npm comes from npm itself: on Windows, `npm` is a script that only a shell can start.
	const npm = process.env.npm_execpath ?? '';
	const [program, ...first] = /npm-cli\.c?js$/.test(npm) ? [process.execPath, npm] : ['npm'];
	/** @param {string[]} flags */
	const ci = (...flags) =>
		run(program, [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', ...flags], {
			stdio: ['ignore', 'ignore', 'inherit'],
			shell: program === 'npm' && process.platform === 'win32',
		});
	isInstalling = true;
	// Without asking whether npm's cache is up to date, npm takes a third less of the processor's time. A cache that is
	// too old for the lock file makes it fail, so the second attempt asks.
	let code = await ci('--no-progress', '--prefer-offline', '--loglevel=silent');
	if (code !== 0 && !isStopped) code = await ci('--no-progress', '--loglevel=error');
	isInstalling = false;
	clearInterval(ticking);
	const failed = isStopped ? 'stopped' : `npm ended with code ${code}`;
	console.error(code === 0 ? `${before}✓ ${line()}` : `${before}✗ ${line()}: ${failed}`);
	return code;
}

/** @returns {Promise<number>} */
async function main() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major < 20 || (major === 20 && minor < 6)) {
		console.error(
			`This project needs Node.js 20.6 or later, but this is Node.js ${process.versions.node}. ` +
				'Install a newer one from https://nodejs.org and run the same command again.',
		);
		return 1;
	}
	const [, own = '', script, ...args] = process.argv;
	if (script === undefined) {
		console.error('Usage: node tools/with-install.mjs <script> [arguments]');
		return 2;
	}
	process.chdir(dirname(dirname(own)));
	const startedAt = String(Date.now());
	const code = isInstalled() ? 0 : await install();
	if (isStopped) return 130;
	if (code !== 0) return code;
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
