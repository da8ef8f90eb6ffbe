import type { BrowserContextOptions, Page } from 'playwright-core';

import { call, sendSMSPath } from '../../sandbox/client';
import { InboxRig, findings } from './inbox';

describe('the page about the API', () => {
	let rig: InboxRig;
	let page: Page;
	beforeAll(async () => {
		rig = await InboxRig.start();
	});
	beforeEach(() => {
		rig.sandbox.reset();
	});
	afterEach(() => page.close());
	afterAll(() => rig.stop());

	/** Opens the page as a person does: by the link in the inbox. */
	async function open(options: BrowserContextOptions = {}): Promise<void> {
		page = await rig.open('', options);
		await page.getByRole('link', { name: 'API', exact: true }).click();
		await page.getByRole('heading', { name: 'SMS sandbox API' }).waitFor();
	}

	/** Opens a call; all that is in it. */
	async function opened(method: string, path: string) {
		const calls = page.locator('details.operation', {
			has: page.locator('summary', { has: page.getByText(path, { exact: true }) }),
		});
		const one = calls.filter({ has: page.locator(`.method.${method.toLowerCase()}`) });
		await one.locator('summary').click();
		await one.getByRole('button', { name: `Send ${method} ${path}` }).waitFor();
		return one;
	}

	it('sends a call with an example, and shows the answer', async () => {
		await open();
		const faults = await opened('POST', '/control/faults');
		await faults.getByRole('combobox', { name: 'Example' }).selectOption('A code of a gateway');
		await faults.getByRole('button', { name: 'Send POST' }).click();
		await faults.getByText('HTTP 200 OK', { exact: true }).waitFor();
		expect(await faults.getByLabel('Answer', { exact: true }).textContent()).toContain('"queued"');
		expect(rig.sandbox.faults()).toMatchObject([{ gateway: 'mGage', code: 112 }]);
		expect(await faults.getByLabel('The same call with curl').textContent()).toContain(
			`curl -X POST '${rig.sandbox.url}/control/faults' -d '`,
		);
		expect(rig.complaints).toEqual([]);
	});

	it('fills in the path, and says why a call was refused', async () => {
		await call(rig.sandbox, sendSMSPath());
		const id = rig.sandbox.messages()[0]?.id ?? '';
		await open();
		const status = await opened('PUT', '/control/messages/{id}/status');
		await status.getByRole('textbox', { name: 'id' }).fill(id);
		await status.getByRole('button', { name: 'Send PUT' }).click();
		await status.getByText('HTTP 200 OK', { exact: true }).waitFor();
		expect(rig.sandbox.messages()).toMatchObject([{ id, status: 'failed' }]);
		await status.getByRole('textbox', { name: 'JSON' }).fill('{"status": "lost"}');
		await status.getByRole('button', { name: 'Send PUT' }).click();
		await status.getByText('HTTP 400 Bad Request', { exact: true }).waitFor();
		expect(await status.getByLabel('Answer').textContent()).toContain('must be one of');
	});

	it('shows a stream as it comes, until it is stopped', async () => {
		await open();
		const events = await opened('GET', '/control/events');
		await events.getByRole('button', { name: 'Send GET' }).click();
		await events.getByText('event: ready').waitFor();
		rig.sandbox.receive({ gateway: 'mGage', from: '13055550100', to: '7', text: 'Meanwhile' });
		await events.getByText('Meanwhile').waitFor();
		await events.getByRole('button', { name: 'Stop' }).click();
		await events.getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
	});

	it.each<[string, BrowserContextOptions]>([
		['light', { colorScheme: 'light' }],
		['dark', { colorScheme: 'dark' }],
		['on a phone', { viewport: { width: 360, height: 740 } }],
	])('can be used by anyone, %s', async (_label, options) => {
		await open(options);
		await opened('PUT', '/control/callbacks/{gateway}');
		await opened('GET', '/control/stats');
		await (await opened('POST', '/control/faults')).getByRole('button', { name: 'Send' }).click();
		await page.getByText('HTTP 200 OK', { exact: true }).waitFor();
		expect(await findings(page)).toEqual([]);
		for (const one of await page.locator('details.operation').all()) {
			if ((await one.getAttribute('open')) === null) await one.locator('summary').click();
		}
		const calls = await page.locator('details.operation').count();
		expect(calls).toBeGreaterThanOrEqual(25);
		// What an operation holds is there once it has opened.
		await page
			.locator('details.operation .try')
			.nth(calls - 1)
			.waitFor({ state: 'attached' });
		expect(await page.locator('details.operation .try').count()).toBe(calls);
		const isTooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
		expect(await page.evaluate<boolean>(isTooWide)).toBe(false);
	});

	it('asks nobody but the sandbox', async () => {
		await open();
		expect(rig.asked.filter((url) => !url.startsWith(rig.sandbox.url))).toEqual([]);
	});
});
