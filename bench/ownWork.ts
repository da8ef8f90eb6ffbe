// What a preview of items costs without n8n's evaluation of their parameters: n8n's engine runs the
// node in this process, and the time that passes in `getNodeParameter` is measured and taken off.
// Prints one JSON line.
import { performance } from 'node:perf_hooks';
import type { IExecuteFunctions } from 'n8n-workflow';
import { Messangi } from '../nodes/Messangi/Messangi.node';
import { credentialsFor } from '../test/engine/gateways';
import { runNode } from '../test/engine/engine';

const count = Number(process.argv[2]);
let insideN8n = 0;
let total = 0;

// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with the node's context
const { execute } = Messangi.prototype;
Messangi.prototype.execute = async function (this: IExecuteFunctions) {
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
	const result = await execute.call(this);
	total = performance.now() - begun;
	return result;
};

async function main(): Promise<void> {
	const { items } = await runNode({
		node: 'messangi',
		parameters: {
			resource: 'sms',
			operation: 'send',
			carrier: { __rl: true, mode: 'name', value: 'Movistar' },
			from: '19893653744',
			to: '={{ $json.to }}',
			message: '={{ $json.text }}',
			options: { preview: true },
		},
		items: Array.from({ length: count }, (_, i) => ({
			to: `+1305${String(2_000_000 + i)}`,
			text: `Text ${String(i)}`,
		})),
		credentials: credentialsFor({ url: 'http://127.0.0.1:9' }),
	});
	if (items.length !== count || items.some(({ json }) => json.outcome !== 'preview')) {
		throw new Error('The preview did not come to its end.');
	}
	console.log(JSON.stringify({ totalMs: total, ownMs: total - insideN8n }));
}

void main();
