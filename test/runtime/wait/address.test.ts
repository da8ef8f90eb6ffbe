import { NODE_PROFILES, PROFILES } from '../../profiles';
import { credentialsFor } from '../credentials';
import { runNode } from '../engine';
import { sandboxForTests } from '../../sandbox/forTests';

/*
 * The link of a question begins with n8n's own address, and somebody opens it on a phone.
 */

const sandbox = sandboxForTests();

const ask = (address: string, preview: boolean) =>
	runNode({
		node: 'messangi',
		credentials: credentialsFor(sandbox),
		address,
		parameters: {
			...PROFILES.messangi.send,
			operation: 'sendAndWait',
			options: preview ? { preview } : {},
		},
	});

const PRIVATE = [
	'http://localhost:5678',
	'http://127.0.0.1:5678',
	'http://10.1.2.3',
	'https://192.168.1.5',
	'http://n8n:5678',
];
const PUBLIC = ['https://n8n.example.com', 'https://203.0.113.7', 'https://localhost.example.com'];

describe.each([true, false])('with a preview: %s', (preview) => {
	it.each(PRIVATE)('an n8n at %s: a warning says that phones cannot open it', async (address) => {
		const { hints } = await ask(address, preview);
		expect(hints.at(-1)).toBe(
			`Phones elsewhere cannot open the link, because it begins with ${address}. Set WEBHOOK_URL in n8n to an address that they can open.`,
		);
	});

	it.each(PUBLIC)('an n8n at %s: no warning', async (address) => {
		const { hints } = await ask(address, preview);
		expect(hints.filter((hint) => hint.includes('Phones'))).toEqual([]);
	});
});

describe.each(NODE_PROFILES)('what the editor shows while $displayName waits', ({ node }) => {
	const shown = async (operation: string, resumeUrl?: string) => {
		const { workflow } = await ask('https://n8n.example.com', true);
		const own = workflow.getNode('Node under test');
		if (own === null) throw new Error('The node is gone');
		own.parameters.operation = operation;
		return workflow.expression.getSimpleParameterValue(
			own,
			node.description.waitingNodeTooltip,
			'internal',
			{ $execution: { id: '1', mode: 'test', resumeUrl } as never },
		);
	};
	const WAITS = 'The workflow continues when the recipient responds';

	it.each(PRIVATE)('at %s: that phones cannot open the link', async (address) => {
		expect(await shown('sendAndWait', `${address}/webhook-waiting/7`)).toBe(
			`${WAITS}. Phones elsewhere cannot open the link, because it begins with ${address}: set WEBHOOK_URL in n8n`,
		);
	});

	it.each([...PUBLIC.map((address) => `${address}/webhook-waiting/7`), undefined])(
		'at %s: what it waits for',
		async (resumeUrl) => {
			expect(await shown('sendAndWait', resumeUrl)).toBe(WAITS);
		},
	);

	it('is nothing with another operation', async () => {
		expect(await shown('send', 'http://localhost:5678/webhook-waiting/7')).toBe('');
	});
});
