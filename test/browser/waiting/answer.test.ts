import type { Browser, Page } from 'playwright-core';
import { ask } from '../../n8n/questions';
import { Rig } from '../../n8n/rig';
import { outputs } from '../../n8n/workflows';
import { launchChromium, savePicture } from '../chromium';
import { seriousFindings } from '../inbox/inbox';

const QUESTION = {
	message: '=Ship order {{ $json.body.order }} for $1,250 to Ana <Pérez>?',
	approvalOptions: {
		values: { approvalType: 'double', approveLabel: 'Ship it', disapproveLabel: 'Hold it back' },
	},
};
const WRITTEN = {
	message: 'How was your visit?',
	responseType: 'freeText',
	options: { responseFormTitle: 'Your visit', responseFormButtonLabel: 'Send' },
};

/** A recipient opens the link of a message on a phone. */
describe('the page behind the link, in a real n8n and on a phone', () => {
	const rig = new Rig();
	const asked: string[] = [];
	const complaints: string[] = [];
	let browser: Browser;

	beforeAll(async () => {
		await rig.start();
		browser = await launchChromium();
	});
	afterAll(async () => {
		await browser.close();
		await rig.stop();
	});

	async function open(link: string, colorScheme: 'light' | 'dark'): Promise<Page> {
		const page = await browser.newPage({
			viewport: { width: 390, height: 460 },
			deviceScaleFactor: 2,
			colorScheme,
		});
		page.on('request', (request) => asked.push(request.url()));
		page.on('console', (line) => {
			// What drives the browser has scripts, and the page allows none.
			const isOurs = line.text().startsWith('Blocked script execution');
			if (line.type() === 'error' && !isOurs) complaints.push(line.text());
		});
		await page.goto(link);
		return page;
	}

	/** Looks at a copy: on the page itself no script runs. */
	async function findings(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
		const copy = await browser.newPage({ viewport: { width: 390, height: 460 }, colorScheme });
		await copy.setContent(await page.content());
		const found = await seriousFindings(copy);
		await copy.close();
		return found;
	}

	async function check(page: Page, name: string, colorScheme: 'light' | 'dark'): Promise<void> {
		expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
		for (const button of await page.getByRole('button').all()) {
			const box = await button.boundingBox();
			expect(box?.height).toBeGreaterThanOrEqual(48);
			expect(box?.width).toBeGreaterThan(250);
		}
		expect(await findings(page, colorScheme)).toEqual([]);
		await savePicture(page, `answer-page${name}`);
	}

	test('a press on a button answers, and the link is used up', async () => {
		const { executionId, link } = await ask(rig, 'messangi', QUESTION);
		const dark = await open(link, 'dark');
		await check(dark, '-dark', 'dark');
		await dark.close();
		const page = await open(link, 'light');
		expect(await page.locator('main').innerText()).toContain(
			'Ship order 4711 for $1,250 to Ana <Pérez>?',
		);
		await check(page, '', 'light');
		expect((await rig.statusOf(executionId)).status).toBe('waiting');

		await page.getByRole('button', { name: 'Ship it' }).click();
		await page.getByRole('status').waitFor();
		expect(await page.getByRole('heading').innerText()).toBe('Thank you');
		expect(await page.getByRole('status').innerText()).toBe(
			'Your answer was received. You can close this page.',
		);
		const execution = await rig.rest.ended(executionId);
		expect(outputs(execution, 'After')).toMatchObject([{ data: { approved: true } }]);
		await page.close();
	});

	test('what is typed comes out, and an empty answer is not sent', async () => {
		const { executionId, link } = await ask(rig, 'messageCentral', WRITTEN);
		const page = await open(link, 'light');
		await page.getByRole('button', { name: 'Send' }).click();
		expect(await page.getByRole('heading').innerText()).toBe('Your visit');
		await page.getByLabel('Your answer').fill('Very good.\nThank you 👍');
		await check(page, '-text', 'light');
		await page.getByRole('button', { name: 'Send' }).click();
		await page.getByRole('status').waitFor();
		expect(await page.getByRole('heading').innerText()).toBe('Your visit');
		const execution = await rig.rest.ended(executionId);
		expect(outputs(execution)).toMatchObject([{ data: { text: 'Very good.\nThank you 👍' } }]);
		await page.close();
	});

	test('it loads nothing from elsewhere, and the browser has nothing to complain about', () => {
		const own = rig.n8n.url;
		expect(asked.length).toBeGreaterThan(4);
		expect(asked.filter((url) => !url.startsWith(own) && !url.startsWith('data:'))).toEqual([]);
		expect(complaints).toEqual([]);
	});
});
