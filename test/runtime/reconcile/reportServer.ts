import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a report of Messangi has, and how it is given out. */
export interface ReportSetting {
	rows: { at: number; fields: Record<string, string> }[];
	/** The most rows on a page. */
	pageSize?: number;
	/** The page that is answered with an error. */
	failingPage?: number;
	/** The count of messages, if it is another one; empty for none. */
	records?: string;
}

/** A stand-in for `tools/messageReport` that can give what the sandbox never would. */
export class ReportServer {
	setting: ReportSetting = { rows: [] };

	/** The periods and pages that were asked for. */
	asked: { start: number; end: number; page: number }[] = [];

	url = '';

	private readonly server = createServer((request, response) => {
		const path = /messageReport\/[^/]+\/(\d+)\/(\d+)\/(\d+)\/(\d+)\//.exec(request.url ?? '');
		const [start = 0, end = 0, page = 0, size = 0] = (path ?? []).slice(1).map(Number);
		this.asked.push({ start, end, page });
		const { rows, pageSize = 1000, failingPage, records } = this.setting;
		if (page === failingPage) {
			response.end('<response><status>BAD_SIGNATURE</status></response>');
			return;
		}
		const found = rows.filter(({ at }) => at >= start && at <= end);
		const length = Math.min(size, pageSize);
		const shown = page === 0 ? [] : found.slice((page - 1) * length, page * length);
		const count = records ?? String(found.length);
		response.end(
			`<response><status>OK</status><result><messages>${count && `<records>${count}</records>`}${shown
				.map(({ fields }) => `<message>${elements(fields)}</message>`)
				.join('')}</messages></result></response>`,
		);
	});

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}

function elements(fields: Record<string, string>): string {
	return Object.entries(fields)
		.map(
			([name, value]) => `<${name}>${value.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</${name}>`,
		)
		.join('');
}
