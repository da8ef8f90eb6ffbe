import type { Locator } from 'playwright-core';
import { GATEWAYS } from '../../../sandbox/gateways/registry';
import { ALL_PROFILES } from '../../profiles';
import { WRONG_SECRET } from '../../profiles/profile';
import { type EditorRig, testId, waitForIcon, waitUntil } from './editor';
import { choose, openNode } from './panel';
import { workflowWith } from './workflows';

/** Somebody creates a credential in the node that needs it. */
export function describeCredentials(editor: EditorRig): void {
	describe.each(ALL_PROFILES)('a credential of $displayName', (profile) => {
		const { gateway: type, displayName: name, platform } = profile;
		const { typed: account, choices = {}, refusal } = profile.editor.credential;
		const [wrong] = profile.wrongAccounts;
		const [secret = ''] = Object.keys(wrong.fields);
		const { [secret]: right = '', ...others } = account;

		it('is refused with a wrong secret, and works with the right one', async () => {
			const { page, sandbox } = editor;
			sandbox.reset();
			await editor.openWorkflow(
				workflowWith({ type, name, parameters: { ...(platform && { platform }) } }),
			);
			const panel = await openNode(page, name);
			await panel.locator(testId('node-credentials-select')).click();
			await page.locator(testId('node-credentials-select-item-new')).click();
			const content = page.locator(testId('credential-edit-dialog'));
			const dialog = page.getByRole('dialog').filter({ has: content });
			await waitForIcon(dialog);
			const input = (field: string): Locator =>
				dialog.locator(`${testId(`parameter-input-${field}`)} input`);
			const retry = async () => {
				const before = sandbox.requests().length;
				await dialog.getByRole('button', { name: 'Retry' }).click();
				await waitUntil('a call of the sandbox', () => sandbox.requests().length > before);
			};
			for (const [field, entry] of Object.entries(choices)) {
				await choose(dialog.locator(testId(`parameter-input-${field}`)), entry);
			}
			const typed = { [secret]: WRONG_SECRET, ...others };
			await input('baseUrl').fill(sandbox.url + GATEWAYS[profile.name].prefix);
			for (const [field, value] of Object.entries(typed)) {
				await input(field).fill(value);
			}
			const save = dialog.locator(testId('credential-save-button'));
			await save.click();
			const failure = dialog.getByText('Couldn’t connect with these settings');
			await failure.waitFor();
			await retry();
			await failure.waitFor();
			await dialog.getByText('More details').click();
			await dialog.getByText(refusal).waitFor();
			expect(await dialog.innerText()).not.toContain(WRONG_SECRET);

			// n8n closes the dialog when the test is passed, and tests again when it opens.
			await input(secret).fill(right);
			await save.click();
			await dialog.waitFor({ state: 'hidden' });
			await panel.locator(testId('credential-edit-button')).click();
			const success = dialog.getByText('Connection tested successfully');
			await success.waitFor();
			await retry();
			await success.waitFor();
			expect(sandbox.messages()).toEqual([]);
			if (profile.name === 'messangi') await editor.savePictures('credential');
		});
	});
}
