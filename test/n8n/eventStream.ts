import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { manualTriggerOf, readExample } from '../../tools/n8n/examples';
import type { N8nRest } from '../../tools/n8n/rest';
import { SANDBOX_CALLBACK_SECRET } from '../../tools/n8n/sandbox-credentials';
import { served } from './callbacks';
import { workflowOfOthers, TRIGGER } from './workflows';

/** Events a second. */
const RATE = 30;
/** n8n takes calls in faster than it runs them. */
const PATIENCE_MS = 300_000;
/** How often a gateway tries, and how long it waits in between. */
const ATTEMPTS = 30;
const AGAIN_MS = 1000;
/** How many rows one run writes in bulk. */
const BULK_ROWS = 25_000;
const LAST_STEP = 'What Is New';

/** How many runs of a workflow stand in n8n's database, by status. */
type Statuses = Record<string, number>;

/** An n8n that runs `once-only.json`. */
export interface StreamedN8n {
	rest: N8nRest;
	/** The processes that take calls: a call that is made twice at once goes to the first and the last. */
	urls: string[];
	statuses(workflowId: string): Promise<Statuses>;
}

/** What became of a stream of events. */
interface Count {
	/** Calls that n8n took in, ... */
	calls: number;
	/** ... and those that it answered with an error, so that they were made again. */
	refused: number;
	/** Different events among them. */
	events: number;
	passed: number;
	doubled: number;
	lost: number;
	statuses: Statuses;
}

/** Calls that come in the same moment, each by the name of its message. */
type Moment = string[];

/** `once-only.json` in service, and a count of what goes on behind its last step. */
class EventStream {
	private readonly passed = new Map<string, number>();

	private readonly agent = new Agent({ keepAlive: true, maxSockets: 50 });

	private readonly takenIn: number[] = [];

	private readonly postedAt = new Map<string, number>();

	private server: Server | undefined;

	private calls = 0;

	private refused = 0;

	private id = '';

	private path = '';

	constructor(private readonly n8n: StreamedN8n) {}

	/** Imports and activates the example; its table is there then. */
	async start(): Promise<void> {
		const example = readExample('once-only.json');
		example.id = 'onceOnlyStream';
		const trigger = example.nodes.find(({ name }) => name === 'SMS Gateway Trigger');
		this.path = `/webhook/${String(trigger?.webhookId)}/callback`;
		example.nodes.push({
			name: 'Count',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			position: [1700, 80],
			parameters: { url: `=${await this.listen()}/{{ $json.messageId }}`, options: {} },
		});
		example.connections[LAST_STEP] = { main: [[{ node: 'Count', type: 'main', index: 0 }]] };
		const { rest, urls } = this.n8n;
		this.id = await rest.createWorkflow(example);
		await rest.runWorkflow(this.id, manualTriggerOf(example));
		await rest.activate(this.id);
		for (const url of urls) await served(`${url}${this.path}`);
	}

	/** Takes the example out of service. */
	async end(): Promise<void> {
		if (this.id !== '') await this.n8n.rest.deactivate(this.id);
	}

	/** Closes all connections, so that a test that fails ends. */
	close(): void {
		this.agent.destroy();
		this.server?.closeAllConnections();
		this.server?.close();
	}

	/** Fills the table up with events that came before. */
	async fill(rows: number): Promise<void> {
		for (let first = 0; first < rows; first += BULK_ROWS) {
			const length = Math.min(BULK_ROWS, rows - first);
			const item = `{ eventId: String(${first} + n).padStart(64, '0'), run: '1' }`;
			const jsonOutput = `={{ ({ rows: Array.from({ length: ${length} }, (_, n) => (${item})) }) }}`;
			const workflow = workflowOfOthers('Fill', [
				{ name: 'Made', type: 'set', typeVersion: 3.4, parameters: { mode: 'raw', jsonOutput } },
				{
					name: 'Split',
					type: 'splitOut',
					typeVersion: 1,
					parameters: { fieldToSplitOut: 'rows', options: {} },
				},
				{
					name: 'Insert',
					type: 'dataTable',
					typeVersion: 1.1,
					parameters: {
						resource: 'row',
						operation: 'insert',
						dataTableId: { __rl: true, mode: 'name', value: 'SMS Events Taken' },
						columns: { mappingMode: 'autoMapInputData', value: null },
						options: { optimizeBulk: true },
					},
				},
			]);
			const id = await this.n8n.rest.createWorkflow(workflow);
			const run = await this.n8n.rest.runWorkflow(id, TRIGGER, 120_000);
			if (run.error !== undefined) throw new Error(run.error.message);
		}
	}

	/** Makes the calls at their rate, and resolves once each has been run. */
	async send(moments: readonly Moment[]): Promise<void> {
		const started = performance.now();
		const answers: Promise<void>[] = [];
		let sent = 0;
		for (const moment of moments) {
			await sleep(Math.max(0, started + (sent * 1000) / RATE - performance.now()));
			for (const [index, messageId] of moment.entries()) {
				const url = this.n8n.urls.at(index === 0 ? 0 : -1) ?? '';
				if (!this.postedAt.has(messageId)) this.postedAt.set(messageId, performance.now());
				answers.push(this.deliver(`${url}${this.path}`, messageId));
			}
			sent += moment.length;
		}
		await Promise.all(answers);
		this.calls += sent;
		await this.allRun();
	}

	/** What has become of all calls so far. */
	async count(): Promise<Count> {
		const { success = 0, ...others } = await this.n8n.statuses(this.id);
		const names = [...this.postedAt.keys()];
		const times = names.map((name) => this.passed.get(name) ?? 0);
		return {
			calls: this.calls,
			refused: this.refused,
			events: names.length,
			passed: times.filter((each) => each > 0).length,
			doubled: times.filter((each) => each > 1).length,
			lost: times.filter((each) => each === 0).length,
			// The first run made the table. One more than calls: n8n ran what it answered with an error.
			statuses: { success: success - 1, ...others },
		};
	}

	/** What went wrong in runs that did not end well. */
	async errors(): Promise<string[]> {
		const { rest } = this.n8n;
		const errors: string[] = [];
		for (const id of await rest.executionsOf(this.id)) {
			const { status, error } = await rest.execution(id);
			if (status !== 'success') errors.push(`run ${id}: ${status}: ${error?.message ?? ''}`);
		}
		return errors;
	}

	/** From call to last step in milliseconds: that of half of all events, and the longest. */
	delays(): { half: number; longest: number } {
		const sorted = [...this.takenIn].sort((one, other) => one - other);
		const at = (part: number) => Math.round(sorted[Math.floor((sorted.length - 1) * part)] ?? NaN);
		return { half: at(0.5), longest: at(1) };
	}

	private async allRun(): Promise<void> {
		const deadline = performance.now() + PATIENCE_MS;
		for (;;) {
			const { new: created = 0, running = 0, ...ended } = await this.n8n.statuses(this.id);
			const runs = Object.values(ended).reduce((sum, each) => sum + each, 0);
			if (created + running === 0 && runs > this.calls) return;
			if (performance.now() > deadline) throw new Error(`${runs} of ${this.calls} have run.`);
			await sleep(500);
		}
	}

	private async listen(): Promise<string> {
		const server = createServer((call, answer) => {
			const messageId = String(call.url).slice(1);
			this.passed.set(messageId, (this.passed.get(messageId) ?? 0) + 1);
			const posted = this.postedAt.get(messageId);
			if (posted !== undefined) this.takenIn.push(performance.now() - posted);
			answer.end('{}');
		});
		this.server = server;
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	}

	/** Calls until n8n takes it in, as gateways do. */
	private async deliver(url: string, messageId: string): Promise<void> {
		for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
			const status = await this.post(url, messageId).catch(() => 0);
			if (status === 200) return;
			this.refused++;
			await sleep(AGAIN_MS);
		}
		throw new Error(`n8n does not take ${messageId} in.`);
	}

	private post(url: string, messageId: string): Promise<number> {
		const { name, value } = SANDBOX_CALLBACK_SECRET;
		const body = JSON.stringify({
			apiKey: null,
			clientId: null,
			messageId,
			status: 'DELIVRD',
			errorCode: 0,
			countryCode: null,
			mobile: '919999999999',
			submitDate: '2023-11-02 13:59:18',
			doneDate: '2023-11-02 13:59:22',
		});
		return new Promise((resolve, reject) => {
			const call = request(
				`${url.replace('localhost', '127.0.0.1')}?${name}=${value}`,
				{ method: 'POST', headers: { 'content-type': 'application/json' }, agent: this.agent },
				(response) => {
					response.resume().once('end', () => {
						resolve(response.statusCode ?? 0);
					});
				},
			);
			call.once('error', reject);
			call.end(body);
		});
	}
}

/** Names of messages. */
function messages(prefix: string, count: number): string[] {
	return Array.from({ length: count }, (_, n) => `${prefix}-${String(n)}`);
}

/**
 * Each message comes, every third twice in the same moment and once more a little later; and between
 * them come some that were there long before.
 */
function moments(fresh: readonly string[], old: readonly string[]): Moment[] {
	return fresh.flatMap((name, n) => {
		const moment: Moment[] = [n % 3 === 0 ? [name, name] : [name]];
		const later = n - 20;
		if (later >= 0 && later % 3 === 0) moment.push([fresh[later] ?? name]);
		const known = old[n / 5];
		if (known !== undefined) moment.push([known]);
		return moment;
	});
}

/**
 * Lets events in at their rate, with 100,000 behind them in the table.
 *
 * @param fresh how many new ones come
 * @param rows how many rows of events before are written in bulk
 */
export async function holds(n8n: StreamedN8n, fresh: number, rows = 100_000): Promise<string> {
	const stream = new EventStream(n8n);
	try {
		await stream.start();
		const old = messages('old', fresh / 5);
		await stream.send(old.map((name) => [name]));
		await stream.fill(rows);
		const all = moments(messages('fresh', fresh), old);
		await stream.send(all);
		const count = await stream.count();
		const calls = all.flat().length + old.length;
		if (Object.keys(count.statuses).length > 1) console.info((await stream.errors()).join('\n'));
		expect(count).toEqual({
			calls,
			refused: expect.any(Number) as number,
			events: fresh + old.length,
			passed: fresh + old.length,
			doubled: 0,
			lost: 0,
			statuses: { success: expect.any(Number) as number },
		});
		const { half, longest } = stream.delays();
		return `${JSON.stringify(count)}, rows before: ${rows}, delay of half of them ${half} ms, the longest ${longest} ms`;
	} finally {
		stream.close();
		await stream.end();
	}
}
