import type { BrowserContextOptions, Page } from 'playwright-core';
import { savePicture } from '../chromium';
import { choose, EditorRig, hasIcon, openNode, showUrls, testId } from './editor';
import { workflowWith } from './workflows';

const TEXT = 'Your table is ready.';
const SEND = {
	type: 'messangi',
	name: 'Messangi',
	credential: ['messangiApi', 'Messangi account'],
	parameters: {
		resource: 'sms',
		operation: 'send',
		carrier: { __rl: true, mode: 'name', value: 'Movistar' },
		from: '19893653744',
		to: '+1 305 670 8084',
		message: TEXT,
	},
} as const;
const TRIGGER = { type: 'smsGatewayTrigger', name: 'SMS Gateway Trigger' };

/** The editor follows what the browser says its user prefers. */
const LOOKS: [string, BrowserContextOptions][] = [
	['light', { colorScheme: 'light' }],
	['dark', { colorScheme: 'dark' }],
];

describe('a workflow in the editor', () => {
	let editor: EditorRig;
	beforeAll(async () => {
		editor = await EditorRig.start();
	});
	afterAll(() => editor.stop());

	describe.each(LOOKS)('%s', (look, options) => {
		let page: Page;
		beforeAll(async () => {
			page = await editor.window(options);
			await editor.logIn(page);
		});
		afterAll(() => page.context().close());

		it('sends with "Execute step", and shows that the message was accepted', async () => {
			const before = (await editor.messages()).length;
			await editor.openWorkflow(page, workflowWith(SEND));
			const panel = await openNode(page, SEND.name);
			await panel.locator(testId('node-execute-button')).click();
			const output = panel.locator(testId('output-panel'));
			await output.locator(testId('radio-button-json')).click();
			await output.getByText('accepted').first().waitFor();
			const sent = (await editor.messages()).slice(before);
			expect(sent.map(({ text }) => text)).toEqual([TEXT]);
			await savePicture(page, `editor-send-${look}`);
		});

		it('tells how the trigger is set up', async () => {
			await editor.openWorkflow(page, workflowWith(TRIGGER));
			const panel = await openNode(page, TRIGGER.name);
			expect(await hasIcon(panel)).toBe(true);
			for (const [gateway, contact] of [
				['mGage', 'Acoustic Support Portal'],
				['Messangi', 'support@messangi.com'],
				['Message Central', 'operations@messagecentral.com'],
			] as const) {
				await choose(page, 'gateway', gateway);
				await panel.getByText(contact).waitFor();
			}
			const mail = panel.getByRole('link', { name: 'operations@messagecentral.com' });
			expect(await mail.getAttribute('href')).toMatch(/^mailto:operations@messagecentral\.com\?/);
			const urls = await showUrls(page);
			expect(urls).toMatch(/\/webhook-test\/[0-9a-z-]+\/callback/);
			await savePicture(page, `editor-trigger-${look}`);
		});
	});
});
