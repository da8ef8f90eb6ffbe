import { readExample } from '../../../tools/n8n/examples';
import { canvasNode, type EditorRig, testId, VIEWPORT, waitForIcon } from './editor';
import { addOption, field, openNode } from './panel';
import { SEND, workflowWith } from './workflows';

/** A workflow is wide; in pixels. */
const CANVAS_HEIGHT = 640;

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
			await output().locator(testId('radio-button-json')).click();
			await output().getByText('accepted').first().waitFor();
			await editor.savePictures('send');
		});

		it('"Execute step" sends, and shows that the message was accepted', async () => {
			await editor.openWorkflow(workflowWith(SEND));
			await openNode(editor.page, SEND.name);
			await execute().click();
			await output().locator(testId('radio-button-json')).click();
			await output().getByText('accepted').first().waitFor();
			expect(texts()).toEqual([SEND.parameters.message]);
		});

		it('adding "Preview" and pressing "Execute step" sends nothing', async () => {
			await editor.openWorkflow(workflowWith(SEND));
			const panel = await openNode(editor.page, SEND.name);
			await addOption(panel, 'Preview (Send Nothing)');
			const preview = field(editor.page, 'preview').getByRole('switch');
			expect(await preview.getAttribute('aria-checked')).toBe('true');
			await execute().click();
			await output().locator(testId('radio-button-json')).click();
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
			await output().locator(testId('radio-button-table')).click();
			await output().getByText('5 messages: 3 accepted, 2 rejected, 0 unknown').waitFor();
			await output().getByText('Row 4, column "Mobile"').waitFor();
			expect(texts()).toHaveLength(3);
			await editor.savePictures('bulk', 1120);
		});
	});
}
