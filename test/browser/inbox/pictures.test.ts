import type { BrowserContextOptions, Page } from 'playwright-core';
import { savePicture } from '../chromium';
import { createReceiver } from '../../sandbox/receiver';
import { InboxRig, findings } from './inbox';
import { ANA, seed, sendWronglySigned } from './seed';

const PHONE = { viewport: { width: 390, height: 780 } };
const DARK: BrowserContextOptions = { colorScheme: 'dark' };

/** The picture shows n8n's port in place of the test's. */
const MASK_PORT = `for (const each of document.querySelectorAll('dialog code')) {
	each.textContent = each.textContent.replace(/localhost:\\d+/, 'localhost:5678');
}`;

/** Each one is a picture, and is checked for accessibility. */
describe('what the inbox looks like', () => {
	let rig: InboxRig;
	beforeAll(async () => {
		rig = await InboxRig.start({ deliveryTime: 0 });
	});
	afterAll(() => rig.stop());

	async function check(page: Page, picture?: string): Promise<void> {
		if (picture !== undefined) await savePicture(page, `inbox-${picture}`);
		expect(await findings(page)).toEqual([]);
		await page.close();
	}

	async function openRefused(options: BrowserContextOptions): Promise<Page> {
		const page = await rig.open(ANA, options);
		const refused = page.locator('.message.refused');
		await refused.getByRole('button', { name: /^Details/ }).click();
		await refused.getByRole('heading', { name: 'Reply' }).waitFor();
		await page.evaluate("document.querySelector('.message.refused').scrollIntoView()");
		return page;
	}

	it('is empty at first, and says what to do', async () => {
		const page = await rig.open();
		expect(await page.locator('.empty').innerText()).toContain(`${rig.sandbox.url}/messangi`);
		await check(page, 'empty');
	});

	describe('with messages', () => {
		beforeAll(async () => {
			await seed(rig.sandbox);
		});

		it.each([
			['conversation', {}],
			['dark', DARK],
		])('shows a conversation: %s', async (name, options) => {
			const page = await rig.open(ANA, options);
			await page.getByText('Four it is.').last().waitFor();
			expect(await page.locator('.message').count()).toBe(5);
			expect(await page.locator('.conversations li').count()).toBe(6);
			await check(page, name);
		});

		it.each([
			['phone-list', ''],
			['phone', ANA],
		])('fits on a phone: %s', async (name, number) => {
			const page = await rig.open(number, PHONE);
			await page.getByText('Four it is.').last().waitFor({ state: 'attached' });
			expect(await page.getByRole('navigation').isVisible()).toBe(number === '');
			const isTooWide = 'document.documentElement.scrollWidth > innerWidth';
			expect(await page.evaluate(isTooWide)).toBe(false);
			await check(page, name);
		});

		it.each(['New from phone…', 'Fail next call…', 'Callbacks…', 'Connect…', 'Clear…', 'Keys'])(
			'has an accessible dialog: %s',
			async (button) => {
				const page = await rig.open(ANA);
				await page.getByRole('button', { name: button }).click();
				await page.getByRole('dialog').waitFor();
				await check(page);
			},
		);

		it.each([
			['callbacks', {}],
			['callbacks-dark', DARK],
			['callbacks-phone', PHONE],
		])('shows what callbacks got back: %s', async (name, options) => {
			const receiver = await createReceiver();
			receiver.answer = (response, { url }) =>
				url.endsWith('1f7c') ? response.end('OK') : response.writeHead(401).end('Unauthorized');
			rig.sandbox.clear();
			rig.sandbox.setCallback('messangi', {
				url: `http://localhost:${String(receiver.port)}/webhook/8f2c/callback`,
				secret: { in: 'query', name: 'secret', value: 'sandbox-callback-secret-1f7c' },
			});
			const report = { messageId: '1', status: 'delivered', to: ANA, from: '87767', text: 'Hi' };
			rig.sandbox.sendCallback({ gateway: 'messangi', report, wrongSecret: true });
			await rig.sandbox.callbacksSettled();
			rig.sandbox.sendCallback({ gateway: 'messangi', report });
			rig.sandbox.receive({ gateway: 'messangi', from: ANA, to: '87767', text: 'STOP' });
			await rig.sandbox.callbacksSettled();
			const page = await rig.open('', options);
			await page.getByRole('button', { name: 'Callbacks…' }).click();
			await page.getByText('Posted to n8n: 200').nth(1).waitFor();
			await page.evaluate(MASK_PORT);
			await check(page, name === 'callbacks-phone' ? undefined : name);
			await receiver.close();
			rig.sandbox.setCallback('messangi', null);
			rig.sandbox.clear();
			await seed(rig.sandbox);
		});

		describe('and a refused call', () => {
			beforeAll(() => sendWronglySigned(rig.sandbox));

			it.each([
				['refused', {}],
				['refused-dark', DARK],
			])('says why: %s', async (name, options) => {
				const page = await openRefused(options);
				const reason = await page.locator('table.refusal').innerText();
				expect(reason).toMatch(/Check\s+signature/);
				expect(reason).toMatch(/Expected\s+[0-9a-f]{8}… for "8\/Movistar\/87767\//);
				expect(reason).toMatch(/Got\s+one made with a slash at the start/);
				const all = await page.locator('.details').innerText();
				expect(all).toContain('GET /messangi/rest/api/tools/sendSMS/8/Movistar');
				expect(all).toContain('<status>BAD_SIGNATURE</status>');
				expect(all).not.toMatch(/[0-9a-f]{16}|sandbox-public-key/);
				await check(page, name);
			});
		});
	});

	it('loads nothing from elsewhere, and the browser has nothing to complain about', () => {
		expect(rig.asked.filter((url) => !url.startsWith('data:')).length).toBeGreaterThan(10);
		expect(
			rig.asked.filter((url) => !url.startsWith(rig.sandbox.url) && !url.startsWith('data:')),
		).toEqual([]);
		expect(rig.complaints).toEqual([]);
	});
});
