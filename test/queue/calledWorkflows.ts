import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { z } from 'zod';
import { callHttp } from '../../tools/n8n/http';
import { PACKAGE_PREFIX } from '../n8n/names';
import { inTime } from '../n8n/questions';
import { CREDENTIALS, outputs, SEND, workflowOf } from '../n8n/workflows';
import { PROFILES } from '../profiles';
import type { QueueRig } from './rig';

const CALLS = 6;
const [CREDENTIAL_TYPE, CREDENTIAL_NAME] = CREDENTIALS.messageCentral;
const Texts = z.array(z.object({ text: z.string() }).passthrough());

/** What counts toward Max Recipients where a workflow is called by another, on workers. */
export function describeCalledWorkflows(rig: QueueRig): void {
	describe('called workflows', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		/** Publishes a workflow that others can call, which sends one message at most. */
		const serveSender = async () => {
			const id = await rig.rest.createWorkflow({
				name: 'Sender',
				nodes: [
					{
						name: 'Called',
						type: 'n8n-nodes-base.executeWorkflowTrigger',
						typeVersion: 1.1,
						position: [0, 0],
						parameters: { inputSource: 'passthrough' },
					},
					{
						name: SEND,
						type: `${PACKAGE_PREFIX}messageCentral`,
						typeVersion: 1,
						position: [200, 0],
						parameters: { ...PROFILES.messageCentral.send, options: { maxRecipients: 1 } },
						credentials: { [CREDENTIAL_TYPE]: { id: 'elsewhere', name: CREDENTIAL_NAME } },
						onError: 'continueRegularOutput',
					},
				],
				connections: { Called: { main: [[{ node: SEND, type: 'main', index: 0 }]] } },
				settings: { executionOrder: 'v1' },
			});
			await rig.rest.activate(id);
			return id;
		};
		const workflowId = (value: string) => ({ __rl: true, mode: 'id', value });

		test('by an execution: its calls count together', async () => {
			const sender = await serveSender();
			const run = workflowOf(
				'Calls',
				{ type: 'messageCentral', parameters: {} },
				Array.from({ length: CALLS }, () => ({})),
			);
			const nodes = run.nodes.map((node) =>
				node.name === SEND
					? {
							name: SEND,
							type: 'n8n-nodes-base.executeWorkflow',
							typeVersion: 1.2,
							position: node.position,
							parameters: { mode: 'each', workflowId: workflowId(sender), options: {} },
						}
					: node,
			);
			const outcomes = outputs(await rig.run({ ...run, nodes })).map(({ outcome }) => outcome);
			expect(outcomes).toEqual(['accepted', ...Array<string>(CALLS - 1).fill('rejected')]);
			expect(rig.sandbox.messages()).toHaveLength(1);
		});

		test('by an MCP client: each worker counts an hour', async () => {
			const sender = await serveSender();
			const id = await rig.rest.createWorkflow({
				name: 'MCP',
				nodes: [
					{
						id: 'mcp',
						name: 'MCP Server Trigger',
						type: '@n8n/n8n-nodes-langchain.mcpTrigger',
						typeVersion: 2,
						webhookId: 'called',
						position: [0, 0],
						parameters: { path: 'called' },
					},
					{
						name: SEND,
						type: '@n8n/n8n-nodes-langchain.toolWorkflow',
						typeVersion: 2.2,
						position: [0, 200],
						parameters: {
							description: 'Sends a text',
							workflowId: workflowId(sender),
							workflowInputs: { mappingMode: 'defineBelow', value: {}, schema: [] },
						},
					},
				],
				connections: {
					[SEND]: { ai_tool: [[{ node: 'MCP Server Trigger', type: 'ai_tool', index: 0 }]] },
				},
				settings: { executionOrder: 'v1' },
			});
			await rig.rest.activate(id);
			const url = `${rig.main.url.replace('localhost', '127.0.0.1')}/mcp/called`;
			await inTime('n8n serves it', async () => {
				return (await callHttp(url, { method: 'DELETE' })).status !== 404;
			});
			const client = new Client({ name: 'test', version: '1.0.0' });
			await client.connect(new StreamableHTTPClientTransport(new URL(url)));
			const texts: string[] = [];
			try {
				for (let call = 0; call < CALLS; call++) {
					const { content } = await client.callTool({ name: SEND, arguments: {} });
					texts.push(...Texts.parse(content).map(({ text }) => text));
				}
			} finally {
				await client.close();
				await rig.rest.deactivate(id);
			}
			expect(texts).toHaveLength(CALLS);
			const sent = rig.sandbox.messages().length;
			expect(sent).toBeGreaterThanOrEqual(1);
			expect(sent).toBeLessThanOrEqual(rig.workers.length);
			const refused = texts.filter((text) => text.includes('Max Recipients allows 1 per hour'));
			expect(refused).toHaveLength(CALLS - sent);
		});
	});
}
