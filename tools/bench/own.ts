import { join } from 'node:path';
import { build } from 'esbuild';
import { runOrThrow } from '../command';
import { cleanEnvironment } from '../n8n/environment';
import { ROOT } from '../root';
import { spreadOf, type Spread } from './figures';
import type { Bench } from './sends';

/** In `node_modules`, so that the program finds n8n's engine. */
const PROGRAM = join(ROOT, 'node_modules', '.cache', 'sms-gateways-bench', 'ownWork.cjs');

/** What a preview of items costs, in milliseconds. */
export interface OwnWork {
	count: number;
	/** The node in n8n's engine. */
	totalMs: Spread;
	/** The same without the time in n8n's `getNodeParameter`. */
	ownMs: Spread;
}

/** Measures previews of a number of items, with the built nodes. */
export async function runOwnWork(bench: Bench, counts: readonly number[]): Promise<OwnWork[]> {
	await bundle();
	const results: OwnWork[] = [];
	for (const count of counts) {
		const totals: number[] = [];
		const owns: number[] = [];
		for (let run = 1; run <= bench.runs; run++) {
			bench.detail(`own work of ${count} previews: run ${run} of ${bench.runs}`);
			const { totalMs, ownMs } = await runProgram<{ totalMs: number; ownMs: number }>(bench, [
				'preview',
				String(count),
			]);
			totals.push(totalMs);
			owns.push(ownMs);
		}
		results.push({ count, totalMs: spreadOf(totals), ownMs: spreadOf(owns) });
	}
	return results;
}

/** The CPU time of separate messages, in milliseconds. */
export interface OwnSends {
	count: number;
	nodeMs: Spread;
	/** The same requests in a loop with n8n's helper. */
	loopMs: Spread;
	/** The difference between our node and the loop, in pairs. */
	moreMs: Spread;
}

/** Measures a number of sends to a gateway without delay, and the same in a loop. */
export async function runOwnSends(bench: Bench, count: number): Promise<OwnSends> {
	await bundle();
	const { gateway, runs } = bench;
	bench.detail(`own work of ${count} sends`);
	await gateway.set({ latency: 0 });
	const { nodeMs, loopMs } = await runProgram<{ nodeMs: number[]; loopMs: number[] }>(bench, [
		'sends',
		String(count),
		gateway.urls.http,
		String(runs),
	]);
	const moreMs = nodeMs.map((each, turn) => each - (loopMs[turn] ?? NaN));
	return {
		count,
		nodeMs: spreadOf(nodeMs),
		loopMs: spreadOf(loopMs),
		moreMs: spreadOf(moreMs),
	};
}

async function runProgram<Result>({ install }: Bench, args: string[]): Promise<Result> {
	const options = { cwd: ROOT, env: cleanEnvironment() };
	const program = [PROGRAM, ...args];
	const stdout = await runOrThrow('The node failed', install.node, program, options);
	return JSON.parse(stdout.split('\n').at(-1) ?? '') as Result;
}

/** Bundles the program and the tests' rig for n8n's engine, with our nodes from `dist/`. */
async function bundle(): Promise<void> {
	await build({
		entryPoints: [join(__dirname, 'ownWork.ts')],
		outfile: PROGRAM,
		bundle: true,
		packages: 'external',
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		logLevel: 'warning',
		plugins: [
			{
				name: 'nodes as they are built',
				setup(builder) {
					builder.onResolve({ filter: /\/nodes\/\w+\/\w+\.node$/ }, ({ path }) => ({
						path: join(ROOT, 'dist', `${path.slice(path.indexOf('nodes/'))}.js`),
						external: true,
					}));
				},
			},
		],
	});
}
