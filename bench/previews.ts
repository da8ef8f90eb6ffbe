import { join } from 'node:path';
import { build } from 'esbuild';
import { runCommand } from '../scripts/command';
import { cleanEnvironment } from '../scripts/n8n/environment';
import { ROOT } from '../scripts/root';
import { spreadOf, type Spread } from './figures';
import type { Bench } from './sends';

/** In `node_modules`, from where the program finds n8n's engine. */
const PROGRAM = join(ROOT, 'node_modules', '.cache', 'sms-gateways-bench', 'ownWork.cjs');

/** What a preview of items costs, in milliseconds. */
export interface OwnWork {
	count: number;
	/** The node in n8n's engine. */
	totalMs: Spread;
	/** The same without the time in n8n's `getNodeParameter`. */
	ownMs: Spread;
}

/** Measures the previews of so many items, with what `npm run build` has made. */
export async function runOwnWork(bench: Bench, counts: readonly number[]): Promise<OwnWork[]> {
	await bundle();
	const results: OwnWork[] = [];
	for (const count of counts) {
		const totals: number[] = [];
		const owns: number[] = [];
		for (let run = 1; run <= bench.runs; run++) {
			bench.detail(`own work of ${count} previews: run ${run} of ${bench.runs}`);
			const { totalMs, ownMs } = await runOnce(bench.install.node, count);
			totals.push(totalMs);
			owns.push(ownMs);
		}
		results.push({ count, totalMs: spreadOf(totals), ownMs: spreadOf(owns) });
	}
	return results;
}

async function runOnce(node: string, count: number): Promise<{ totalMs: number; ownMs: number }> {
	const options = { cwd: ROOT, env: cleanEnvironment() };
	const { stdout, output, code } = await runCommand(node, [PROGRAM, String(count)], options);
	if (code !== 0) throw new Error(`The preview failed:\n${output}`);
	const line = stdout.trim().split('\n').at(-1) ?? '';
	return JSON.parse(line) as { totalMs: number; ownMs: number };
}

/** One file of the program and the tests' rig for n8n's engine, with our nodes from `dist/`. */
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
