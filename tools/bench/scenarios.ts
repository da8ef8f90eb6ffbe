import { writeWorkbook } from '../../gateways/messageCentral/workbook';
import type { GatewayUrls, Settings } from './control';
import type { Job } from './jobs';
import {
	fileOf,
	httpRequest,
	itemsOf,
	ourNode,
	pairs,
	readXml,
	splitOut,
	textsOfTheirOwn,
	type BenchNode,
} from './workflow';

/** One way to do a scenario's job in n8n. */
export interface Side {
	/** The nodes before the job, which make items or a file. */
	before: BenchNode[];
	/** The nodes that do it. */
	nodes: BenchNode[];
	/** The number of output items if everything succeeds. */
	items: number;
}

/** A way, or why it is not measured, by its name in the table. */
export type Ways = Record<string, Side | { leftOut: string }>;

/** One job, done in several ways. */
export interface Scenario {
	name: string;
	title: string;
	/** The number of messages. */
	count: number;
	/** The settings of the gateway. */
	gateway: Settings;
	/** Whether it is called over HTTPS. */
	isSecure?: boolean;
	/** Whether n8n uses PostgreSQL instead of SQLite. */
	isOnPostgres?: boolean;
	/** Whether the outcomes of refused messages are measured, too. */
	mayFail?: boolean;
	/** They take turns; the others are compared with the first. */
	ways: Ways;
	/** The requests of our node, without n8n. */
	loop?: Job;
	/** Whether the loop also runs with a gateway that answers at once. */
	costPerRequest?: boolean;
}

/** The names of the ways in the tables. */
export const OURS = 'our node';
export const HTTP_REQUEST = 'HTTP Request node';
/** Our node with a number of requests at once; 0: automatic. */
export const oursAt = (concurrency: number): string =>
	concurrency === 0 ? `${OURS}, automatic` : `${OURS}, ${String(concurrency)} at once`;

/** The delay of a far gateway, in milliseconds. */
const LATENCY = 50;
const CONCURRENCY = 50;
/** Our nodes' requests at once: by default, the most with automatic, and the highest setting. */
const AT_ONCE = { byDefault: 10, automatic: 40, most: 200 };
const TEXT = 'Your table is ready';

const US_NUMBER = `'+1305' + (2000000 + i)`;
const INDIAN_NUMBER = `'+91' + (9000000000 + i)`;

/** The same text for each item, which mGage accepts for 250 numbers per request. */
const ONE_TEXT = {
	resource: 'sms',
	operation: 'send',
	from: '87767',
	programId: '1001',
	to: '={{ $json.to }}',
	message: TEXT,
};

/**
 * All scenarios.
 *
 * @param urls the gateway's URLs
 * @param scale the share of the messages, from 0 to 1
 * @param ca the gateway's certificate for HTTPS, as PEM
 */
export async function scenariosFor(urls: GatewayUrls, scale: number, ca = ''): Promise<Scenario[]> {
	const of = (count: number) => Math.max(10, Math.round(count * scale));
	const gateway = urls.http;
	return [
		messangi(gateway, 'messangi-1k', of(1000)),
		messangi(gateway, 'messangi-10k', of(10_000)),
		...OWN.map((each) => own(urls, { ...each, count: of(each.count) }, ca)),
		...STAND_INS.map((each) => standIn({ ...each, count: of(each.count) })),
		mGage(gateway, of(10_000)),
		mGageWithKeys('keys-10k', of(10_000)),
		mGageWithKeys('keys-100k', of(100_000)),
		await messageCentral(gateway, 'message-central-10k', of(10_000), 'items'),
		await messageCentral(gateway, 'message-central-xlsx-10k', of(10_000), 'xlsx'),
		await messageCentral(gateway, 'message-central-100k', of(100_000), 'csv'),
		preview('preview-10k', of(10_000)),
		preview('preview-100k', of(100_000)),
		previewOfList('preview-list-10k', of(10_000)),
		previewOfList('preview-list-100k', of(100_000)),
		rules('own-rules', of(100_000)),
		incoming(gateway, of(100_000)),
	];
}

/** Separate messages, one request for each, with the settings that users can choose. */
interface Own {
	name: string;
	count: number;
	latency: number;
	isSecure?: boolean;
	isOnPostgres?: boolean;
	/** Leaves out ten at once, which takes minutes. */
	withoutFew?: boolean;
}

const OWN: Own[] = [
	{ name: 'own-3k', count: 3000, latency: LATENCY },
	{ name: 'own-10k', count: 10_000, latency: LATENCY },
	{ name: 'own-3k-far', count: 3000, latency: 300 },
	{ name: 'own-10k-far', count: 10_000, latency: 300, withoutFew: true },
	{ name: 'own-3k-https', count: 3000, latency: LATENCY, isSecure: true },
	{ name: 'own-10k-https', count: 10_000, latency: LATENCY, isSecure: true, withoutFew: true },
	{ name: 'own-3k-https-far', count: 3000, latency: 300, isSecure: true, withoutFew: true },
	{ name: 'own-3k-postgres', count: 3000, latency: LATENCY, isOnPostgres: true },
];

function own(urls: GatewayUrls, each: Own, ca: string): Scenario {
	const { name, count, latency, isSecure = false, isOnPostgres = false } = each;
	const gateway = isSecure ? urls.https : urls.http;
	const { byDefault, automatic, most } = AT_ONCE;
	const few = each.withoutFew
		? { leftOut: `10 at once need ${text((count * latency) / 10_000)} s at least` }
		: sendingEach(count, byDefault);
	return {
		name,
		title: `Messangi, ${text(count)} messages of their own, ${String(latency)} ms, ${isSecure ? 'HTTPS' : 'HTTP'}${isOnPostgres ? ', n8n on PostgreSQL' : ''}`,
		count,
		gateway: { latency },
		isSecure,
		isOnPostgres,
		ways: {
			[HTTP_REQUEST]: askingEach(gateway, count),
			[oursAt(most)]: sendingEach(count, most),
			[`${HTTP_REQUEST}, batches of 200, 1 ms apart`]: askingEach(gateway, count, most, 1),
			[oursAt(0)]: sendingEach(count, 0),
			[`${HTTP_REQUEST}, batches of 40, 1 ms apart`]: askingEach(gateway, count, automatic, 1),
			[oursAt(byDefault)]: few,
			[`${HTTP_REQUEST}, batches of 200, ${String(latency)} ms apart`]: askingEach(
				gateway,
				count,
				most,
				latency,
			),
		},
		loop: { ...loopOf(gateway, count, most), ...(isSecure && { ca }) },
		costPerRequest: true,
	};
}

/** A gateway with limits, for which the node has to find the best concurrency. */
interface StandIn {
	name: string;
	title: string;
	count: number;
	gateway: Settings;
	/** The fixed numbers of requests at once for comparison. */
	fixed?: number[];
}

const STAND_INS: StandIn[] = [
	{
		name: 'stand-in-a',
		title: '(a) answers in 50 ms',
		count: 3000,
		gateway: { latency: LATENCY },
	},
	{
		name: 'stand-in-b',
		title: '(b) serves 20 at once and lets the others wait',
		count: 3000,
		gateway: { latency: LATENCY, serves: 20 },
	},
	{
		name: 'stand-in-c',
		title: '(c) answers 429 above 100 a second',
		count: 1000,
		gateway: { latency: LATENCY, perSecond: 100 },
	},
	{
		name: 'stand-in-d',
		title: '(d) resets connections above 25 at once',
		count: 3000,
		gateway: { latency: LATENCY, mostConnections: 25 },
	},
	{
		name: 'stand-in-e',
		title: '(e) answers a bare 503 above 25 at once',
		count: 3000,
		gateway: { latency: LATENCY, mostRequests: 25 },
	},
	{
		name: 'stand-in-f',
		title: '(f) takes 25 ms longer each second',
		count: 3000,
		gateway: { latency: LATENCY, slower: 25 },
		// With fewer, 3,000 messages would take minutes, because later messages take longer.
		fixed: [30, 40],
	},
	{
		name: 'stand-in-g',
		title: '(g) is 1 s away',
		count: 1000,
		gateway: { latency: 1000 },
		// Lower numbers are proportionally slower.
		fixed: [40],
	},
];

function standIn({ name, title, count, gateway, fixed }: StandIn): Scenario {
	const numbers = [0, ...(fixed ?? [10, 20, 30, 40])];
	return {
		name,
		title: `Messangi, ${text(count)} messages to a gateway that ${title}`,
		count,
		gateway,
		mayFail: true,
		ways: Object.fromEntries(numbers.map((each) => [oursAt(each), sendingEach(count, each)])),
	};
}

/** Our node, with a request for each item. */
function sendingEach(count: number, concurrency: number): Side {
	return ourSide(count, concurrency === AT_ONCE.byDefault ? {} : { concurrency });
}

function ourSide(count: number, options: object): Side {
	const nodes = [ourNode('messangi', textsOfTheirOwn(options))];
	return { before: ownTexts(count), nodes, items: count };
}

/**
 * n8n's HTTP Request node, with a request for each item. The gateway does not check signatures; users
 * would have to compute one for each item.
 *
 * @param batchSize the number of requests that start together; default: all
 * @param batchInterval milliseconds between the starts of batches, which do not wait for answers
 */
function askingEach(
	gateway: string,
	count: number,
	batchSize?: number,
	batchInterval?: number,
): Side {
	const url = `=${sendPath(gateway)}/{{ $json.to.base64Encode() }}/{{ $json.text.base64Encode() }}/key/signature`;
	const options =
		batchSize === undefined ? {} : { batching: { batch: { batchSize, batchInterval } } };
	const nodes = [httpRequest({ method: 'GET', url, options })];
	return { before: ownTexts(count), nodes, items: count };
}

function ownTexts(count: number): BenchNode[] {
	return itemsOf(count, `{ to: ${US_NUMBER}, text: 'Text ' + i }`);
}

function sendPath(gateway: string): string {
	return `${gateway}/messangi/rest/api/tools/sendSMS/8/Movistar/19893653744`;
}

/** The requests of `sendingEach`. */
function loopOf(gateway: string, requests: number, concurrency: number): Job {
	const url = `${sendPath(gateway)}/KzEzMDU2NzA4MDg0/VGV4dA/key/{n}`;
	return { method: 'GET', url, headers: {}, requests, concurrency };
}

/** One request for each message: nothing can be shared. */
function messangi(gateway: string, name: string, count: number): Scenario {
	return {
		name,
		title: `Messangi, ${text(count)} messages of their own, ${String(CONCURRENCY)} at once`,
		count,
		gateway: { latency: LATENCY },
		ways: {
			[OURS]: sendingEach(count, CONCURRENCY),
			[HTTP_REQUEST]: askingEach(gateway, count),
		},
		loop: loopOf(gateway, count, CONCURRENCY),
		costPerRequest: true,
	};
}

/** The same text for all: 250 numbers share a request. */
function mGage(gateway: string, count: number): Scenario {
	const before = itemsOf(count, `{ to: ${US_NUMBER} }`);
	const query = {
		allow_long_messages: 'no',
		message: TEXT,
		message_billed: 'no',
		message_type: 'sms',
		numbers: '={{ $json.to.slice(1) }}',
		program_id: '1001',
		spoof_from: '87767',
	};
	const numbers = Array.from({ length: 249 }, (_, index) => String(13_052_000_000 + index));
	return {
		name: 'mgage-10k',
		title: `mGage, one text to ${text(count)} numbers`,
		count,
		gateway: { latency: LATENCY },
		ways: {
			[OURS]: { before, nodes: [ourNode('mGage', ONE_TEXT)], items: count },
			[HTTP_REQUEST]: {
				before,
				nodes: [
					{
						...httpRequest({
							method: 'POST',
							url: `${gateway}/mgage/api/gateway`,
							authentication: 'genericCredentialType',
							genericAuthType: 'httpBasicAuth',
							sendQuery: true,
							queryParameters: pairs(query),
						}),
						credential: ['httpBasicAuth', 'Basic account'],
					},
				],
				items: count,
			},
		},
		loop: {
			method: 'POST',
			url: `${gateway}/mgage/api/gateway?numbers=${numbers.join('%2C')}%2C{n}`,
			headers: {},
			requests: Math.ceil(count / 250),
			concurrency: 10,
		},
	};
}

/** New keys in each run, in addition to those of earlier runs. */
function mGageWithKeys(name: string, count: number): Scenario {
	const parameters = { ...ONE_TEXT, options: { deduplicationKey: '={{ $json.key }}' } };
	return {
		name,
		title: `mGage, one text to ${text(count)} numbers, each with a deduplication key; each run finds the keys of those before it`,
		count,
		gateway: { latency: LATENCY },
		ways: {
			[OURS]: {
				before: itemsOf(count, `{ to: ${US_NUMBER}, key: Date.now() + '-' + i }`),
				nodes: [ourNode('mGage', parameters)],
				items: count,
			},
		},
	};
}

/** Personalized texts: a thousand rows share a request. */
async function messageCentral(
	gateway: string,
	name: string,
	count: number,
	source: 'items' | 'csv' | 'xlsx',
): Promise<Scenario> {
	const isFile = source !== 'items';
	const rows = isFile
		? itemsOf(
				count,
				`{ Country: '', Mobile: ${INDIAN_NUMBER}, Name: 'Name ' + i, Time: i % 12 + ' pm' }`,
			)
		: itemsOf(count, `{ to: ${INDIAN_NUMBER}, name: 'Name ' + i, time: i % 12 + ' pm' }`);
	const recipients = isFile
		? { recipientSource: 'file', binaryPropertyName: 'data' }
		: {
				recipientSource: 'items',
				to: '={{ $json.to }}',
				variables: {
					variable: [
						{ name: 'name', value: '={{ $json.name }}' },
						{ name: 'time', value: '={{ $json.time }}' },
					],
				},
			};
	const parameters = {
		resource: 'sms',
		operation: 'sendBulk',
		channel: 'SMS',
		senderId: 'UTOMOB',
		messageType: 'TRANSACTION',
		bulkMode: 'personalized',
		message: 'Hello ##name##, your table is ready at ##time##',
		...recipients,
	};
	const query = {
		countryCode: '91',
		flowType: 'SMS',
		mobileNumber: '={{ $json.to.slice(3) }}',
		senderId: 'UTOMOB',
		type: 'SMS',
		message: '=Hello {{ $json.name }}, your table is ready at {{ $json.time }}',
		messageType: 'TRANSACTION',
	};
	const thousand = Array.from({ length: 1000 }, (_, index) => ({
		countryCode: '91',
		nationalNumber: String(9_000_000_000 + index),
		values: [`Name ${String(index)}`, `${String(index % 12)} pm`],
	}));
	const side: Side = {
		before: rows,
		nodes: [
			httpRequest({
				method: 'POST',
				url: `${gateway}/message-central/verification/v3/send`,
				sendHeaders: true,
				headerParameters: pairs({ authToken: 'token-of-the-benchmark' }),
				sendQuery: true,
				queryParameters: pairs(query),
			}),
		],
		items: count,
	};
	const titles = { items: 'from items', csv: 'from a .csv file', xlsx: 'from an .xlsx file' };
	return {
		name,
		title: `Message Central, ${text(count)} personalised, ${titles[source]}`,
		count,
		gateway: { latency: LATENCY },
		ways: {
			[OURS]: {
				before: isFile ? [...rows, fileOf(source)] : rows,
				nodes: [ourNode('messageCentral', parameters)],
				items: count,
			},
			[HTTP_REQUEST]: isFile
				? { leftOut: 'one request for each row; see the rows from items' }
				: side,
		},
		loop: {
			method: 'POST',
			url: `${gateway}/message-central/verification/v3/send?n={n}`,
			headers: { authToken: 'token-of-the-benchmark' },
			body: 'a'.repeat((await writeWorkbook(thousand)).length),
			requests: Math.ceil(count / 1000),
			concurrency: 10,
		},
	};
}

/** A preview in which every parameter is an expression that n8n evaluates for each item. */
function preview(name: string, count: number): Scenario {
	return {
		name,
		title: `Preview of ${text(count)} items, Messangi (with n8n’s evaluation of their expressions)`,
		count,
		gateway: { latency: 0 },
		ways: { [OURS]: ourSide(count, { preview: true }) },
	};
}

/** The same from a list in one item: n8n evaluates one expression, the rest is our own work. */
function previewOfList(name: string, count: number): Scenario {
	const numbers = `Array.from({ length: ${String(count)} }, (_, i) => ${US_NUMBER})`;
	const parameters = {
		resource: 'sms',
		operation: 'sendBulk',
		via: 'send',
		carrier: { __rl: true, mode: 'name', value: 'Movistar' },
		from: '19893653744',
		recipientSource: 'list',
		recipients: '={{ $json.numbers }}',
		message: TEXT,
		options: { preview: true },
	};
	return {
		name,
		title: `Preview of ${text(count)} numbers in one list, Messangi (our own work)`,
		count,
		gateway: { latency: 0 },
		ways: {
			[OURS]: {
				before: itemsOf(1, `{ numbers: ${numbers} }`),
				nodes: [ourNode('messangi', parameters)],
				items: count,
			},
		},
	};
}

/** The ways of `own-rules`. */
export const RULES = {
	off: `${OURS}, without rules`,
	doNotSend: `${OURS}, Do Not Send To as many others`,
	hours: `${OURS}, Sending Hours`,
	both: `${OURS}, both`,
} as const;

/** One text to a list, with the options that decide for each recipient. Nobody is left out. */
function rules(name: string, count: number): Scenario {
	const numbers = `Array.from({ length: ${String(count)} }, (_, i) => ${US_NUMBER})`;
	const list = itemsOf(1, `{ numbers: ${numbers} }`).map((node) => ({
		...node,
		name: 'List',
		executeOnce: true,
	}));
	const before = [...itemsOf(count, `{ phone: '+1212' + (2000000 + i) }`), ...list];
	const doNotSend = "={{ $('Items').all() }}";
	const sendingHours = { hours: { from: '00:00', to: '24:00', days: [1, 2, 3, 4, 5, 6, 7] } };
	const side = (options: object): Side => {
		const parameters = {
			...{ resource: 'sms', operation: 'sendBulk', from: '87767', programId: '1001' },
			...{ recipientSource: 'list', recipients: '={{ $json.numbers }}', message: TEXT },
			options,
		};
		return { before, nodes: [ourNode('mGage', parameters)], items: count };
	};
	return {
		name,
		title: `mGage, one text to ${text(count)} numbers in one list, with and without rules of sending`,
		count,
		gateway: { latency: 0 },
		ways: {
			[RULES.off]: side({}),
			[RULES.doNotSend]: side({ doNotSend }),
			[RULES.hours]: side({ sendingHours }),
			[RULES.both]: side({ doNotSend, sendingHours }),
		},
	};
}

/** A list that is read page by page. */
function incoming(gateway: string, count: number): Scenario {
	const pageSize = 1000;
	const pages = Math.ceil(count / pageSize);
	const list = `${gateway}/messangi/rest/api/tools/getMOMessages/8`;
	const parameters = {
		resource: 'incomingMessage',
		operation: 'getMany',
		returnAll: true,
		options: { pageSize },
	};
	const nextURL = `={{ "${list}/" + ($pageCount + 1) + "/${String(pageSize)}/null/key/signature" }}`;
	const request = httpRequest({
		method: 'GET',
		url: `${list}/1/${String(pageSize)}/null/key/signature`,
		options: {
			response: { response: { responseFormat: 'text' } },
			pagination: {
				pagination: {
					paginationMode: 'responseContainsNextURL',
					nextURL,
					paginationCompleteWhen: 'other',
					completeExpression: `={{ $pageCount >= ${String(pages)} }}`,
				},
			},
		},
	});
	const messages = 'response.result.MOMessageList.MessageList.MOMessage';
	const before = itemsOf(1, '{ i }');
	return {
		name: 'incoming-100k',
		title: `Messangi, reading ${text(count)} incoming messages, ${String(pageSize)} a page`,
		count,
		gateway: { latency: LATENCY, incoming: count },
		ways: {
			[OURS]: { before, nodes: [ourNode('messangi', parameters)], items: count },
			[HTTP_REQUEST]: { before, nodes: [request, readXml(), splitOut(messages)], items: count },
		},
		loop: {
			method: 'GET',
			url: `${list}/{n}/${String(pageSize)}/null/key/signature`,
			headers: {},
			requests: pages,
			concurrency: 1,
		},
	};
}

function text(count: number): string {
	return count.toLocaleString('en-US');
}
