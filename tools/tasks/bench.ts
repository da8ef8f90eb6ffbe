// `npm run bench`: compares our nodes with n8n's HTTP Request node and a bare loop, on the same local
// gateway. Everything is measured one after the other; nothing else should run on the machine.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BenchGateway } from '../bench/control';
import { Databases } from '../bench/databases';
import { runLoading } from '../bench/loading';
import { runOwnSends, runOwnWork } from '../bench/own';
import { reportOf, targetsOf, type Results } from '../bench/report';
import { scenariosFor } from '../bench/scenarios';
import { runScenario, type Bench } from '../bench/sends';
import { runTrigger } from '../bench/trigger';
import { cleanUp, cleanUpOnSignals, temporaryFolder } from '../cleanup';
import { ensureN8n } from '../n8n/install';
import { packCheckout } from '../n8n/pack';
import { during } from '../progress';
import { ROOT } from '../root';
import { build } from '../steps';
import { reportFailure } from '../tool';

/** The scenarios besides sends and lists. */
const OTHERS = ['trigger', 'own-work', 'loading'];

const USAGE = `Usage: npm run bench [-- --only <name>[,<name>]] [--runs <n>] [--quick] [--out <file>]
                          [--keep <file>] [--list]

  --only   the scenarios to run (default: all); "own-*" means all whose names begin with "own-"
  --runs   how often each way is run (default: 3)
  --quick  runs with a tenth of the messages
  --out    the file for the table (default: docs/benchmark.md after a full run, otherwise none)
  --keep   a file to which the results are added, so that the scenarios can be measured in several
           runs
  --list   lists the scenarios
`;

interface Options {
	only: string[] | null;
	runs: number;
	quick: boolean;
	out: string | null;
	keep: string | null;
	list: boolean;
}

function readOptions(args: string[]): Options {
	const { values } = parseArgs({
		args,
		options: {
			only: { type: 'string' },
			runs: { type: 'string', default: '3' },
			quick: { type: 'boolean', default: false },
			out: { type: 'string' },
			keep: { type: 'string' },
			list: { type: 'boolean', default: false },
		},
	});
	const runs = Number(values.runs);
	if (!Number.isInteger(runs) || runs < 1 || runs > 100) {
		throw new Error(
			`--runs must be a whole number from 1 to 100, not "${values.runs}".\n\n${USAGE}`,
		);
	}
	const only = values.only?.split(',').map((name) => name.trim()) ?? null;
	const isWhole = only === null && !values.quick;
	const out = values.out ?? (isWhole ? join(ROOT, 'docs', 'benchmark.md') : null);
	return { only, runs, quick: values.quick, out, keep: values.keep ?? null, list: values.list };
}

/** The results of earlier runs. */
function readResults(file: string | null): Results | null {
	if (file === null || !existsSync(file)) return null;
	return JSON.parse(readFileSync(file, 'utf8')) as Results;
}

async function measure(options: Options): Promise<void> {
	const folder = temporaryFolder('bench');
	const install = await ensureN8n();
	await build();
	const tarball = await packCheckout(folder);
	const gateway = await BenchGateway.start(install.node);
	const scale = options.quick ? 0.1 : 1;
	const certificateFile = join(folder, 'gateway.pem');
	writeFileSync(certificateFile, gateway.certificate);
	const scenarios = await scenariosFor(gateway.urls, scale, gateway.certificate);
	const names = [...scenarios.map(({ name }) => name), ...OTHERS];
	const isMeant = (pattern: string, name: string) =>
		pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
	const unknown =
		options.only?.filter((pattern) => !names.some((name) => isMeant(pattern, name))) ?? [];
	if (unknown.length > 0) {
		throw new Error(
			`There is no scenario "${unknown.join('", "')}". The scenarios are: ${names.join(', ')}`,
		);
	}
	const isWanted = (name: string) =>
		options.only?.some((pattern) => isMeant(pattern, name)) ?? true;
	let databases: Promise<Databases> | undefined;
	const bench: Bench = {
		install,
		tarball,
		gateway,
		certificateFile,
		databases: () => (databases ??= Databases.start()),
		runs: options.runs,
		detail: () => undefined,
	};

	const results = readResults(options.keep) ?? {
		scenarios: [],
		trigger: null,
		ownWork: [],
		ownSends: null,
		loading: null,
	};
	const report = () => reportOf({ ...results, runs: options.runs, order: names });
	const step = async (name: string, work: () => Promise<void>) => {
		if (!isWanted(name)) return;
		await during(`Measuring ${name}`, async ({ detail }) => {
			bench.detail = detail;
			await work();
		});
		// Saved at once, in case a later step fails.
		if (options.keep !== null) writeFileSync(options.keep, JSON.stringify(results));
		if (options.out !== null) writeFileSync(options.out, report());
	};
	await step('loading', async () => {
		results.loading = await runLoading(bench, Math.max(7, options.runs));
	});
	await step('own-work', async () => {
		results.ownWork = await runOwnWork(bench, [10_000 * scale, 100_000 * scale]);
		results.ownSends = await runOwnSends(bench, 3000 * scale);
	});
	for (const scenario of scenarios) {
		if (options.only === null && scenario.isOnPostgres === true && !Databases.canStart()) {
			console.error(`Skipped, because PostgreSQL is not installed: ${scenario.name}`);
			continue;
		}
		await step(scenario.name, async () => {
			const result = await runScenario(bench, scenario);
			results.scenarios = results.scenarios.filter((each) => each.scenario.name !== scenario.name);
			results.scenarios.push(result);
		});
	}
	await step('trigger', async () => {
		results.trigger = await runTrigger(bench, 500 * scale);
	});
	gateway.stop();

	console.log(report());
	const missed = targetsOf(results).filter(({ met }) => !met);
	for (const { promise, measured } of missed) console.error(`Missed: ${promise}: ${measured}`);
}

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options.list) {
		const scenarios = await scenariosFor({ http: '', https: '' }, 1);
		for (const { name, title } of scenarios) console.log(`${name.padEnd(26)}${title}`);
		console.log(OTHERS.join('\n'));
		return;
	}
	await measure(options);
}

cleanUpOnSignals((signal) => {
	console.error(`\n${signal}: cleaning up`);
});
void main().then(cleanUp, async (error: unknown) => {
	reportFailure(error);
	await cleanUp();
});
