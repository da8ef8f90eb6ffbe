import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium';

describe('Chromium', () => {
	let browser: Browser;
	beforeAll(async () => {
		browser = await launchChromium();
	});
	afterAll(() => browser.close());

	it('runs scripts of a page', async () => {
		const page = await browser.newPage();
		await page.setContent('<p></p><script>document.querySelector("p").textContent = "Hi"</script>');
		expect(await page.textContent('p')).toBe('Hi');
	});
});
