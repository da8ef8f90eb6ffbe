// Our node's own time, in n8n's engine in this process:
//   preview <count>          without n8n's evaluation of the parameters: the time in
//                            `getNodeParameter` is measured and subtracted
//   sends <count> <url> <n>  compared with the same requests, made with n8n's helper in a loop: the
//                            CPU time of both, n times each, after a warm-up
// Prints one line of JSON, in milliseconds.
import { performance } from 'node:perf_hooks';
import type { IExecuteFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { Messangi } from '../../nodes/Messangi/Messangi.node';
import { credentialsFor } from '../../test/runtime/credentials';
import { runNode } from '../../test/runtime/engine';
import { textsOfTheirOwn } from './workflow';

const [task, countText, url = 'http://127.0.0.1:9', times] = process.argv.slice(2);
const count = Number(countText);
const CONCURRENCY = 40;

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with the node's context
const ours = Messangi.prototype.execute as Execute;

/** Runs something instead of the node, for items with one message each. */
async function run(execute: Execute, options: INodeParameters, outcome: string): Promise<void> {
	Messangi.prototype.execute = execute;
	const { items } = await runNode({
		node: 'messangi',
		parameters: textsOfTheirOwn(options),
		items: Array.from({ length: count }, (_, i) => ({
			to: `+1305${String(2_000_000 + i)}`,
			text: `Text ${String(i)}`,
		})),
		credentials: credentialsFor({ url }),
	});
	if (items.length !== count || items.some(({ json }) => json.outcome !== outcome)) {
		throw new Error('The run did not finish.');
	}
}

async function preview() {
	let insideN8n = 0;
	let totalMs = 0;
	const timed: Execute = async function () {
		const read = this.getNodeParameter.bind(this) as (...given: unknown[]) => unknown;
		this.getNodeParameter = ((...given: unknown[]) => {
			const begun = performance.now();
			try {
				return read(...given);
			} finally {
				insideN8n += performance.now() - begun;
			}
		}) as IExecuteFunctions['getNodeParameter'];
		const begun = performance.now();
		const result = await ours.call(this);
		totalMs = performance.now() - begun;
		return result;
	};
	await run(timed, { preview: true }, 'preview');
	return { totalMs, ownMs: totalMs - insideN8n };
}

/** Only the requests of our node. */
const loop: Execute = async function () {
	const base64 = (text: unknown) => Buffer.from(String(text)).toString('base64url');
	const result: INodeExecutionData[] = [];
	let next = 0;
	const worker = async () => {
		for (let item = next++; item < count; item = next++) {
			const to = base64(this.getNodeParameter('to', item));
			const text = base64(this.getNodeParameter('message', item));
			await this.helpers.httpRequest({
				url: `${url}/messangi/rest/api/tools/sendSMS/8/Movistar/19893653744/${to}/${text}/key/signature`,
				returnFullResponse: true,
			});
			result[item] = { json: { outcome: 'accepted' }, pairedItem: { item } };
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, worker));
	return [result];
};

async function sends() {
	const nodeMs: number[] = [];
	const loopMs: number[] = [];
	for (let turn = 0; turn <= Number(times); turn++) {
		for (const [execute, measured] of [
			[ours, nodeMs],
			[loop, loopMs],
		] as const) {
			const timed: Execute = async function () {
				const before = process.cpuUsage();
				const result = await execute.call(this);
				const { user, system } = process.cpuUsage(before);
				if (turn > 0) measured.push((user + system) / 1000);
				return result;
			};
			await run(timed, { concurrency: CONCURRENCY }, 'accepted');
		}
	}
	return { nodeMs, loopMs };
}

void (task === 'sends' ? sends() : preview()).then((result) => {
	console.log(JSON.stringify(result));
});
