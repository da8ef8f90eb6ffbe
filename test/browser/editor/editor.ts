import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import type { WorkflowFile } from '../../../tools/n8n/rest';
import type { Sandbox } from '../../../sandbox/server/server';
import { PACKAGE_NAME } from '../../n8n/names';
import { OWNER, Rig } from '../../n8n/rig';
import { launchChromium, savePicture } from '../chromium';

/** n8n's editor loads some 10 MB of scripts; a busy machine needs its time for them. */
const PATIENCE_MS = 60_000;

/** As narrow as the panels of a node allow: pictures are shown smaller still. */
export const VIEWPORT = { width: 1360, height: 860 };

/** Empty holders of the tooltips of n8n's text editor: white boxes in a corner of the window. */
const HIDDEN = 'div[class*="ͼ"]:empty { visibility: hidden }';

/** A test id of n8n's editor as a selector. */
export const testId = (id: string): string => `[data-test-id="${id}"]`;

/** A real n8n whose editor is used in a real Chromium, by somebody who logs in. */
export class EditorRig {
	private readonly rig = new Rig();

	private browser: Browser | undefined;

	private window: Page | undefined;

	async start(): Promise<void> {
		await this.rig.start();
		this.browser = await launchChromium();
		// The editor follows what the browser says its user prefers.
		const context = await this.browser.newContext({ viewport: VIEWPORT, colorScheme: 'light' });
		context.setDefaultTimeout(PATIENCE_MS);
		this.window = await context.newPage();
	}

	async stop(): Promise<void> {
		await this.browser?.close();
		await this.rig.stop();
	}

	get page(): Page {
		if (this.window === undefined) throw new Error('The browser is not started.');
		return this.window;
	}

	get sandbox(): Sandbox {
		return this.rig.sandbox;
	}

	/** The address of n8n. */
	get url(): string {
		return this.rig.n8n.url;
	}

	/** Imports a workflow whose trigger starts it from now on. */
	async publish(workflow: WorkflowFile): Promise<void> {
		await this.rig.rest.activate(await this.rig.rest.createWorkflow(workflow));
	}

	/** Logs in as the owner, by the form. */
	async logIn(): Promise<void> {
		const { page } = this;
		await page.goto(`${this.rig.n8n.url}/signin`);
		await page.locator('input[name="emailOrLdapLoginId"]').fill(OWNER.email);
		await page.locator('input[name="password"]').fill(OWNER.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL((url) => !url.pathname.includes('signin'));
	}

	/** Imports a workflow and shows it on the canvas. */
	async openWorkflow(workflow: WorkflowFile): Promise<void> {
		const id = await this.rig.rest.createWorkflow(workflow);
		await this.page.goto(`${this.rig.n8n.url}/workflow/${id}`);
		await canvasNode(this.page).first().waitFor();
	}

	/** Begins a workflow with nothing in it. */
	async openEmpty(): Promise<void> {
		await this.page.goto(`${this.rig.n8n.url}/workflow/new`);
		await this.page.locator(testId('canvas-add-button')).waitFor();
	}

	/**
	 * Takes a picture of what is shown, in light and in dark, and returns to light.
	 *
	 * @param height of the window, in pixels, where there is more to be seen
	 */
	async savePictures(name: string, height = VIEWPORT.height): Promise<void> {
		const { page } = this;
		await closeToasts(page);
		// To where nothing changes under it.
		await page.mouse.move(VIEWPORT.width / 2, 2);
		await page.setViewportSize({ ...VIEWPORT, height });
		for (const colorScheme of ['dark', 'light'] as const) {
			await page.emulateMedia({ colorScheme });
			await waitUntil(`icons are ${colorScheme}`, async () =>
				(await iconsOf(page)).every(
					(icon) => icon.isDrawn && icon.src.includes('.dark.') === (colorScheme === 'dark'),
				),
			);
			await savePicture(page, `editor-${name}${colorScheme === 'dark' ? '-dark' : ''}`, HIDDEN);
		}
		await page.setViewportSize(VIEWPORT);
	}
}

/**
 * Waits for what the browser does not tell when it happens.
 *
 * @param what it is, for the message when it does not
 */
export async function waitUntil(
	what: string,
	isSo: () => Promise<boolean> | boolean,
): Promise<void> {
	const deadline = Date.now() + PATIENCE_MS;
	while (!(await isSo())) {
		if (Date.now() > deadline) throw new Error(`It did not happen in time: ${what}.`);
		await sleep(100);
	}
}

/** A node on the canvas, or all of them. */
export function canvasNode(page: Page, name?: string): Locator {
	const which = name === undefined ? '' : `[data-node-name="${name}"]`;
	return page.locator(`${testId('canvas-node')}${which}`);
}

/** Waits until a part of the page shows its icon: one of ours that has arrived and can be drawn. */
export async function waitForIcon(part: Locator): Promise<void> {
	await waitUntil('an icon', async () => (await iconsOf(part)).some(({ isDrawn }) => isDrawn));
}

/** The icons of ours that a part of the page shows. */
async function iconsOf(part: Page | Locator): Promise<{ src: string; isDrawn: boolean }[]> {
	return await part
		.locator(`img[src*="${PACKAGE_NAME}"]:visible`)
		.evaluateAll((images: Picture[]) =>
			images.map(({ src, complete, naturalWidth }) => ({
				src,
				isDrawn: complete && naturalWidth > 0,
			})),
		);
}

/** What the browser says of an `<img>`. */
interface Picture {
	src: string;
	complete: boolean;
	naturalWidth: number;
}

/** Closes n8n's messages, which would cover something. */
async function closeToasts(page: Page): Promise<void> {
	const close = page.locator('.el-notification__closeBtn:visible');
	while ((await close.count()) > 0) {
		// One may go by itself meanwhile.
		await close
			.first()
			.click({ timeout: 1_000 })
			.catch(() => undefined);
	}
}
