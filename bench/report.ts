import { cpus, loadavg, totalmem } from 'node:os';
import { N8N_VERSION, NODE_VERSION } from '../scripts/n8n/versions';
import type { Spread } from './figures';
import type { LoadingResult } from './loading';
import type { OwnWork } from './previews';
import type { Row } from './rows';
import type { ScenarioResult } from './sends';
import type { TriggerResult } from './trigger';

/** All that a run has measured. */
export interface Results {
	scenarios: ScenarioResult[];
	trigger: TriggerResult | null;
	ownWork: OwnWork[];
	loading: LoadingResult | null;
}

/** What the page says beside the figures. */
interface Page extends Results {
	/** How often each way was run. */
	runs: number;
	/** The names of the scenarios in their order. */
	order: readonly string[];
}

/** One thing that the project promises, and whether this run has shown it. */
export interface Target {
	promise: string;
	measured: string;
	met: boolean;
}

const HEAD = [
	'| way | job: min / median / max | whole execution | requests | connections at once | peak memory (more than before) | against ours |',
	'| --- | --- | --- | ---: | ---: | --- | ---: |',
];

/** The results as a page. */
export function reportOf(results: Page): string {
	const { trigger, loading, ownWork, runs, order } = results;
	const scenarios = [...results.scenarios].sort(
		(a, b) => order.indexOf(a.scenario.name) - order.indexOf(b.scenario.name),
	);
	const lines = [
		'# Results of the benchmark',
		'',
		`Made by \`npm run bench\`; each way ran ${runs} times. Figures of one run on one machine: compare the ways with each other, not with other machines.`,
		'',
		`Machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${gigabytes(totalmem())}, ${process.platform}. n8n ${N8N_VERSION} on Node ${NODE_VERSION}, its defaults (SQLite, executions saved). The gateway answers after 50 ms, in a process of its own on the same machine. Load average when this was written: ${(loadavg()[1] ?? 0).toFixed(1)}; the benchmark alone makes less than 2.`,
		'',
		'**Job** is n8n’s own `executionTime` of the nodes that do it; **whole execution** has the making of the items and the saving in it. Memory is the resident set of n8n’s process, which was started for that way alone. The **HTTP Request** node has its default settings: it sends one request for each item, all at once. The **bare loop** makes the requests of our node without n8n: the limit of the machine. **Against ours** is the ratio of the medians.',
		'',
		...targetsOf(results).flatMap(({ promise, measured, met }, index) => [
			...(index === 0 ? ['## Targets', '', '| target | measured | |', '| --- | --- | --- |'] : []),
			`| ${promise} | ${measured} | ${met ? 'met' : '**missed**'} |`,
		]),
		'',
	];
	for (const result of scenarios) lines.push(...scenarioLines(result));
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
	if (loading !== null) lines.push(...loadingLines(loading));
	lines.push(
		'## How to repeat it',
		'',
		'`npm run bench` measures everything; it takes about half an hour. `npm run bench -- --list` names the scenarios, `--only <name>[,<name>]` picks some, `--runs <n>` says how often each way is run, and `--quick` takes a tenth of the messages. With `--keep <file>` the scenarios can be measured in several runs. Only a full run writes this file, unless `--out <file>` says where to.',
		'',
	);
	return lines.join('\n');
}

/** Which of the project's promises the results have shown. */
export function targetsOf({ scenarios, trigger, ownWork, loading }: Results): Target[] {
	const targets: Target[] = [];
	const find = (name: string) => scenarios.find(({ scenario }) => scenario.name === name);

	for (const name of ['messangi-1k', 'messangi-10k']) {
		const result = find(name);
		if (result?.costPerRequest === undefined || result.costPerRequest === null) continue;
		const { scenario, ours, costPerRequest } = result;
		const ideal = (scenario.count * scenario.latency) / 50;
		const limit = 1.3 * ideal + scenario.count * costPerRequest;
		targets.push({
			promise: `Messangi, ${number(scenario.count)} items: at most 1.3 × ideal (${seconds(ideal)}) + ${number(scenario.count)} × ${costPerRequest.toFixed(2)} ms = ${seconds(limit)}, at most 50 connections`,
			measured: `${seconds(ours.jobMs.median)}, ${number(ours.connections ?? 0)} connections`,
			met: ours.jobMs.median <= limit && (ours.connections ?? Infinity) <= 50,
		});
	}
	for (const [name, most] of [
		['mgage-10k', 40],
		['message-central-10k', 10],
	] as const) {
		const result = find(name);
		if (result === undefined) continue;
		const { scenario, ours, httpRequest } = result;
		if (httpRequest === null || 'leftOut' in httpRequest) continue;
		const faster = httpRequest.jobMs.median / ours.jobMs.median;
		// A token is fetched once, by a request of its own.
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
		const ratio = many.ours.jobMs.median / few.ours.jobMs.median;
		const added = (many.ours.addedBytes?.median ?? NaN) / many.scenario.count;
		targets.push({
			promise: `Preview of ${number(many.scenario.count)} ${what}: at most 11 × the time of ${number(few.scenario.count)}`,
			measured: `${ratio.toFixed(1)} × (peak memory per item, n8n’s own copies of it included: ${(added / 1024).toFixed(1)} kB)`,
			met: ratio <= 11,
		});
	}
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
		const ratio = many.ours.jobMs.median / few.ours.jobMs.median;
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

function scenarioLines({ scenario, ours, httpRequest, loop, costPerRequest }: ScenarioResult) {
	const lines = [`## ${scenario.title}`, '', ...HEAD, lineOf(ours, ours)];
	if (httpRequest !== null) {
		lines.push(
			'leftOut' in httpRequest
				? `| HTTP Request node | not run: ${httpRequest.leftOut} | | | | | |`
				: lineOf(httpRequest, ours),
		);
	}
	if (loop !== null) lines.push(lineOf(loop, ours));
	lines.push('');
	if (costPerRequest !== null) {
		lines.push(
			`With a gateway that answers at once, the bare loop takes ${costPerRequest.toFixed(2)} ms for each request: the machine’s own cost.`,
			'',
		);
	}
	return lines;
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

function lineOf(row: Row, ours: Row): string {
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
		row === ours ? '1' : `${(jobMs.median / ours.jobMs.median).toFixed(2)} ×`,
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
