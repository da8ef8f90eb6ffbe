import type { IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { wallClock } from '../../http/clock';
import { answered, readAnswer } from './answers';
import { oldLinkPage, PAGE_HEADERS, questionPage, thanksPage, tooLatePage } from './page';
import { recall } from './state';

/**
 * Where n8n takes answers to a waiting execution. The path is the node's id: n8n checks the
 * signature of such a link only when it has that form.
 */
export const answerWebhooks: IWebhookDescription[] = (['GET', 'POST'] as const).map(
	(httpMethod) => ({
		name: 'default',
		httpMethod,
		responseMode: 'onReceived',
		responseData: '',
		path: '={{ $nodeId }}',
		restartWebhook: true,
		isFullPath: true,
	}),
);

/** What the editor shows at a node that waits. */
export const waitingTooltip =
	'={{ $parameter["operation"] === "sendAndWait" ? "The workflow continues when the recipient responds" : "" }}';

/**
 * Shows the page behind the link, and takes the answer. Only the form's POST answers: robots that
 * look at links in messages ask with GET or HEAD. n8n has checked the link's signature before, and
 * lets one answer through. After the time limit none counts: n8n is about to go on without one.
 */
export async function answerPage(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const waiting = recall(context);
	const { n = '1' } = context.getQueryData() as { n?: unknown };
	if (waiting === null || String(waiting.asked) !== n) return show(context, 410, oldLinkPage());
	const { question, sent, until } = waiting;
	const now = new Date(wallClock());
	// n8n goes on up to a minute late, and later where it was stopped.
	if (until !== undefined && now > new Date(until)) return show(context, 410, tooLatePage());
	if (context.getRequestObject().method !== 'POST') {
		return show(context, 200, questionPage(question));
	}
	const answer = readAnswer(question, context.getBodyData());
	if (answer === null) return show(context, 400, questionPage(question, true));
	const json = { ...sent, data: answered(answer, now) };
	context.getResponseObject().set(PAGE_HEADERS).type('html');
	return await Promise.resolve({
		workflowData: [[{ json, pairedItem: { item: 0 } }]],
		webhookResponse: thanksPage(question),
	});
}

/** Answers the browser; the execution goes on waiting. */
function show(context: IWebhookFunctions, status: number, page: string): IWebhookResponseData {
	context.getResponseObject().status(status).set(PAGE_HEADERS).type('html').send(page);
	return { noWebhookResponse: true };
}
