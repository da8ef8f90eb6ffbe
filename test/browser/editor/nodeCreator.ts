import type { Locator } from 'playwright-core';
import { NODE_PROFILES } from '../../profiles';
import { canvasNode, type EditorRig, testId, waitForIcon, waitUntil } from './editor';
import { chosen, openedNode } from './panel';
import { SEND, workflowWith } from './workflows';

/** What somebody types, and the nodes that do it; n8n takes "Trigger" off a name. */
const WANTED: Readonly<Record<string, readonly string[]>> = {
	'send sms': NODE_PROFILES.map(({ displayName }) => displayName),
	'bulk sms': NODE_PROFILES.map(({ displayName }) => displayName),
	whatsapp: ['Message Central'],
	rcs: ['Message Central'],
	verify: ['Message Central'],
	otp: ['Message Central', 'Messangi'],
	'one time password': ['Message Central', 'Messangi'],
	'two-factor': ['Message Central', 'Messangi'],
	reply: ['SMS Gateway', 'Messangi'],
	inbox: ['SMS Gateway', 'Messangi'],
};

/** n8n's list of nodes knows ours and what they do. */
export function describeNodeCreator(editor: EditorRig): void {
	describe('the list of nodes', () => {
		const list = () => editor.page.locator(testId('node-creator'));
		const search = (text: string) => list().locator(testId('node-creator-search-bar')).fill(text);
		const entry = (name: string): Locator =>
			list()
				.locator(testId('item-iterator-item'))
				.filter({ has: editor.page.getByText(name, { exact: true }) });

		const openForTrigger = async () => {
			await editor.openEmpty();
			await editor.page.locator(testId('canvas-add-button')).click();
		};

		it('finds all our nodes, with their icons, for "SMS"', async () => {
			await openForTrigger();
			await search('SMS');
			// n8n takes "Trigger" off the names, and shows a node and its own trigger as one.
			const names = NODE_PROFILES.map(({ displayName }) => displayName);
			for (const name of [...names, 'SMS Gateway']) {
				await waitForIcon(entry(name));
			}
		});

		it('shows what they do, for the next step of a workflow', async () => {
			await editor.openWorkflow(workflowWith(SEND));
			await editor.page.locator(testId('node-creator-plus-button')).click();
			await search('SMS');
			for (const { displayName: name } of NODE_PROFILES) {
				await waitForIcon(entry(name));
				expect(await entry(name).innerText()).toContain('Send text messages through');
			}
			await editor.savePictures('node-creator');
		});

		it('finds a node by what somebody wants to do, among all of n8n', async () => {
			await openForTrigger();
			for (const [text, names] of Object.entries(WANTED)) {
				await search(text);
				for (const name of names) await entry(name).first().waitFor({ state: 'attached' });
				for (const { displayName: name } of NODE_PROFILES) {
					if (names.includes(name)) continue;
					const isGone = async () => (await entry(name).count()) === 0;
					await waitUntil(`"${text}" does not find ${name}`, isGone);
				}
			}
		});

		it.each(NODE_PROFILES)('adds $displayName by what it can do', async (profile) => {
			const { displayName: name, trigger } = profile;
			const { operations } = profile.editor;
			const { page } = editor;
			await openForTrigger();
			await search(name);
			await entry(name).click();
			const heading = list().getByText(`Actions (${String(operations.length)})`, { exact: true });
			await heading.waitFor();
			// They are folded where the node has a trigger, too.
			if (trigger !== undefined) await heading.click();
			await entry(operations[0]?.action ?? '').waitFor();
			const actions = await list().locator(testId('node-creator-item-name')).allInnerTexts();
			expect(actions).toEqual(expect.arrayContaining(operations.map(({ action }) => action)));

			const last = operations.at(-1);
			await entry(last?.action ?? '').click();
			await waitForIcon(await openedNode(page));
			expect(await chosen(page, 'resource')).toBe(last?.resource);
			expect(await chosen(page, 'operation')).toBe(last?.operation);
			await waitForIcon(canvasNode(page, last?.action));
		});
	});
}
