import type { Locator, Page } from 'playwright-core';
import { readExample } from '../../../tools/n8n/examples';
import type { WorkflowFile } from '../../../tools/n8n/rest';
import { canvasNode, type EditorRig, testId, VIEWPORT, waitForIcon } from './editor';
import { addOption, field, openNode, showOutput } from './panel';
import { SEND, workflowWith } from './workflows';

/** A workflow is wide; in pixels. */
const CANVAS_HEIGHT = 640;

/** The workflow with n8n's Edit Fields behind one of its nodes. */
function withNext({ nodes, connections, ...rest }: WorkflowFile, name: string): WorkflowFile {
	const next = {
		id: 'node-next',
		name: 'Edit Fields',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [480, 0],
		parameters: { mode: 'manual', assignments: { assignments: [] }, options: {} },
	};
	return {
		...rest,
		nodes: [...nodes, next],
		connections: {
			...connections,
			[name]: { main: [[{ node: next.name, type: 'main', index: 0 }]] },
		},
	};
}

/** Drags something with the mouse; n8n notices only a drag of several steps. */
async function drag(page: Page, what: Locator, to: Locator): Promise<void> {
	await what.hover();
	await page.mouse.down();
	const box = await to.boundingBox();
	if (box === null) throw new Error('There is nothing to drop it on');
	await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 12 });
	await page.mouse.up();
}

/** Somebody sends messages from the editor and looks at what came out. */
export function describeSending(editor: EditorRig): void {
	describe('sending', () => {
		const texts = () => editor.sandbox.messages().map(({ text }) => text);
		const output = () => editor.page.locator(testId('ndv')).locator(testId('output-panel'));
		const execute = () => editor.page.locator(testId('ndv')).locator(testId('node-execute-button'));

		beforeEach(() => {
			editor.sandbox.reset();
		});

		it('an example: "Execute workflow" sends through each gateway', async () => {
			const { page } = editor;
			const example = readExample('first-message.json');
			await editor.openWorkflow(example);
			await page.locator(testId('execute-workflow-button')).first().click();
			for (const name of ['Messangi', 'mGage', 'Message Central']) {
				await waitForIcon(canvasNode(page, name));
				await canvasNode(page, name).locator(testId('canvas-node-status-success')).waitFor();
			}
			expect(texts()).toHaveLength(3);
		});

		it('an example: what each contact got is linked to the contact', async () => {
			const { page } = editor;
			// n8n fits a workflow into the window when it opens it.
			await page.setViewportSize({ ...VIEWPORT, height: CANVAS_HEIGHT });
			await editor.openWorkflow(readExample('crm-contacts.json'));
			await page.locator(testId('execute-workflow-button')).first().click();
			await canvasNode(page, 'Sent').locator(testId('canvas-node-status-success')).waitFor();
			await editor.savePictures('canvas', CANVAS_HEIGHT);
			await openNode(page, 'Messangi');
			await showOutput(editor.page, 'json');
			await output().getByText('accepted').first().waitFor();
			await editor.savePictures('send');
		});

		it('"Execute step" sends, and shows that the message was accepted', async () => {
			await editor.openWorkflow(workflowWith(SEND));
			await openNode(editor.page, SEND.name);
			await execute().click();
			await showOutput(editor.page, 'json');
			await output().getByText('accepted').first().waitFor();
			expect(texts()).toEqual([SEND.parameters.message]);
		});

		it('what comes out can be dragged before the first run', async () => {
			const { page } = editor;
			await editor.openWorkflow(withNext(workflowWith(SEND), SEND.name));
			const panel = await openNode(page, 'Edit Fields');
			const input = panel.locator(testId('ndv-input-panel'));
			const outcome = input.locator('[data-name="outcome"]').first();
			await outcome.waitFor();
			const target = panel.locator(testId('assignment-collection-drop-area'));
			await drag(page, outcome, target);
			const assignment = panel.locator(testId('assignment'));
			await assignment.waitFor();
			expect(await assignment.locator('input').first().inputValue()).toBe('outcome');
			expect(await assignment.innerText()).toContain('{{ $json.outcome }}');
			expect(editor.sandbox.requests()).toEqual([]);
			await editor.savePictures('schema');
		});

		it('adding "Preview" and pressing "Execute step" sends nothing', async () => {
			await editor.openWorkflow(workflowWith(SEND));
			const panel = await openNode(editor.page, SEND.name);
			await addOption(panel, 'Preview (Send Nothing)');
			const preview = field(editor.page, 'preview').getByRole('switch');
			expect(await preview.getAttribute('aria-checked')).toBe('true');
			await execute().click();
			await showOutput(editor.page, 'json');
			await output().getByText('Preview: 1 would be sent, 0 rejected. Nothing was sent.').waitFor();
			await output().getByText('"preview"').first().waitFor();
			expect(editor.sandbox.requests()).toEqual([]);
			expect(texts()).toEqual([]);
		});

		it('an invalid number is named, and nothing is sent', async () => {
			const parameters = { ...SEND.parameters, to: '12' };
			await editor.openWorkflow(workflowWith({ ...SEND, parameters }));
			await openNode(editor.page, SEND.name);
			await execute().click();
			await output().locator(testId('node-error-message')).waitFor();
			const error = await output().innerText();
			expect(error).toContain('"12" is not a valid phone number: it is too short');
			expect(error).toContain('Nothing was sent');
			expect(texts()).toEqual([]);
		});

		it('a workbook: each gets their own text, and what is wrong is named by its row', async () => {
			await editor.openWorkflow(readExample('bulk-from-spreadsheet.json'));
			await openNode(editor.page, 'Message Central');
			await execute().click();
			await showOutput(editor.page, 'table');
			await output().getByText('5 messages: 3 accepted, 2 rejected, 0 unknown').waitFor();
			await output().getByText('Row 4, column "Mobile"').waitFor();
			expect(texts()).toHaveLength(3);
			await editor.savePictures('bulk', 1120);
		});
	});
}
