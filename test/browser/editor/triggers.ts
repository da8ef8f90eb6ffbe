import type { Locator } from 'playwright-core';
import { callHttp } from '../../../tools/n8n/http';
import { SANDBOX_CALLBACK_SECRET } from '../../../tools/n8n/sandbox-credentials';
import { NODE_PROFILES } from '../../profiles';
import { type EditorRig, testId, waitForIcon } from './editor';
import { choose, field, openNode } from './panel';
import { workflowWith } from './workflows';

const TRIGGER = {
	type: 'smsGatewayTrigger',
	name: 'SMS Gateway Trigger',
	credential: ['smsGatewayCallbackApi', 'SMS Gateway Callback account'],
} as const;

/** Whom each gateway's notice names, and what the e-mail asks for. */
const NOTICES = NODE_PROFILES.map(({ displayName, editor: { notice } }) => ({
	gateway: displayName,
	...notice,
}));

/** A delivery report of Message Central's. */
const REPORT = { messageId: 'a2e87214', status: 'DELIVRD', errorCode: 0, mobile: '919999999999' };

/** What starts a workflow, set up in the editor. */
export function describeTriggers(editor: EditorRig): void {
	const addressIn = async (panel: Locator, path: string): Promise<string> => {
		const address = panel.getByText(path).first();
		await address.waitFor();
		return (await address.innerText()).trim();
	};

	describe('SMS Gateway Trigger', () => {
		let panel: Locator;
		beforeAll(async () => {
			await editor.openWorkflow(workflowWith(TRIGGER));
			panel = await openNode(editor.page, TRIGGER.name);
			await waitForIcon(panel);
		});

		it('shows the addresses under the words that its notices use', async () => {
			await panel.getByText('Webhook URLs', { exact: true }).first().click();
			await panel.getByText('Production URL', { exact: true }).first().click();
			const address = await addressIn(panel, '/webhook/');
			expect(address).toMatch(/^http:\/\/localhost:\d+\/webhook\/[0-9a-z-]+\/callback$/);
		});

		it.each(NOTICES)('$gateway: says whom to tell the address, with an email', async (expected) => {
			const { gateway, contact, mail } = expected;
			await choose(field(editor.page, 'gateway'), gateway);
			const notice = panel.getByRole('region').filter({ hasText: contact });
			await notice.waitFor();
			for (const word of [
				...['Production URL', 'Webhook URLs', 'Test URL'],
				...['Try it first', 'Callbacks'],
			]) {
				expect(await notice.innerText()).toContain(word);
			}
			if (mail.length === 0) return;
			const link = await notice.getByRole('link', { name: contact }).getAttribute('href');
			const { protocol, pathname, searchParams } = new URL(link ?? '');
			expect([protocol, pathname]).toEqual(['mailto:', contact]);
			expect(searchParams.get('subject')).toMatch(/callback/i);
			for (const line of mail) expect(searchParams.get('body')).toContain(line);
			if (gateway === 'Message Central') await editor.savePictures('trigger');
		});

		it('listens at the test address: a wrong secret is refused, and a report is shown', async () => {
			await choose(field(editor.page, 'gateway'), 'Message Central');
			await panel.getByText('Test URL', { exact: true }).first().click();
			const address = await addressIn(panel, '/webhook-test/');
			await panel.locator(testId('node-execute-button')).click();
			await editor.page.locator(testId('trigger-listening')).first().waitFor();
			const report = {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(REPORT),
			};
			const { name, value } = SANDBOX_CALLBACK_SECRET;
			const url = `${address.replace('localhost', '127.0.0.1')}?${name}=`;
			expect(await callHttp(`${url}no${value}`, report)).toMatchObject({ status: 401 });
			expect(await callHttp(`${url}${value}`, report)).toMatchObject({ status: 200 });
			const output = panel.locator(testId('output-panel'));
			await output.getByText('delivered').first().waitFor();
			await output.getByText('+919999999999').first().waitFor();
		});
	});

	it('Messangi Trigger fetches the newest message', async () => {
		const { page, sandbox } = editor;
		sandbox.reset();
		for (const text of ['First', 'Second']) {
			sandbox.receive({ gateway: 'messangi', from: '13056708084', to: '87767', text });
		}
		const credential = ['messangiApi', 'Messangi account'] as const;
		await editor.openWorkflow(
			workflowWith({ type: 'messangiTrigger', name: 'Messangi Trigger', credential }),
		);
		const panel = await openNode(page, 'Messangi Trigger');
		await waitForIcon(panel);
		await panel.locator(testId('node-execute-button')).click();
		const output = panel.locator(testId('output-panel'));
		await output.getByText('Second').first().waitFor();
		expect(await output.getByText('First').count()).toBe(0);
	});
}
