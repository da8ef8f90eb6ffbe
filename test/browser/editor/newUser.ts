import type { Locator, Page } from 'playwright-core';
import { readExample } from '../../../tools/n8n/examples';
import type { WorkflowFile } from '../../../tools/n8n/rest';
import { SANDBOX_CALLBACK_SECRET } from '../../../tools/n8n/sandbox-credentials';
import { served, urlOf } from '../../n8n/callbacks';
import { ALL_PROFILES } from '../../profiles';
import type { Profile } from '../../profiles/profile';
import { savePicture } from '../chromium';
import { canvasNode, type EditorRig, testId, VIEWPORT, waitForIcon } from './editor';
import { openNode, showOutput } from './panel';
import { SEND, workflowWith } from './workflows';

/** The workflow of a trigger, at an address that is known. */
function triggerOf({ name, gateway }: Profile): WorkflowFile {
	const { nodes, ...rest } = workflowWith({
		type: 'smsGatewayTrigger',
		name: 'SMS Gateway Trigger',
		credential: ['smsGatewayCallbackApi', 'SMS Gateway Callback account'],
		parameters: { gateway },
	});
	const webhookId = `callbacks-${name}`.toLowerCase();
	return { ...rest, nodes: nodes.map((node) => ({ ...node, webhookId })) };
}

/**
 * The whole path of somebody who has just started n8n and the sandbox, with the editor in one window
 * and the inbox in the other. Each step says how many clicks it may take at most.
 */
export function describeNewUser(editor: EditorRig): void {
	describe('a new user, with the inbox beside the editor', () => {
		let inbox: Page;
		let clicks = 0;
		beforeAll(async () => {
			inbox = await editor.page.context().newPage();
			for (const page of [inbox, editor.page]) {
				page.on('console', (line) => {
					if (line.text() === CLICKED) clicks++;
				});
				await page.addInitScript(TELL_CLICKS);
			}
			await inbox.setViewportSize(VIEWPORT);
		});
		beforeEach(async () => {
			editor.sandbox.reset();
			await inbox.goto(editor.sandbox.url);
			await inbox.getByText('Live', { exact: true }).waitFor({ state: 'attached' });
			clicks = 0;
		});
		afterAll(() => inbox.close());

		const output = () => editor.page.locator(testId('ndv')).locator(testId('output-panel'));
		const execute = () => editor.page.locator(testId('ndv')).locator(testId('node-execute-button'));
		const dialog = () => inbox.getByRole('dialog');

		it('a credential, with what "Connect…" shows', async () => {
			const { page } = editor;
			await inbox.getByRole('button', { name: 'Connect…' }).first().click();
			const messangi = dialog().getByRole('region', { name: 'Messangi', exact: true });
			const shown = async (label: string): Promise<string> =>
				await messangi
					.locator('dl > div', { has: inbox.getByText(label, { exact: true }) })
					.locator('code')
					.innerText();
			const values = {
				baseUrl: await shown('Base URL'),
				instanceId: await shown('Instance ID'),
				publicKey: await shown('Public key'),
				privateKey: await shown('Private key'),
			};
			await savePicture(inbox, 'inbox-connect');
			await editor.openWorkflow(workflowWith({ type: 'messangi', name: 'Messangi' }));
			const panel = await openNode(page, 'Messangi');
			await panel.locator(testId('node-credentials-select')).click();
			await page.locator(testId('node-credentials-select-item-new')).click();
			const content = page.locator(testId('credential-edit-dialog'));
			const credential = page.getByRole('dialog').filter({ has: content });
			// n8n empties the fields once more when it has loaded the credential's type.
			await waitForIcon(credential);
			for (const [name, value] of Object.entries(values)) {
				await credential.locator(`${testId(`parameter-input-${name}`)} input`).fill(value);
			}
			await credential.locator(testId('credential-save-button')).click();
			// n8n closes the dialog when the test is passed.
			await credential.waitFor({ state: 'hidden' });
			expect(editor.sandbox.messages()).toEqual([]);
			expect(clicks).toBeLessThanOrEqual(6);
		});

		it('three messages, one of them to a wrong number', async () => {
			const numbers = ['+1 305 670 8084', '12', '+1 213 555 1234'];
			const parameters = { ...SEND.parameters, to: '={{ $json.phone }}' };
			const { nodes, ...rest } = workflowWith({ ...SEND, parameters });
			const pinData = { Start: numbers.map((phone) => ({ json: { phone } })) };
			await editor.openWorkflow({ ...rest, nodes, pinData });
			await openNode(editor.page, SEND.name);
			await execute().click();
			await output().locator(testId('node-error-message')).waitFor();
			expect(await output().innerText()).toContain('"12" is not a valid phone number');
			expect(await output().innerText()).toContain('Nothing was sent');
			expect(editor.sandbox.messages()).toEqual([]);

			const continuing = nodes.map((node) => ({ ...node, onError: 'continueRegularOutput' }));
			await editor.openWorkflow({ ...rest, nodes: continuing, pinData });
			await openNode(editor.page, SEND.name);
			await execute().click();
			await showOutput(editor.page, 'table');
			await output().getByText('3 messages: 2 accepted, 1 rejected, 0 unknown').waitFor();
			expect(editor.sandbox.messages()).toHaveLength(2);
			await inbox.getByText('+13056708084').first().waitFor();
		});

		it('an export of a CRM, as it is', async () => {
			const { page } = editor;
			await editor.openWorkflow(readExample('hubspot-export.json'));
			await page.locator(testId('execute-workflow-button')).first().click();
			await canvasNode(page, 'mGage').locator(testId('canvas-node-status-success')).waitFor();
			await openNode(page, 'mGage');
			await showOutput(editor.page, 'table');
			await output().getByText('doNotSend').first().waitFor();
			expect(editor.sandbox.messages().map(({ to }) => to)).not.toContain('12135551234');
			await editor.savePictures('export', 1120);
		});

		it('a one-time password, read in the inbox', async () => {
			const { page } = editor;
			const send = { resource: 'otp', operation: 'send', channel: 'SMS', to: '+91 99999 99999' };
			const credential = ['messageCentralApi', 'Message Central account'] as const;
			const node = { type: 'messageCentral', name: 'Message Central', credential } as const;
			await editor.openWorkflow(workflowWith({ ...node, parameters: send }));
			await openNode(page, node.name);
			await execute().click();
			await showOutput(editor.page, 'json');
			await output().getByText('"accepted"').first().waitFor();
			// A token that a reset made unknown is in the inbox, too, and comes first.
			const shown = inbox.locator('.message .text').getByText(/^Your code is \d{4}$/);
			const [code = ''] = /\d{4}$/.exec(await shown.innerText()) ?? [];
			const [sent] = editor.sandbox.messages();
			const verificationId = sent?.details.verificationId ?? '';
			const verify = { resource: 'otp', operation: 'verify', verificationId, code, channel: 'SMS' };
			await editor.openWorkflow(workflowWith({ ...node, parameters: verify }));
			await openNode(page, node.name);
			await execute().click();
			await showOutput(editor.page, 'json');
			await output().getByText('"verified"').first().waitFor();
			expect(await output().innerText()).toMatch(/"verified"\s*:\s*true/);
		});

		it.each(ALL_PROFILES)(
			'a trigger of $displayName, with a wrong and a right secret',
			async (profile) => {
				const url = urlOf(editor.url, profile.name);
				await editor.publish(triggerOf(profile));
				await served(url);
				await inbox.getByRole('button', { name: 'Callbacks…' }).click();
				const section: Locator = dialog().getByRole('region', {
					name: profile.displayName,
					exact: true,
				});
				const set = async (secret: string): Promise<void> => {
					await section.getByRole('button', { name: /^(Set|Change)…/ }).click();
					await section.getByLabel('URL').fill(url);
					await section.getByRole('textbox', { name: 'Secret' }).fill(secret);
					await section.getByRole('button', { name: 'Save' }).click();
					await section.getByText('Query parameter secret=***').waitFor();
					await section.getByRole('button', { name: 'Test a report' }).click();
				};
				const calls = section.getByRole('list');
				await set(`no${SANDBOX_CALLBACK_SECRET.value}`);
				await calls.getByText('401, wrong secret').waitFor();
				await set(SANDBOX_CALLBACK_SECRET.value);
				await calls.getByText('Posted to n8n: 200').waitFor();
				expect(clicks).toBeLessThanOrEqual(9);
			},
		);
	});
}

const CLICKED = 'a user clicked';

/** Each click of a real pointer is told by the console, which a test can hear. */
const TELL_CLICKS = `addEventListener('click', (event) => {
	if (event.isTrusted && event.detail > 0) console.log(${JSON.stringify(CLICKED)});
}, true);`;
