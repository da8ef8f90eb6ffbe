import type { N8nInstall } from '../n8n/install';
import type { BenchGateway, Settings } from './control';
import type { Databases } from './databases';
import { runJob, type Job } from './jobs';
import { Rig } from './rig';
import { rowOf, type Row, type Sample } from './rows';
import type { Scenario, Side } from './scenarios';
import { chain } from './workflow';

/** Resources of the measurements. */
export interface Bench {
	install: N8nInstall;
	/** The packed package. */
	tarball: string;
	gateway: BenchGateway;
	/** The file of the gateway's certificate. */
	certificateFile: string;
	/** Starts PostgreSQL if it is not running. */
	databases: () => Promise<Databases>;
	/** How often each way is run. */
	runs: number;
	/** Shows the current step. */
	detail: (text: string) => void;
}

/** A way that was not measured. */
export interface LeftOut {
	how: string;
	leftOut: string;
}

/** A scenario's lines of the table. */
export interface ScenarioResult {
	scenario: Scenario;
	/** In the order of the scenario's ways. */
	rows: (Row | LeftOut)[];
	loop: Row | null;
	/** The machine's own cost of a request, from a loop without latency, in milliseconds. */
	costPerRequest: number | null;
}

/** The line of a way, if it was measured. */
export function rowIn({ rows }: ScenarioResult, how: string): Row | undefined {
	const row = rows.find((each) => each.how === how);
	return row === undefined || 'leftOut' in row ? undefined : row;
}

/** Runs all ways of a scenario. */
export async function runScenario(bench: Bench, scenario: Scenario): Promise<ScenarioResult> {
	const { loop, gateway } = scenario;
	const rows = await runWays(bench, scenario);
	const looped = loop === undefined ? null : await runLoops(bench, loop, gateway);
	let costPerRequest: number | null = null;
	if (loop !== undefined && scenario.costPerRequest === true) {
		const atOnce = await runLoops(bench, loop, { ...gateway, latency: 0 });
		costPerRequest = atOnce.jobMs.median / loop.requests;
	}
	return { scenario, rows, loop: looped, costPerRequest };
}

/**
 * The ways take turns, so that other load on the machine affects all of them. Each kind of node has
 * its own n8n, so that the memory of one does not affect another.
 */
async function runWays(bench: Bench, scenario: Scenario): Promise<(Row | LeftOut)[]> {
	const { runs, detail } = bench;
	const rigs = new Map<string, Rig>();
	const ways: { how: string; side: Side; rig: Rig; id: string; samples: Sample[] }[] = [];
	try {
		for (const [how, side] of Object.entries(scenario.ways)) {
			if ('leftOut' in side) continue;
			const kind = side.nodes[0]?.type ?? '';
			detail(`${scenario.name}, ${how}: starting n8n`);
			const rig = rigs.get(kind) ?? (await startRig(bench, scenario));
			rigs.set(kind, rig);
			const workflow = chain(`${scenario.name}, ${how}`, [...side.before, ...side.nodes]);
			ways.push({ how, side, rig, id: await rig.save(workflow), samples: [] });
		}
		for (let run = 1; run <= runs; run++) {
			for (const { how, side, rig, id, samples } of ways) {
				detail(`${scenario.name}, ${how}: run ${run} of ${runs}`);
				samples.push(await runOnce(bench, scenario, side, rig, id));
			}
		}
	} finally {
		for (const rig of rigs.values()) await rig.stop();
	}
	return Object.entries(scenario.ways).map(([how, side]) => {
		if ('leftOut' in side) return { how, leftOut: side.leftOut };
		return rowOf(how, ways.find((way) => way.how === how)?.samples ?? []);
	});
}

async function startRig(bench: Bench, { isSecure, isOnPostgres }: Scenario): Promise<Rig> {
	const { install, tarball, gateway, databases, certificateFile } = bench;
	const url = isSecure ? gateway.urls.https : gateway.urls.http;
	return await Rig.start(install, tarball, url, {
		...(isSecure && { NODE_EXTRA_CA_CERTS: certificateFile }),
		...(isOnPostgres && (await (await databases()).next())),
	});
}

async function runOnce(
	{ gateway }: Bench,
	scenario: Scenario,
	side: Side,
	rig: Rig,
	id: string,
): Promise<Sample> {
	await gateway.set(scenario.gateway);
	const nodes = side.nodes.map(({ name }) => name);
	const { error, nodeMs, wholeMs, peakBytes, beforeBytes, items } = await rig.run(id, nodes);
	const { requests, most } = await gateway.counts();
	if (scenario.mayFail !== true) check(error, items, side.items);
	const outcomes: Record<string, number> = {};
	for (const { outcome } of items) {
		if (typeof outcome === 'string') outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
	}
	return {
		jobMs: nodeMs,
		wholeMs,
		requests,
		connections: most.connections,
		peakBytes,
		beforeBytes,
		outcomes,
		isStopped: error !== null,
	};
}

/** A run that did not do its job is an error. */
function check(error: string | null, items: Record<string, unknown>[], expected: number): void {
	if (error !== null) throw new Error(`The run ended with ${error}`);
	if (items.length !== expected) {
		throw new Error(`${expected} output items were expected, but there are ${items.length}.`);
	}
	const failed = items.find(
		({ outcome, error: failure }) =>
			failure !== undefined ||
			(outcome !== undefined && outcome !== 'accepted' && outcome !== 'preview'),
	);
	if (failed !== undefined) throw new Error(`A message failed: ${JSON.stringify(failed)}`);
}

async function runLoops(
	{ gateway, install, runs, detail }: Bench,
	loop: Job,
	settings: Settings,
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
