import type { Page } from 'playwright-core';
import { ALL_PROFILES } from '../../profiles';
import { canvasNode, type EditorRig, testId, waitForIcon, waitUntil } from './editor';
import { choose, field, openNode } from './panel';
import { workflowWith } from './workflows';

/** The names above the fields of the node that is open, in their order. */
async function labels(page: Page): Promise<string[]> {
	const shown = page.locator(`${testId('ndv')} ${testId('input-label')}:visible label`);
	// Behind it stands how a value is given: "Fixed" or "Expression".
	return (await shown.allInnerTexts()).map((text) => text.split('\n')[0]?.trim() ?? '');
}

/** Waits for these fields and no others; the last words are those that Jest shows. */
async function expectFields(page: Page, expected: string[]): Promise<void> {
	let shown: string[] = [];
	await waitUntil('other fields', async () => {
		shown = await labels(page);
		return shown.join() === expected.join();
	}).catch(() => undefined);
	expect(shown).toEqual(expected);
}

/** The fields of our nodes follow what is chosen. */
export function describeFields(editor: EditorRig): void {
	describe.each(ALL_PROFILES)('the fields of $displayName', (profile) => {
		const { gateway: type, displayName: name, platform } = profile;
		const always = [...(platform === undefined ? [] : ['Platform']), 'Resource', 'Operation'];

		it('follow resource and operation', async () => {
			const { page } = editor;
			await editor.openWorkflow(
				workflowWith({ type, name, parameters: { ...(platform && { platform }) } }),
			);
			await waitForIcon(canvasNode(page, name));
			await waitForIcon(await openNode(page, name));
			for (const { resource, operation, fields, choices = [] } of profile.editor.operations) {
				await choose(field(page, 'resource'), resource);
				await choose(field(page, 'operation'), operation);
				await expectFields(page, [...always, ...fields]);
				for (const choice of choices) {
					await choose(field(page, choice.field), choice.entry);
					await expectFields(page, [...always, ...choice.fields]);
				}
			}
		});
	});
}
