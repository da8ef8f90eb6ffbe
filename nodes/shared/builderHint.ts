import type { IBuilderHint } from 'n8n-workflow';

/**
 * What n8n's assistant reads before it puts a gateway's node into a workflow: what the node is for, what
 * comes out, and what must not be done with it.
 *
 * n8n allows no expressions here (`={{`), and no hint on `resource` and `operation` themselves.
 */
export function gatewayHint(displayName: string): IBuilderHint {
	return {
		searchHint: [
			`Sends text messages (SMS) through ${displayName}.`,
			'For one message per item use the operation "send"; for a list or a spreadsheet of recipients use "sendBulk" instead of a loop.',
			'Every output item is one message, linked to its input item. Its field "outcome" is "accepted", "rejected" (certainly not sent), "unknown" (it may have been sent, so never send it again), "skipped" or "preview"; "error.hint" says what to do.',
			'To handle failures, set onError to "continueRegularOutput" and add a Switch node on "outcome" after this node.',
			'Never turn on retryOnFail: n8n would send all messages of the run again.',
			'While the workflow is being built, add options.preview: nothing is sent, and the output says what would be.',
			'If a trigger can fire twice for the same event, set options.deduplicationKey to an ID of that event.',
			'As a model’s tool, give it a toolDescription (descriptionType "manual") that says what it costs and never to repeat an "unknown" outcome, and a fixed "to" or one from a list.',
			'For delivery reports and replies, start another workflow with the node SMS Gateway Trigger.',
		].join(' '),
		relatedNodes: [
			{ nodeType: 'n8n-nodes-base.switch', relationHint: 'Handles each outcome on its own branch' },
		],
	};
}

/** What n8n's assistant reads before it starts a workflow with a gateway's calls. */
export const triggerHint: IBuilderHint = {
	searchHint: [
		'Starts the workflow when an SMS gateway reports a delivery or passes on an incoming text message (a reply).',
		'Output: "event" ("deliveryReport", "incomingMessage" or "unknown"), "eventId" (the same if the gateway calls twice, so use it to remove duplicates), "messageId", "to", "from", "text", "status".',
		'The gateway’s support registers the production URL, because the node cannot do it. The gateway never calls the test URL.',
	].join(' '),
};
