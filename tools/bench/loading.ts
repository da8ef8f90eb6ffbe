import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../cleanup';
import { runOrThrow } from '../command';
import { cleanEnvironment } from '../n8n/environment';
import { unpackTarball } from '../n8n/tarball';
import { PACKAGE_NAME } from '../root';
import { spreadOf, type Spread } from './figures';
import { Rig } from './rig';
import type { Bench } from './sends';

/** How often the package is loaded, and how often n8n is started with and without it. */
const LOADS = 11;

/** What loading the package costs. */
export interface LoadingResult {
	/** By the version of Node.js: the package if n8n-workflow is already loaded, as in n8n; and both. */
	loads: { node: string; own: Spread; withWorkflow: Spread }[];
	/** Milliseconds until n8n answers. */
	starts: { without: Spread; with: Spread };
}

/** Measures what loading the package costs, alone and in n8n's start. */
export async function runLoading(bench: Bench, starts: number): Promise<LoadingResult> {
	const folder = temporaryFolder('load');
	unpackTarball(bench.tarball, join(folder, 'node_modules', PACKAGE_NAME));
	// n8n's own copy; its program is .../node_modules/n8n/bin/n8n.
	const modules = dirname(dirname(dirname(bench.install.script)));
	symlinkSync(join(modules, 'n8n-workflow'), join(folder, 'node_modules', 'n8n-workflow'));
	const loads: LoadingResult['loads'] = [];
	for (const node of new Set([bench.install.node, process.execPath])) {
		bench.detail('loading the package');
		loads.push(await loadsWith(node, folder));
	}
	return { loads, starts: await startsOf(bench, starts) };
}

async function loadsWith(node: string, folder: string): Promise<LoadingResult['loads'][number]> {
	const script = `
		const begun = performance.now();
		require('n8n-workflow');
		const own = performance.now();
		require('${PACKAGE_NAME}');
		const end = performance.now();
		console.log(JSON.stringify([process.version, end - own, end - begun]));`;
	const own: number[] = [];
	const both: number[] = [];
	let version = '';
	for (let load = 0; load < LOADS; load++) {
		const options = { cwd: folder, env: cleanEnvironment() };
		const stdout = await runOrThrow('The package does not load', node, ['-e', script], options);
		const [nodeVersion, ownMs, bothMs] = JSON.parse(stdout) as [string, number, number];
		version = nodeVersion;
		own.push(ownMs);
		both.push(bothMs);
	}
	return { node: version, own: spreadOf(own), withWorkflow: spreadOf(both) };
}

/** In turns, so that other load on the machine affects both. */
async function startsOf(bench: Bench, starts: number): Promise<LoadingResult['starts']> {
	const { install, tarball, detail } = bench;
	const rigs = [
		{ tarball: null, times: [] as number[] },
		{ tarball, times: [] as number[] },
	];
	const running: { rig: Rig; times: number[] }[] = [];
	for (const { tarball: packed, times } of rigs) {
		detail('n8n: first start');
		const rig = await Rig.start(install, packed, null);
		await rig.n8n.stop();
		running.push({ rig, times });
	}
	for (let start = 1; start <= starts; start++) {
		// Each is first in half of the turns.
		for (const { rig, times } of start % 2 === 0 ? running : [...running].reverse()) {
			detail(`n8n: start ${start} of ${starts}`);
			times.push(await rig.restart());
			await rig.n8n.stop();
		}
	}
	for (const { rig } of running) await rig.stop();
	const [without, withPackage] = rigs;
	return { without: spreadOf(without?.times ?? []), with: spreadOf(withPackage?.times ?? []) };
}
