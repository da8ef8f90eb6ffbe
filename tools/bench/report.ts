import { cpus, loadavg, totalmem } from 'node:os';
import { N8N_VERSION, NODE_VERSION } from '../n8n/versions';
import type { Spread } from './figures';
import type { LoadingResult } from './loading';
import type { OwnSends, OwnWork } from './own';
import type { Row } from './rows';
import { HTTP_REQUEST, OURS, oursAt, RULES } from './scenarios';
import { rowIn, type LeftOut, type ScenarioResult } from './sends';
import type { TriggerResult } from './trigger';

/** All results of a run. */
export interface Results {
	scenarios: ScenarioResult[];
	trigger: TriggerResult | null;
	ownWork: OwnWork[];
	ownSends: OwnSends | null;
	loading: LoadingResult | null;
}

/** What the page needs besides the results. */
interface Page extends Results {
	/** How often each way was run. */
	runs: number;
	/** The names of the scenarios in their order. */
	order: readonly string[];
}

/** A performance goal, and whether this run met it. */
export interface Target {
	promise: string;
	measured: string;
	met: boolean;
}

const HEAD = [
	'| way | job: min / median / max | whole execution | requests | connections at once | peak memory (more than before) | against the first |',
	'| --- | --- | --- | ---: | ---: | --- | ---: |',
];
const HEAD_OF_STAND_INS = [
	'| way | job: min / median / max | requests | connections at once | accepted / unknown / rejected | runs that stopped | against the best fixed |',
	'| --- | --- | ---: | ---: | --- | ---: | ---: |',
];

/** The results as a page. */
export function reportOf(results: Page): string {
	const { trigger, loading, ownWork, ownSends, runs, order } = results;
	const scenarios = [...results.scenarios].sort(
		(a, b) => order.indexOf(a.scenario.name) - order.indexOf(b.scenario.name),
	);
	const lines = [
		'# Results of the benchmark',
		'',
		`Made by \`npm run bench\`; each way ran ${runs} times. These are the figures of one run on one machine: compare the ways with each other, not with other machines.`,
		'',
		`Machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${gigabytes(totalmem())}, ${process.platform}. n8n ${N8N_VERSION} on Node ${NODE_VERSION}, with its defaults (SQLite unless a title says PostgreSQL, executions saved). The gateway answers after 50 ms unless a title says otherwise, over HTTP or HTTPS, in a process of its own on the same machine. Load average when this was written: ${(loadavg()[1] ?? 0).toFixed(1)}; the benchmark alone makes less than 2.`,
		'',
		'**Job** is n8n’s own `executionTime` of the nodes that do it; **whole execution** also contains making the items and saving. The ways of a table took turns, run by run; our node and n8n’s had separate n8n processes, and memory is the resident set of its process. The **HTTP Request** node has its default settings unless a line says otherwise: it sends one request for each item, all at once. Its batches start one after the other and do not wait for answers, so a batch size limits its connections only if the interval is as long as an answer takes. The **bare loop** makes the requests of our node without n8n: the limit of the machine. **Against the first** is the ratio of the medians to that of the first line.',
		'',
		'If a gateway refuses requests or slows down, a failure stops the run (the node’s default), unless the node was trying whether the gateway accepts more requests at once. The outcomes are those of all runs of a way that were not stopped.',
		'',
		...targetsOf(results).flatMap(({ promise, measured, met }, index) => [
			...(index === 0 ? ['## Targets', '', '| target | measured | |', '| --- | --- | --- |'] : []),
			`| ${promise} | ${measured} | ${met ? 'met' : '**missed**'} |`,
		]),
		'',
	];
	for (const result of scenarios) lines.push(...scenarioLines(result, scenarios));
	if (trigger !== null) {
		const { count, ours, webhook, shortcut, loop } = trigger;
		lines.push(
			`## Trigger, ${number(count)} callbacks from 50 connections`,
			'',
			'Until the last answer; a workflow of the trigger alone, which answers at once and checks a secret in a header. n8n prepares its isolate for expressions before each call, but not for its own Webhook node while that has fixed values only: no other node can have that shortcut (`N8N_EXPRESSION_ENGINE_ALLOW_WEBHOOK_ISOLATE_SKIP`). The bare server does nothing but answer.',
			'',
			...HEAD,
			...[ours, webhook, shortcut, loop].map((row) => lineOf(row, ours)),
			'',
		);
	}
	if (ownWork.length > 0) {
		lines.push(
			'## Previews of items, without n8n’s evaluation of expressions',
			'',
			'n8n’s engine (n8n-core) runs the built node in a process of its own, and the time that passes inside of its `getNodeParameter` is measured and taken off.',
			'',
			'| items | node | our own work | own work per item |',
			'| ---: | --- | --- | ---: |',
			...ownWork.map(
				({ count, totalMs, ownMs }) =>
					`| ${number(count)} | ${times(totalMs)} | ${times(ownMs)} | ${micros(ownMs.median / count)} |`,
			),
			'',
		);
	}
	if (ownSends !== null) {
		const { count, nodeMs, loopMs, moreMs } = ownSends;
		lines.push(
			`## ${number(count)} messages of their own beside a loop through n8n’s own helper`,
			'',
			'The processor’s time, of both in turns in one process with n8n’s engine, for a gateway that answers at once. The loop reads number and text of each item and makes the requests; the node also checks, signs, reads the answers and tells the outcomes.',
			'',
			'| | min / median / max |',
			'| --- | --- |',
			`| our node | ${times(nodeMs)} |`,
			`| the loop | ${times(loopMs)} |`,
			`| what the node needs more, in pairs | ${times(moreMs)} |`,
			'',
		);
	}
	if (loading !== null) lines.push(...loadingLines(loading));
	lines.push(
		'## How to repeat it',
		'',
		'`npm run bench` measures everything; it takes about two hours. `npm run bench -- --list` names the scenarios, `--only <name>[,<name>]` picks some (`own-*` those whose names begin with `own-`), `--runs <n>` says how often each way is run, and `--quick` takes a tenth of the messages. With `--keep <file>` the scenarios can be measured in several runs. Only a full run writes this file, unless `--out <file>` says where to.',
		'',
	);
	return lines.join('\n');
}

/** Compares the results with the project's goals. */
export function targetsOf({ scenarios, trigger, ownWork, ownSends, loading }: Results): Target[] {
	const targets: Target[] = [];
	const find = (name: string) => scenarios.find(({ scenario }) => scenario.name === name);

	for (const name of ['messangi-1k', 'messangi-10k']) {
		const result = find(name);
		if (result?.costPerRequest === undefined || result.costPerRequest === null) continue;
		const { scenario, costPerRequest } = result;
		const ours = rowIn(result, OURS);
		if (ours === undefined) continue;
		const ideal = (scenario.count * scenario.gateway.latency) / 50;
		const limit = 1.3 * ideal + scenario.count * costPerRequest;
		targets.push({
			promise: `Messangi, ${number(scenario.count)} items: at most 1.3 × ideal (${seconds(ideal)}) + ${number(scenario.count)} × ${costPerRequest.toFixed(2)} ms = ${seconds(limit)}, at most 50 connections`,
			measured: `${seconds(ours.jobMs.median)}, ${number(ours.connections ?? 0)} connections`,
			met: ours.jobMs.median <= limit && (ours.connections ?? Infinity) <= 50,
		});
	}
	for (const result of scenarios)
		targets.push(...targetsOfOwn(result), ...targetsOfStandIn(result));
	for (const [name, most] of [
		['mgage-10k', 40],
		['message-central-10k', 10],
	] as const) {
		const result = find(name);
		if (result === undefined) continue;
		const { scenario } = result;
		const [ours, httpRequest] = [rowIn(result, OURS), rowIn(result, HTTP_REQUEST)];
		if (ours === undefined || httpRequest === undefined) continue;
		const faster = httpRequest.jobMs.median / ours.jobMs.median;
		// One more request fetches the token.
		const sends = (ours.requests ?? Infinity) - (name === 'mgage-10k' ? 0 : 1);
		targets.push({
			promise: `${scenario.title}: at most ${most} requests, at least 20 × faster than HTTP Request`,
			measured: `${number(ours.requests ?? 0)} requests${name === 'mgage-10k' ? '' : ' (one for the token)'}, ${faster.toFixed(1)} × faster`,
			met: sends <= most && faster >= 20,
		});
	}
	for (const [what, few, many] of [
		['items', find('preview-10k'), find('preview-100k')],
		['numbers of a list', find('preview-list-10k'), find('preview-list-100k')],
	] as const) {
		if (few === undefined || many === undefined) continue;
		const ratio = medianOf(many, OURS) / medianOf(few, OURS);
		const added = (rowIn(many, OURS)?.addedBytes?.median ?? NaN) / many.scenario.count;
		targets.push({
			promise: `Preview of ${number(many.scenario.count)} ${what}: at most 11 × the time of ${number(few.scenario.count)}`,
			measured: `${ratio.toFixed(1)} × (peak memory per item, n8n’s own copies of it included: ${(added / 1024).toFixed(1)} kB)`,
			met: ratio <= 11,
		});
	}
	targets.push(...targetsOfRules(find('own-rules')));
	if (trigger !== null) {
		const rate = trigger.webhook.jobMs.median / trigger.ours.jobMs.median;
		const besideShortcut = trigger.shortcut.jobMs.median / trigger.ours.jobMs.median;
		targets.push({
			promise: 'Trigger: at least 0.9 of the rate of n8n’s Webhook node',
			measured: `${rate.toFixed(2)}; ${besideShortcut.toFixed(2)} beside the shortcut that n8n has for this node alone`,
			met: besideShortcut >= 0.9,
		});
	}
	const [few, many] = [find('keys-10k'), find('keys-100k')];
	if (few !== undefined && many !== undefined) {
		const ratio = medianOf(many, OURS) / medianOf(few, OURS);
		targets.push({
			promise: `${number(many.scenario.count)} deduplication keys: not quadratic, that is far below 100 × the time of ${number(few.scenario.count)}`,
			measured: `${ratio.toFixed(1)} ×`,
			met: ratio <= 20,
		});
	}
	for (const { count, ownMs } of ownWork) {
		const each = ownMs.median / count;
		targets.push({
			promise: `Preview of ${number(count)} items: own work under 50 µs per item`,
			measured: micros(each),
			met: each < 0.05,
		});
	}
	if (ownSends !== null) {
		const each = ownSends.moreMs.median / ownSends.count;
		targets.push({
			promise: 'A message of its own: under 0.3 ms beside a loop through n8n’s own helper',
			measured: `${each.toFixed(2)} ms`,
			met: each < 0.3,
		});
	}
	if (loading !== null) {
		for (const { node, own } of loading.loads) {
			targets.push({
				promise: `\`require\` of all nodes under 40 ms (Node ${node})`,
				measured: milliseconds(own.median),
				met: own.median < 40,
			});
		}
		const { starts } = loading;
		const slower = starts.with.median - starts.without.median;
		targets.push({
			promise: 'n8n’s start at most 100 ms slower with the package',
			measured: `${slower >= 0 ? '' : '−'}${milliseconds(Math.abs(slower))} slower`,
			met: slower <= 100,
		});
	}
	return targets;
}

/** The goals for separate messages to a near gateway, over HTTP. */
function targetsOfOwn(result: ScenarioResult): Target[] {
	const { scenario } = result;
	if (scenario.name !== 'own-3k' && scenario.name !== 'own-10k') return [];
	if ([HTTP_REQUEST, oursAt(200), oursAt(0)].some((how) => rowIn(result, how) === undefined))
		return [];
	const what = `Messangi, ${number(scenario.count)} messages of their own`;
	const ratio = (concurrency: number) =>
		medianOf(result, oursAt(concurrency)) / medianOf(result, HTTP_REQUEST);
	const connections = rowIn(result, oursAt(0))?.connections ?? Infinity;
	return [
		{
			promise: `${what}: at 200 at once at most 1.0 × the time of HTTP Request`,
			measured: `${ratio(200).toFixed(2)} ×`,
			met: ratio(200) <= 1,
		},
		{
			promise: `${what}: automatic at most 1.5 × the time of HTTP Request, with at most 40 connections`,
			measured: `${ratio(0).toFixed(2)} ×, ${number(connections)} connections`,
			met: ratio(0) <= 1.5 && connections <= 40,
		},
	];
}

/** The goal for the options that decide for each recipient. */
function targetsOfRules(result: ScenarioResult | undefined): Target[] {
	if (result === undefined || rowIn(result, RULES.doNotSend) === undefined) return [];
	const count = number(result.scenario.count);
	const more = medianOf(result, RULES.doNotSend) - medianOf(result, RULES.off);
	return [
		{
			promise: `Do Not Send To: ${count} recipients against ${count} numbers cost at most 1 s more`,
			measured: `${milliseconds(more)} more`,
			met: more <= 1000,
		},
	];
}

/** The goals for gateways with limits. */
function targetsOfStandIn(result: ScenarioResult): Target[] {
	const { scenario } = result;
	const row = rowIn(result, oursAt(0));
	if (scenario.mayFail !== true || row === undefined) return [];
	const { perSecond, mostConnections, mostRequests } = scenario.gateway;
	const refuses = (perSecond ?? mostConnections ?? mostRequests) !== undefined;
	const ratio = row.jobMs.median / bestFixed(result);
	return [
		{
			promise: `${scenario.title}: automatic ${refuses ? 'stops no run' : 'takes at most 1.3 × the time of the best fixed number, loses no message and stops no run'}`,
			measured: `${ratio.toFixed(2)} ×; ${outcomesOf(row)} accepted / unknown / rejected; stopped ${row.stopped}`,
			met: row.stopped === 0 && (refuses || (ratio <= 1.3 && isAllAccepted(row))),
		},
	];
}

/** The time of the fastest fixed concurrency that stopped no run, in milliseconds. */
function bestFixed({ scenario, rows }: ScenarioResult): number {
	const [automatic] = Object.keys(scenario.ways);
	const times = rows.flatMap((row) =>
		'leftOut' in row || row.how === automatic || row.stopped > 0 ? [] : [row.jobMs.median],
	);
	return Math.min(...times);
}

function isAllAccepted({ outcomes }: Row): boolean {
	return Object.keys(outcomes).every((outcome) => outcome === 'accepted');
}

/** The outcomes of all runs of a way that were not stopped. */
function outcomesOf({ outcomes }: Row): string {
	return ['accepted', 'unknown', 'rejected']
		.map((outcome) => number(outcomes[outcome] ?? 0))
		.join(' / ');
}

function medianOf(result: ScenarioResult, how: string): number {
	return rowIn(result, how)?.jobMs.median ?? NaN;
}

function scenarioLines(result: ScenarioResult, all: readonly ScenarioResult[]): string[] {
	const { scenario, rows, loop, costPerRequest } = result;
	const lines = [`## ${scenario.title}`, ''];
	if (scenario.mayFail === true) return [...lines, ...standInLines(result), ''];
	const first = rows.find((row) => !('leftOut' in row));
	if (first === undefined) return lines;
	lines.push(...HEAD, ...rows.map((row) => lineOf(row, first)));
	if (loop !== null) lines.push(lineOf(loop, first));
	lines.push('');
	if (costPerRequest !== null) {
		lines.push(
			`With a gateway that answers at once, the bare loop takes ${costPerRequest.toFixed(2)} ms for each request: the machine’s own cost.${handshakeOf(result, all)}`,
			'',
		);
	}
	return lines;
}

/** The cost of HTTPS compared with HTTP, if both were measured. */
function handshakeOf(
	{ scenario, costPerRequest }: ScenarioResult,
	all: readonly ScenarioResult[],
): string {
	const { count, gateway, isSecure } = scenario;
	if (isSecure !== true) return '';
	const plain = all.find(
		({ scenario: other, loop }) =>
			other.isSecure === false &&
			loop !== null &&
			other.count === count &&
			other.gateway.latency === gateway.latency,
	)?.costPerRequest;
	if (costPerRequest === null || plain === undefined || plain === null) return '';
	return ` Over HTTP it is ${plain.toFixed(2)} ms, so a handshake costs ${(costPerRequest - plain).toFixed(2)} ms where each end has a processor.`;
}

function standInLines(result: ScenarioResult): string[] {
	const best = bestFixed(result);
	return [
		...HEAD_OF_STAND_INS,
		...result.rows.map((row) => {
			if ('leftOut' in row) return `| ${row.how} | not run: ${row.leftOut} | | | | | |`;
			const { how, jobMs, requests, connections, stopped } = row;
			const cells = [
				how,
				times(jobMs),
				number(requests ?? 0),
				number(connections ?? 0),
				outcomesOf(row),
				String(stopped),
				stopped > 0 ? '–' : `${(jobMs.median / best).toFixed(2)} ×`,
			];
			return `| ${cells.join(' | ')} |`;
		}),
	];
}

function loadingLines({ loads, starts }: LoadingResult): string[] {
	return [
		'## Loading',
		'',
		'| | min / median / max |',
		'| --- | --- |',
		...loads.flatMap(({ node, own, withWorkflow }) => [
			`| \`require\` of all nodes and credentials, Node ${node}; n8n-workflow is there already, as in n8n | ${times(own)} |`,
			`| the same with n8n-workflow, which is n8n’s own | ${times(withWorkflow)} |`,
		]),
		`| n8n’s start without the package | ${times(starts.without)} |`,
		`| n8n’s start with the package | ${times(starts.with)} |`,
		'',
	];
}

function lineOf(row: Row | LeftOut, first: Row | LeftOut): string {
	if ('leftOut' in row || 'leftOut' in first) {
		return `| ${row.how} | not run: ${'leftOut' in row ? row.leftOut : ''} | | | | | |`;
	}
	const { how, jobMs, wholeMs, requests, connections, peakBytes, addedBytes } = row;
	const memory =
		peakBytes === null
			? '–'
			: `${megabytes(peakBytes.median)}${addedBytes === null ? '' : ` (+${megabytes(addedBytes.median)})`}`;
	const cells = [
		how,
		times(jobMs),
		wholeMs === null ? '–' : times(wholeMs),
		requests === null ? '–' : number(requests),
		connections === null ? '–' : number(connections),
		memory,
		row === first ? '1' : `${(jobMs.median / first.jobMs.median).toFixed(2)} ×`,
	];
	return `| ${cells.join(' | ')} |`;
}

function times({ min, median, max }: Spread): string {
	return median < 1000
		? `${min.toFixed(0)} / ${median.toFixed(0)} / ${max.toFixed(0)} ms`
		: `${(min / 1000).toFixed(2)} / ${(median / 1000).toFixed(2)} / ${(max / 1000).toFixed(2)} s`;
}

function seconds(ms: number): string {
	return `${(ms / 1000).toFixed(2)} s`;
}

function milliseconds(ms: number): string {
	return `${ms.toFixed(0)} ms`;
}

function micros(ms: number): string {
	return `${(ms * 1000).toFixed(1)} µs`;
}

function megabytes(bytes: number): string {
	return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}

function gigabytes(bytes: number): string {
	return `${(bytes / 2 ** 30).toFixed(0)} GB`;
}

function number(value: number): string {
	return value.toLocaleString('en-US');
}
