import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/server/server';
import { launchChromium } from '../chromium';

/** Something that axe finds wrong. */
interface Finding {
	impact: string | null;
	id: string;
	nodes: { target: unknown; failureSummary?: string }[];
}

/** A sandbox, and pages that show its inbox. All complaints of the browser are kept. */
export class InboxRig {
	/** What the browser has put on its console as an error, and errors that nobody caught. */
	readonly complaints: string[] = [];
	/** Every address that a page has asked for. */
	readonly asked: string[] = [];

	private constructor(
		readonly sandbox: Sandbox,
		readonly browser: Browser,
	) {}

	static async start(options: SandboxOptions = {}): Promise<InboxRig> {
		return new InboxRig(await createSandbox(options), await launchChromium());
	}

	async stop(): Promise<void> {
		await this.browser.close();
		await this.sandbox.close();
	}

	/** Opens the inbox, or one conversation, in a window of its own. */
	async open(number = '', options: BrowserContextOptions = {}): Promise<Page> {
		const page = await this.browser.newPage({
			viewport: { width: 1200, height: 800 },
			...options,
		});
		page.on('pageerror', (error) => this.complaints.push(error.message));
		page.on('console', (line) => {
			if (line.type() === 'error') this.complaints.push(line.text());
		});
		page.on('request', (request) => this.asked.push(request.url()));
		await page.goto(number === '' ? this.sandbox.url : `${this.sandbox.url}/#/${number}`);
		await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' });
		return page;
	}
}

/** What axe finds wrong on a page, one line for each. */
export async function findings(
	page: Page,
	matters: (impact: string | null) => boolean = () => true,
): Promise<string[]> {
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate<{ violations: Finding[] }>('axe.run()');
	return violations
		.filter(({ impact }) => matters(impact))
		.flatMap(({ id, nodes }) =>
			nodes.map(({ target, failureSummary }) => `${id} ${String(target)}: ${failureSummary ?? ''}`),
		);
}

/** Those that axe calls serious or critical. */
export const seriousFindings = (page: Page): Promise<string[]> =>
	findings(page, (impact) => impact === 'serious' || impact === 'critical');
