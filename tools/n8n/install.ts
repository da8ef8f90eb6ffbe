import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onEnd } from '../cleanup';
import { runCommand } from '../command';
import { runNpm } from '../npm';
import { during } from '../progress';
import { cacheFolder } from './cache';
import { cleanEnvironment } from './environment';
import { withLock } from './lock';
import { prepareSqlite } from './sqlite';
import { N8N_VERSION, NODE_VERSION, nodePackage } from './versions';

/** An n8n that is ready to start. */
export interface N8nInstall {
	/** The Node.js that runs it. */
	node: string;
	/** Its command-line program. */
	script: string;
}

/**
 * The package.json of an install. Before 2.32, n8n loaded xlsx, which reads spreadsheets, from its
 * makers' server; the latest version on npm is sufficient for the tests.
 */
const PACKAGE = { private: true, overrides: { xlsx: '0.18.5' } };

/** Written last: if it is present, everything else is there and works. */
const MARKER = '.complete.json';

function nodeFolderIn(folder: string): string {
	return join(folder, 'node_modules', nodePackage());
}

function installIn(folder: string): N8nInstall {
	const program = process.platform === 'win32' ? 'node.exe' : 'node';
	return {
		node: join(nodeFolderIn(folder), 'bin', program),
		script: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

/** The reason why an install of this version does not work, or undefined. */
async function faultOf(folder: string, n8nVersion: string): Promise<string | undefined> {
	const { node, script } = installIn(folder);
	if (!existsSync(node) || !existsSync(script)) return 'it is incomplete';
	const options = { cwd: folder, env: cleanEnvironment() };
	const driver = await runCommand(node, ['-e', 'require("sqlite3")'], options);
	if (driver.code !== 0) return `the database driver does not load:\n${driver.output.trim()}`;
	const answer = await runCommand(node, [script, '--version'], options);
	if (answer.stdout.trim() === n8nVersion) return undefined;
	return `n8n --version printed:\n${answer.output.trim()}`;
}

function writeMarker(folder: string, n8nVersion: string): void {
	const marker = { n8n: n8nVersion, node: NODE_VERSION, checkedAt: new Date().toISOString() };
	writeFileSync(join(folder, MARKER), `${JSON.stringify(marker, undefined, 2)}\n`);
}

async function downloadInto(
	folder: string,
	n8nVersion: string,
	detail: (text: string) => void,
): Promise<void> {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), `${JSON.stringify(PACKAGE)}\n`);
	const flags = ['--ignore-scripts', '--no-audit', '--no-fund'];
	const packages = [`n8n@${n8nVersion}`, `${nodePackage()}@${NODE_VERSION}`];
	detail('downloading about 3 GB (unpacked), only once');
	const failure = `npm could not install n8n ${n8nVersion}`;
	await runNpm(failure, folder, ['install', ...flags, ...packages]);
}

/** Installs into a temporary folder and moves it when complete, so that no partial install is used. */
async function installAt(
	folder: string,
	n8nVersion: string,
	detail: (text: string) => void,
): Promise<void> {
	const part = `${folder}.part`;
	const removePart = () => {
		rmSync(part, { recursive: true, force: true, maxRetries: 3 });
	};
	removePart();
	const forget = onEnd(removePart);
	try {
		await downloadInto(part, n8nVersion, detail);
		const { node } = installIn(part);
		await prepareSqlite(join(part, 'node_modules'), node, nodeFolderIn(part), detail);
		detail('checking it');
		const fault = await faultOf(part, n8nVersion);
		if (fault !== undefined) throw new Error(`The new n8n does not run: ${fault}`);
		writeMarker(part, n8nVersion);
		rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
		renameSync(part, folder);
	} finally {
		forget();
		removePart();
	}
}

/** The n8n of this version in the cache; installs it if it is not there. */
export async function ensureN8n(n8nVersion = N8N_VERSION): Promise<N8nInstall> {
	const folder = join(cacheFolder(), `n8n-${n8nVersion}`);
	if (existsSync(join(folder, MARKER))) return installIn(folder);
	const label = `Installing n8n ${n8nVersion} and Node.js ${NODE_VERSION} into the cache`;
	return await during(label, async (step) => {
		await withLock(
			`${folder}.lock`,
			() => {
				step.detail('waiting for another run that is installing it');
			},
			async () => {
				if (existsSync(join(folder, MARKER))) return;
				// An install without the marker is used if it works: it may be part of an image.
				if (existsSync(folder) && readdirSync(folder).length > 0) {
					step.detail('checking the existing install');
					if ((await faultOf(folder, n8nVersion)) === undefined) {
						writeMarker(folder, n8nVersion);
						return;
					}
				}
				await installAt(folder, n8nVersion, step.detail);
			},
		);
		step.done(folder);
		return installIn(folder);
	});
}
