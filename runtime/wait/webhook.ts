import {
	WAIT_INDEFINITELY,
	type IWebhookDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { wallClock } from '../../http/clock';
import { answered, readAnswer } from './answers';
import {
	deadlineInWords,
	oldLinkPage,
	PAGE_HEADERS,
	questionPage,
	thanksPage,
	tooLatePage,
} from './page';
import { recall } from './state';

/**
 * The webhooks for answers to a waiting execution. The path is the node's ID: n8n checks the link's
 * signature only then.
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

/**
 * What the editor shows on a waiting node. A warning of the run would not be seen then. Only here the
 * editor gives an expression the address that the link begins with.
 */
export const waitingTooltip =
	'={{ $parameter["operation"] !== "sendAndWait" ? "" : "The workflow continues when the recipient responds" + (/^https?:\\/\\/(127\\.|10\\.|192\\.168\\.|[^./[]+[:/])/.test($execution.resumeUrl ?? "") ? ". Phones elsewhere cannot open the link, because it begins with " + $execution.resumeUrl.split("/", 3).join("/") + ": set WEBHOOK_URL in n8n" : "") }}';

/**
 * Shows the linked page and takes the answer. Only the form's POST is an answer, because bots that
 * check links in messages use GET or HEAD. n8n has already checked the link's signature, and accepts
 * one answer. After the time limit no answer counts: n8n is about to continue without one.
 */
export async function answerPage(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const waiting = recall(context);
	const { n = '1' } = context.getQueryData() as { n?: unknown };
	if (waiting === null || String(waiting.asked) !== n) return show(context, 410, oldLinkPage());
	const { question, sent } = waiting;
	const until = waiting.until === undefined ? WAIT_INDEFINITELY : new Date(waiting.until);
	const now = new Date(wallClock());
	// n8n continues up to a minute late, or later if it was down.
	if (now > until) return show(context, 410, tooLatePage());
	const deadline = until < WAIT_INDEFINITELY ? deadlineInWords(until, context.getTimezone()) : null;
	if (context.getRequestObject().method !== 'POST') {
		return show(context, 200, questionPage(question, { deadline }));
	}
	const answer = readAnswer(question, context.getBodyData());
	if (answer === null)
		return show(context, 400, questionPage(question, { deadline, isWrong: true }));
	const json = { ...sent, data: answered(answer, now) };
	context.getResponseObject().set(PAGE_HEADERS).type('html');
	return await Promise.resolve({
		workflowData: [[{ json, pairedItem: { item: 0 } }]],
		webhookResponse: thanksPage(question),
	});
}

/** Responds to the browser; the execution keeps waiting. */
function show(context: IWebhookFunctions, status: number, page: string): IWebhookResponseData {
	context.getResponseObject().status(status).set(PAGE_HEADERS).type('html').send(page);
	return { noWebhookResponse: true };
}
