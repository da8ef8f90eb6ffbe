import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { callHttp } from '../../../scripts/n8n/http';
import type { WorkflowFile } from '../../../scripts/n8n/rest';
import { OWNER, Rig } from '../../n8n/rig';
import { launchChromium } from '../chromium';

/** n8n's editor loads some 10 MB of scripts; a busy machine needs its time for them. */
const PATIENCE_MS = 90_000;

const SandboxMessages = z.array(z.object({ id: z.string(), to: z.string(), text: z.string() }));

/** A test id of n8n's editor as a selector. */
export const testId = (id: string): string => `[data-test-id="${id}"]`;

/** A real n8n whose editor is used in a real Chromium, by somebody who logs in. */
export class EditorRig {
	private constructor(
		private readonly rig: Rig,
		private readonly browser: Browser,
	) {}

	static async start(): Promise<EditorRig> {
		const rig = new Rig();
		try {
			await rig.start();
			return new EditorRig(rig, await launchChromium());
		} catch (error) {
			await rig.stop();
			throw error;
		}
	}

	async stop(): Promise<void> {
		await this.browser.close();
		await this.rig.stop();
	}

	/** Opens a window in which nobody is logged in yet. */
	async window(options: BrowserContextOptions = {}): Promise<Page> {
		const context = await this.browser.newContext({
			viewport: { width: 1440, height: 900 },
			...options,
		});
		context.setDefaultTimeout(PATIENCE_MS);
		return await context.newPage();
	}

	/** Logs in as the owner, by the form. */
	async logIn(page: Page): Promise<void> {
		await page.goto(`${this.rig.n8n.url}/signin`);
		await page.locator('input[name="emailOrLdapLoginId"]').fill(OWNER.email);
		await page.locator('input[name="password"]').fill(OWNER.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL((url) => !url.pathname.includes('signin'));
	}

	/** Imports a workflow and shows it on the canvas. */
	async openWorkflow(page: Page, workflow: WorkflowFile): Promise<void> {
		const id = await this.rig.rest.createWorkflow(workflow);
		await page.goto(`${this.rig.n8n.url}/workflow/${id}`);
		await canvasNode(page).first().waitFor();
	}

	/** The messages that the sandbox has accepted. */
	async messages(): Promise<z.infer<typeof SandboxMessages>> {
		return SandboxMessages.parse(await this.ask('messages'));
	}

	private async ask(what: string): Promise<unknown> {
		const { body } = await callHttp(`${this.rig.sandbox.url}/control/${what}`);
		return JSON.parse(body);
	}
}

/** A node on the canvas, or all of them. */
export function canvasNode(page: Page, name?: string): Locator {
	const which = name === undefined ? '' : `[data-node-name="${name}"]`;
	return page.locator(`${testId('canvas-node')}${which}`);
}

/** Opens a node by a double click. */
export async function openNode(page: Page, name: string): Promise<Locator> {
	await canvasNode(page, name).dblclick();
	const panel = page.locator(testId('ndv'));
	await panel.locator(testId('node-parameters')).first().waitFor();
	return panel;
}

/** A field of the node that is open. */
export function field(page: Page, name: string): Locator {
	return page.locator(`${testId('ndv')} ${testId(`parameter-input-${name}`)}`);
}

/** Chooses an entry of a field with a drop-down list. */
export async function choose(page: Page, name: string, entry: string): Promise<void> {
	await field(page, name).click();
	const headline = page.locator('.option-headline').getByText(entry, { exact: true });
	const item = page.locator(`${testId('parameter-input-item')}:visible`).filter({ has: headline });
	await item.click();
	await item.waitFor({ state: 'hidden' });
}

/** Whether a part of the page shows its icon: one that has arrived and that the browser can draw. */
export async function hasIcon(part: Locator): Promise<boolean> {
	const icon = part.locator('img').first();
	await icon.waitFor();
	const has = (property: string) =>
		icon.evaluate((image: object, name: string) => Boolean(Reflect.get(image, name)), property);
	await waitUntil(() => has('complete'));
	return await has('naturalWidth');
}

/** Waits for what happens outside of the browser. */
export async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
	const deadline = Date.now() + PATIENCE_MS;
	while (!(await isSo())) {
		if (Date.now() > deadline) throw new Error('It did not happen in time.');
		await sleep(200);
	}
}

/** Unfolds the addresses of the webhook that is open, and reads them. */
export async function showUrls(page: Page): Promise<string> {
	const panel = page.locator(testId('ndv'));
	await panel.getByText('Webhook URLs').click();
	const address = panel.getByText('/webhook-test/').first();
	await address.waitFor();
	return await address.innerText();
}
