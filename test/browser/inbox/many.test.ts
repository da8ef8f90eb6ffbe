import type { Page } from 'playwright-core';
import { InboxRig } from './inbox';
import { seedMany } from './seed';

const MESSAGES = 10_000;

/** Bounds that a busy machine keeps; what was measured is printed. */
const FIRST_PAINT_MS = 3000;
const TYPING_MS = 300;

/** What happens between a key and the picture that shows its effect, in milliseconds. */
const TYPE = `async (key) => {
	const input = document.getElementById('search');
	const start = performance.now();
	input.value += key;
	input.dispatchEvent(new InputEvent('input', { bubbles: true }));
	await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
	return performance.now() - start;
}`;

describe(`an inbox of ${String(MESSAGES)} messages`, () => {
	let rig: InboxRig;
	let page: Page;
	beforeAll(async () => {
		rig = await InboxRig.start({ deliveryTime: 0 });
		await seedMany(rig.sandbox, MESSAGES);
		expect(rig.sandbox.messages()).toHaveLength(MESSAGES);
	});
	afterAll(() => rig.stop());

	it('is there soon', async () => {
		page = await rig.open();
		await page.getByText('10,000 entries in 2,500 conversations').waitFor();
		const ms = await page.evaluate<number>('performance.now()');
		console.log(`First paint of ${String(MESSAGES)} messages: ${String(Math.round(ms))} ms`);
		expect(ms).toBeLessThan(FIRST_PAINT_MS);
	});

	it('filters as one types', async () => {
		const times: number[] = [];
		for (const key of 'reminder 17: your') {
			times.push(await page.evaluate<number>(`(${TYPE})(${JSON.stringify(key)})`));
		}
		await page.getByText('250 of 10,000 found').waitFor();
		const worst = Math.max(...times);
		const mean = times.reduce((sum, each) => sum + each, 0) / times.length;
		console.log(`A key in the filter: ${mean.toFixed(1)} ms, ${worst.toFixed(1)} ms at most`);
		expect(worst).toBeLessThan(TYPING_MS);
	});

	it('keeps few rows, and the keyboard reaches the last one', async () => {
		await page.getByRole('searchbox').fill('');
		await page.getByText('10,000 entries').waitFor();
		const rows = page.locator('.conversations li');
		expect(await rows.count()).toBeLessThan(40);
		await page.locator('.conversations a[tabindex="0"]').focus();
		await page.keyboard.press('End');
		const last = page.locator('li[aria-posinset="2500"] a');
		await last.waitFor();
		await page.locator('li[aria-posinset="2500"] a:focus').waitFor();
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: await last.locator('strong').innerText() }).waitFor();
		expect(await rows.count()).toBeLessThan(40);
	});

	it('shows a conversation of thousands, the latest first', async () => {
		rig.sandbox.receive(
			Array.from({ length: 5000 }, (_, at) => ({
				gateway: 'messangi' as const,
				from: '13056708084',
				to: '87767',
				text: `Text ${String(at)}`,
			})),
		);
		await page.getByRole('searchbox').fill('13056708084');
		await page.getByRole('link', { name: '+13056708084' }).click();
		await page.getByText('5,000 found', { exact: true }).waitFor();
		expect(await page.locator('.message').last().innerText()).toContain('Text 4999');
		expect(await page.locator('.message').count()).toBeLessThan(100);
		await page.getByRole('button', { name: 'of 4,940 earlier messages' }).click();
		await page.getByText('Text 4880', { exact: true }).waitFor();
		expect(rig.complaints).toEqual([]);
	});
});
