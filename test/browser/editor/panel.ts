import type { Locator, Page } from 'playwright-core';
import { canvasNode, testId } from './editor';

/** Opens a node by a double click. */
export async function openNode(page: Page, name: string): Promise<Locator> {
	await canvasNode(page, name).dblclick();
	return await openedNode(page);
}

/** The node that is open or about to. */
export async function openedNode(page: Page): Promise<Locator> {
	const panel = page.locator(testId('ndv'));
	await panel.locator(testId('node-parameters')).first().waitFor();
	return panel;
}

/** Shows the output of the node that is open, once it has run: as data arrives, n8n may choose another view. */
export async function showOutput(page: Page, view: 'json' | 'table'): Promise<void> {
	const output = page.locator(testId('ndv')).locator(testId('output-panel'));
	await output.locator('[data-test-id^="node-run-status-"]').waitFor();
	await output.locator(testId(`radio-button-${view}`)).click();
}

/** A field of the node that is open. */
export function field(page: Page, name: string): Locator {
	return page.locator(`${testId('ndv')} ${testId(`parameter-input-${name}`)}`);
}

/** Chooses an entry of a field with a drop-down list, in a node or in the dialog of a credential. */
export async function choose(select: Locator, entry: string): Promise<void> {
	const page = select.page();
	await select.click();
	const headline = page.locator('.option-headline').getByText(entry, { exact: true });
	const item = page.locator(`${testId('parameter-input-item')}:visible`).filter({ has: headline });
	await item.click();
	await item.waitFor({ state: 'hidden' });
}

/** Adds an option to the collection "Options" of the node that is open. */
export async function addOption(panel: Locator, name: string): Promise<void> {
	const page = panel.page();
	const add = panel.getByPlaceholder('Add option');
	await add.click();
	await page
		.locator(`${testId('parameter-input-item')}:visible, .el-select-dropdown__item:visible`)
		.filter({ hasText: name })
		.first()
		.click();
	await panel.locator(testId('input-label')).getByText(name, { exact: true }).first().waitFor();
}

/** What a field with a drop-down list shows. */
export async function chosen(page: Page, name: string): Promise<string> {
	return await field(page, name).locator('input').first().inputValue();
}
