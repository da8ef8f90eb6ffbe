import {
	NodeConnectionTypes,
	NodeOperationError,
	UserError,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IDataObject,
	type IHookFunctions,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { UnreadableCallback } from '../../gateways/callbacks/body';
import type { CallbackEvent } from '../../gateways/callbacks/event';
import { GATEWAYS } from '../../gateways/registry';
import { Shown } from '../../gateways/secrets/shown';
import { secretsOf } from '../../http/account';
import { errorOfN8n, operationError } from '../../runtime/output/nodeErrors';
import { n8nBreaks } from '../../runtime/send/pace';
import { chosenIntents, intentsField } from '../shared/descriptions/intents';
import { AllowedAddresses, findGap, findWeakness, isAuthentic } from './authentication';
import { eventOutput, isWanted, type EventChoice } from './events';
import { triggerHint } from '../shared/builderHint';
import { holdResponse } from './heldResponse';
import { setUpNotice } from './setUpNotice';

/** What the panel beside the node's fields says, as HTML. */
const PRODUCTION_ONLY =
	'Gateways call the <b>Production URL</b> only. While you listen here, only the sandbox or your own request can call the <b>Test URL</b>.<br /><br />To try it without a gateway, start the sandbox (see Docs), open its inbox, and enter the URL and the secret under Callbacks.';

const gatewayChoice: INodeProperties = {
	displayName: 'Gateway',
	name: 'gateway',
	type: 'options',
	noDataExpression: true,
	options: GATEWAYS.map(({ name, displayName }) => ({ name: displayName, value: name })),
	default: '',
};

/** Whether the gateway waits until the workflow has ended, in n8n's terms. */
const WAITS = '$parameter["options"]?.["respond"] === "whenFinished"';

/** How long the gateway waits if the user sets no other limit, in seconds. */
const USUAL_LIMIT = 30;

/**
 * Starts a workflow on a delivery report or an incoming message. The gateway's support registers the
 * node's address once, because the node cannot.
 */
export class SmsGatewayTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SMS Gateway Trigger',
		name: 'smsGatewayTrigger',
		icon: { light: 'file:smsGatewayTrigger.svg', dark: 'file:smsGatewayTrigger.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["gateway"] + ": " + $parameter["events"].join(", ") }}',
		description: 'Starts the workflow on delivery reports and incoming messages',
		defaults: { name: 'SMS Gateway Trigger' },
		builderHint: triggerHint,
		triggerPanel: {
			header: 'Listen for a call from the sandbox',
			executionsHelp: PRODUCTION_ONLY,
			activationHint:
				'Publish the workflow, then give its Production URL to the gateway’s support.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'smsGatewayCallbackApi',
				required: true,
				testedBy: 'smsGatewayCallbackApiTest',
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: `={{ ${WAITS} ? "lastNode" : "onReceived" }}`,
				// Without "OK", n8n responds with the name of a setting. "noData": see `holdResponse`.
				responseData: `={{ ${WAITS} ? "noData" : "OK" }}`,
				path: 'callback',
			},
		],
		properties: [
			{ ...gatewayChoice, default: GATEWAYS[0].name },
			...GATEWAYS.map(setUpNotice),
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				required: true,
				options: [
					{
						name: 'Delivery Report',
						value: 'deliveryReport',
						description: 'The status of a message that you sent',
					},
					{
						name: 'Incoming Message',
						value: 'incomingMessage',
						description: 'A message sent to your number',
					},
				],
				default: ['deliveryReport', 'incomingMessage'],
				description:
					'Which calls start the workflow. Authenticated calls in an unrecognized format start it too, as the event "unknown".',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				// With it, n8n leaves the body to the node. Otherwise n8n reads it first and responds with
				// 500 to broken gzip and 422 to broken JSON, even to unauthenticated callers.
				default: { binaryData: true },
				options: [
					{
						displayName: 'Allowed IPs',
						name: 'allowedIps',
						type: 'string',
						default: '',
						placeholder: 'e.g. 203.0.113.7, 2001:db8::/32',
						description:
							'IP addresses or CIDR ranges that may call, separated by commas. Leave empty to allow all. mGage sends incoming messages from 208.71.240.0/21. Behind a reverse proxy, set N8N_PROXY_HOPS.',
					},
					{ displayName: 'Binary Data', name: 'binaryData', type: 'hidden', default: true },
					{
						displayName: 'Final Only',
						name: 'finalOnly',
						type: 'boolean',
						default: true,
						description: 'Whether to ignore delivery reports that are not final, e.g. "pending"',
					},
					{
						displayName: 'Include Raw',
						name: 'includeRaw',
						type: 'boolean',
						default: true,
						description: 'Whether to add the content of the call, as parsed, under "raw"',
					},
					intentsField,
					{
						displayName: 'Respond',
						name: 'respond',
						type: 'options',
						noDataExpression: true,
						options: [
							{
								name: 'Immediately',
								value: 'immediately',
								description: 'The gateway gets 200 as soon as the workflow starts',
							},
							{
								name: 'When Workflow Finishes',
								value: 'whenFinished',
								description:
									'The gateway gets 200 if the workflow succeeds. If it fails, the gateway gets 500, so that it delivers the event again.',
							},
						],
						default: 'immediately',
						description:
							'When to respond to the gateway. A workflow that pauses, e.g. at a Wait node, counts as finished.',
					},
					{
						displayName: 'Respond Within (Seconds)',
						name: 'respondWithin',
						type: 'number',
						typeOptions: { minValue: 1, maxValue: 3600 },
						default: USUAL_LIMIT,
						description:
							'With "When Workflow Finishes": after this time, the gateway gets 504 and the workflow continues',
					},
					{
						displayName: 'Statuses',
						name: 'statuses',
						type: 'multiOptions',
						options: [
							{ name: 'Delivered', value: 'delivered' },
							{ name: 'Expired', value: 'expired' },
							{ name: 'Failed', value: 'failed' },
							{ name: 'Pending', value: 'pending' },
							{ name: 'Rejected', value: 'rejected' },
							{ name: 'Unknown', value: 'unknown' },
						],
						default: [],
						description: 'The delivery statuses that start the workflow. Leave empty for all.',
					},
				],
			},
		],
	};

	methods = {
		credentialTest: {
			/** There is no server to ask: it only checks that the fields are filled in and long enough. */
			async smsGatewayCallbackApiTest(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted,
			): Promise<INodeCredentialTestResult> {
				const data = credential.data ?? {};
				const gap = findGap(data) ?? findWeakness(data);
				return await Promise.resolve(
					gap === null
						? { status: 'OK', message: 'Only calls with this secret are accepted' }
						: { status: 'Error', message: gap },
				);
			},
		},
	};

	webhookMethods = {
		default: {
			// The gateway's support registers the address, so there is nothing to look up or remove.
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(false);
			},
			/**
			 * Refuses to activate with a setting that accepts no call, or with a secret that is easy to
			 * guess. A trigger that is already active may keep its short secret: the gateway uses it, and
			 * its reports would be lost.
			 */
			async create(this: IHookFunctions): Promise<boolean> {
				const credentials = await this.getCredentials('smsGatewayCallbackApi');
				const gap = findGap(credentials);
				if (gap !== null) throw operationError(this.getNode(), gap);
				const occasion = occasionOf(this);
				const weakness = occasion === 'new' ? findWeakness(credentials) : null;
				if (weakness !== null) throw operationError(this.getNode(), weakness);
				const { unreadable } = new AllowedAddresses(allowedIpsOf(this));
				if (unreadable.length > 0 && occasion !== 'goes on') {
					throw operationError(
						this.getNode(),
						`"Allowed IPs" has entries that are not valid addresses or ranges: ${unreadable.join(', ').slice(0, 200)}`,
						{ description: 'Enter addresses or ranges, e.g. 203.0.113.7, 2001:db8::/32.' },
					);
				}
				delete this.getWorkflowStaticData('node').isNew;
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await Promise.resolve(true);
			},
		},
	};

	/**
	 * Responds with 401 to unauthenticated calls, 400 to unreadable ones, 200 to the others, and 500 to
	 * an error of ours. It never throws: n8n would then start the workflow.
	 */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		try {
			const credentials = await credentialsOf(this);
			if (credentials === null || !mayCall(this, credentials)) {
				return answer(this, 401, 'Unauthorized');
			}
			const choice = choiceOf(this);
			const events = await readEvents(this, choice);
			if (events === null) return answer(this, 400, 'The body cannot be read');
			const shown = new Shown(secretsOf(credentials));
			const items: INodeExecutionData[] = [];
			const { pause } = n8nBreaks();
			for (const event of events) {
				if (isWanted(event, choice)) items.push({ json: eventOutput(event, choice, shown) });
				await pause();
			}
			if (items.length === 0) return answer(this, 200, 'Nothing to do');
			const limit = limitOf(this);
			if (limit !== null) holdResponse(this.getResponseObject(), limit);
			return { workflowData: [items] };
		} catch {
			return answer(this, 500, 'The call could not be processed; send it again later');
		}
	}
}

/**
 * Why a trigger is registered: a user published it or listens for a test event (`new`), published a
 * change (`changed`), or n8n starts or another process takes over (`goes on`).
 *
 * A trigger that was refused at first stays new: n8n counts it as published and tries again later. n8n
 * saves the static data once it gives up, after 15 seconds.
 */
function occasionOf(context: IHookFunctions): 'new' | 'changed' | 'goes on' {
	const memory = context.getWorkflowStaticData('node');
	const mode = context.getActivationMode();
	if (mode === 'activate' || mode === 'create') memory.isNew = true;
	if (memory.isNew === true || mode === 'manual') return 'new';
	return mode === 'update' ? 'changed' : 'goes on';
}

/** Whether the caller's address is allowed and the call is authenticated. */
function mayCall(context: IWebhookFunctions, credentials: ICredentialDataDecryptedObject): boolean {
	const isAllowed = new AllowedAddresses(allowedIpsOf(context)).allow(
		context.getRequestObject().ip,
	);
	const query = context.getQueryData() as IDataObject;
	return isAuthentic(credentials, { query, headers: context.getHeaderData() }) && isAllowed;
}

/**
 * Null without a credential, or with one that was deleted.
 *
 * @throws NodeOperationError when n8n cannot read it just now, e.g. while it starts or stops: after an
 *   "Unauthorized" the gateway would not deliver the event again
 */
async function credentialsOf(
	context: IWebhookFunctions,
): Promise<ICredentialDataDecryptedObject | null> {
	try {
		return await context.getCredentials<ICredentialDataDecryptedObject>('smsGatewayCallbackApi');
	} catch (error) {
		if (error instanceof UserError || error instanceof NodeOperationError) return null;
		throw errorOfN8n(context.getNode(), error);
	}
}

function allowedIpsOf(context: IWebhookFunctions | IHookFunctions): string {
	const { allowedIps } = context.getNodeParameter('options', {}) as IDataObject;
	if (allowedIps === undefined || allowedIps === null) return '';
	// An expression may return a list. Anything else is unreadable, so that it does not allow all.
	return typeof allowedIps === 'string' ? allowedIps : [allowedIps].flat().map(String).join(' ');
}

function choiceOf(context: IWebhookFunctions): EventChoice {
	const { statuses, finalOnly, includeRaw, intents } = context.getNodeParameter(
		'options',
		{},
	) as IDataObject;
	return {
		gateway: context.getNodeParameter('gateway') as EventChoice['gateway'],
		events: context.getNodeParameter('events', []) as string[],
		statuses: Array.isArray(statuses) ? (statuses as string[]) : [],
		finalOnly: finalOnly === true,
		intents: chosenIntents(intents),
		includeRaw: includeRaw === true,
	};
}

/** How long the gateway waits for the end of the workflow, in milliseconds; null if it does not. */
function limitOf(context: IWebhookFunctions): number | null {
	const { respond, respondWithin } = context.getNodeParameter('options', {}) as IDataObject;
	if (respond !== 'whenFinished') return null;
	const seconds = Number(respondWithin ?? USUAL_LIMIT);
	return (seconds >= 1 && seconds <= 3600 ? seconds : USUAL_LIMIT) * 1000;
}

/** The events of a call, or null when its body cannot be read. */
async function readEvents(
	context: IWebhookFunctions,
	{ gateway }: EventChoice,
): Promise<CallbackEvent[] | null> {
	const entry = GATEWAYS.find(({ name }) => name === gateway);
	if (entry === undefined) {
		throw operationError(context.getNode(), 'This node does not support the selected gateway');
	}
	const body = await readBody(context);
	if (body === null) return null;
	const contentType = String(context.getRequestObject().headers['content-type'] ?? '');
	try {
		return entry.callbacks.read({ contentType, body });
	} catch (error) {
		if (error instanceof UnreadableCallback) return null;
		// A bug of ours: webhook() responds with 500.
		throw errorOfN8n(context.getNode(), error);
	}
}

/** The decompressed body; null when it is broken or longer than n8n allows. */
async function readBody(context: IWebhookFunctions): Promise<Uint8Array | null> {
	// n8n adds these to the web server's request; rawBody is set if n8n has already read the body.
	const request = context.getRequestObject() as unknown as {
		rawBody?: Uint8Array;
		readRawBody?: () => Promise<void>;
	};
	try {
		await request.readRawBody?.();
		return request.rawBody ?? new Uint8Array();
	} catch {
		return null;
	}
}

/** Responds without starting the workflow. */
function answer(context: IWebhookFunctions, status: number, text: string): IWebhookResponseData {
	context.getResponseObject().status(status).type('text/plain').send(`${text}\n`);
	return { noWebhookResponse: true };
}
