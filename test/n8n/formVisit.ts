import { callHttp } from '../../tools/n8n/http';
import { until } from './publishedExample';

const BOUNDARY = '----------------form-visit';

/** A visit to the pages that n8n shows for its form nodes, as a browser makes it. */
export class FormVisit {
	/** The page's HTML. */
	page = '';

	private constructor(private url: string) {}

	/** Opens the first page. */
	static async open(url: string): Promise<FormVisit> {
		const visit = new FormVisit(url);
		await visit.load();
		return visit;
	}

	/** Fills in the fields from the top, sends the form, and waits for the next page. */
	async submit(...values: string[]): Promise<void> {
		const parts = values.map(
			(value, index) =>
				`--${BOUNDARY}\r\ncontent-disposition: form-data; name="field-${String(index)}"\r\n\r\n${value}\r\n`,
		);
		const answer = await callHttp(this.url, {
			method: 'POST',
			headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
			body: `${parts.join('')}--${BOUNDARY}--\r\n`,
		});
		if (answer.status !== 200) throw new Error(`n8n answered a form with ${String(answer.status)}`);
		// Where the next page will be, once the workflow has come to it.
		const next = JSON.parse(answer.body) as { formWaitingUrl?: string };
		if (next.formWaitingUrl !== undefined) this.url = next.formWaitingUrl;
		const status = new URL(this.url);
		status.pathname += '/n8n-execution-status';
		await until('the next page is there', async () => {
			const { body } = await callHttp(status.href);
			if (body === 'error') throw new Error('The workflow ended with an error.');
			return body === 'form-waiting';
		});
		await this.load();
	}

	/** What the script of the last page does: it lets the workflow end. */
	async leave(): Promise<void> {
		await callHttp(this.url, { method: 'POST' });
	}

	private async load(): Promise<void> {
		const { status, body } = await callHttp(this.url);
		if (status !== 200) throw new Error(`n8n answered a page with ${String(status)}`);
		this.page = body;
	}
}
