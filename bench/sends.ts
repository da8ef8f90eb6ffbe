import type { N8nInstall } from '../scripts/n8n/install';
import type { Gateway } from './control';
import { runJob, type Job } from './jobs';
import { Rig } from './rig';
import { rowOf, type Row, type Sample } from './rows';
import type { Scenario, Side } from './scenarios';
import { chain } from './workflow';

/** What the measurements need. */
export interface Bench {
	install: N8nInstall;
	/** The packed package. */
	tarball: string;
	gateway: Gateway;
	/** How often each way is run. */
	runs: number;
	/** Says what is being done. */
	detail: (text: string) => void;
}

/** A scenario's lines of the table. */
export interface ScenarioResult {
	scenario: Scenario;
	ours: Row;
	httpRequest: Row | { leftOut: string } | null;
	loop: Row | null;
	/** What a request costs the machine, from a loop without latency, in milliseconds. */
	costPerRequest: number | null;
}

/** Runs a scenario in all of its ways, one after the other. */
export async function runScenario(bench: Bench, scenario: Scenario): Promise<ScenarioResult> {
	const { httpRequest, loop, latency, incoming = 0 } = scenario;
	const settings = { latency, incoming };
	const ours = await runSide(bench, scenario, 'our node', scenario.ours);
	const other =
		httpRequest === undefined || 'leftOut' in httpRequest
			? (httpRequest ?? null)
			: await runSide(bench, scenario, 'HTTP Request node', httpRequest);
	const looped = loop === undefined ? null : await runLoops(bench, loop, settings);
	let costPerRequest: number | null = null;
	if (loop !== undefined && scenario.costPerRequest === true) {
		const atOnce = await runLoops(bench, loop, { ...settings, latency: 0 });
		costPerRequest = atOnce.jobMs.median / loop.requests;
	}
	return { scenario, ours, httpRequest: other, loop: looped, costPerRequest };
}

async function runSide(bench: Bench, scenario: Scenario, how: string, side: Side): Promise<Row> {
	const { gateway, install, tarball, runs, detail } = bench;
	detail(`${scenario.name}, ${how}: starting n8n`);
	const rig = await Rig.start(install, tarball, gateway.url);
	const samples: Sample[] = [];
	try {
		const id = await rig.save(chain(`${scenario.name}, ${how}`, [...side.before, ...side.nodes]));
		for (let run = 1; run <= runs; run++) {
			detail(`${scenario.name}, ${how}: run ${run} of ${runs}`);
			await gateway.set({ latency: scenario.latency, incoming: scenario.incoming ?? 0 });
			const measured = await rig.run(
				id,
				side.nodes.map(({ name }) => name),
			);
			const { requests, most } = await gateway.counts();
			check(measured.items, side.items);
			samples.push({
				jobMs: measured.nodeMs,
				wholeMs: measured.wholeMs,
				requests,
				connections: most.connections,
				peakBytes: measured.peakBytes,
				beforeBytes: measured.beforeBytes,
			});
		}
	} finally {
		await rig.stop();
	}
	return rowOf(how, samples);
}

/** A run that did not do its job is no figure. */
function check(items: Record<string, unknown>[], expected: number): void {
	if (items.length !== expected) {
		throw new Error(`${expected} items were to come out, and there are ${items.length}.`);
	}
	const failed = items.find(
		({ outcome, error }) =>
			error !== undefined ||
			(outcome !== undefined && outcome !== 'accepted' && outcome !== 'preview'),
	);
	if (failed !== undefined) throw new Error(`A message failed: ${JSON.stringify(failed)}`);
}

async function runLoops(
	{ gateway, install, runs, detail }: Bench,
	loop: Job,
	settings: { latency: number; incoming: number },
): Promise<Row> {
	const samples: Sample[] = [];
	for (let run = 1; run <= runs; run++) {
		detail(`bare loop: run ${run} of ${runs}`);
		await gateway.set(settings);
		const { ms, peakBytes } = await runJob(install.node, loop);
		const { requests, most } = await gateway.counts();
		const memory = { peakBytes, beforeBytes: null };
		samples.push({ jobMs: ms, wholeMs: null, requests, connections: most.connections, ...memory });
	}
	return rowOf('bare loop', samples);
}
