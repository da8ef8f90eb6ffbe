import { writeWorkbook } from '../gateways/messageCentral/workbook';
import type { Job } from './jobs';
import {
	fileOf,
	httpRequest,
	itemsOf,
	ourNode,
	pairs,
	readXml,
	splitOut,
	type BenchNode,
} from './workflow';

/** One way to do a scenario's job in n8n. */
export interface Side {
	/** What comes before the job: items or a file. */
	before: BenchNode[];
	/** The nodes that do it. */
	nodes: BenchNode[];
	/** How many items the last of them puts out when all went well. */
	items: number;
}

/** One job, done in several ways. */
export interface Scenario {
	name: string;
	title: string;
	/** How many messages there are. */
	count: number;
	/** How many incoming messages Messangi's list holds. */
	incoming?: number;
	/** How long the gateway waits before each answer, in milliseconds. */
	latency: number;
	ours: Side;
	/** n8n's HTTP Request node, as a user adds it. */
	httpRequest?: Side | { leftOut: string };
	/** The same requests as our node's, without n8n. */
	loop?: Job;
	/** Whether the loop also runs against a gateway that answers at once. */
	costPerRequest?: boolean;
}

/** How the gateway is far away, in milliseconds. */
const LATENCY = 50;
const CONCURRENCY = 50;
const TEXT = 'Your table is ready';

const US_NUMBER = `'+1305' + (2000000 + i)`;
const INDIAN_NUMBER = `'+91' + (9000000000 + i)`;

/** One text for each item, which mGage takes for 250 numbers a request. */
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
 * @param gateway the gateway's address
 * @param scale how many of the messages are taken, from 0 to 1
 */
export async function scenariosFor(gateway: string, scale: number): Promise<Scenario[]> {
	const of = (count: number) => Math.max(10, Math.round(count * scale));
	return [
		messangi(gateway, 'messangi-1k', of(1000)),
		messangi(gateway, 'messangi-10k', of(10_000)),
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
		incoming(gateway, of(100_000)),
	];
}

/** One request for each message: nothing can be shared. */
function messangi(gateway: string, name: string, count: number): Scenario {
	const path = `${gateway}/messangi/rest/api/tools/sendSMS/8/Movistar/19893653744`;
	const before = itemsOf(count, `{ to: ${US_NUMBER}, text: 'Text ' + i }`);
	const parameters = {
		resource: 'sms',
		operation: 'send',
		carrier: { __rl: true, mode: 'name', value: 'Movistar' },
		from: '19893653744',
		to: '={{ $json.to }}',
		message: '={{ $json.text }}',
		options: { concurrency: CONCURRENCY },
	};
	// The gateway does not check signatures; a user would have to compute one for each item.
	const url = `=${path}/{{ $json.to.base64Encode() }}/{{ $json.text.base64Encode() }}/key/signature`;
	return {
		name,
		title: `Messangi, ${text(count)} messages of their own, ${String(CONCURRENCY)} at once`,
		count,
		latency: LATENCY,
		ours: { before, nodes: [ourNode('messangi', parameters)], items: count },
		httpRequest: { before, nodes: [httpRequest({ method: 'GET', url })], items: count },
		loop: {
			method: 'GET',
			url: `${path}/KzEzMDU2NzA4MDg0/VGV4dA/key/{n}`,
			headers: {},
			requests: count,
			concurrency: CONCURRENCY,
		},
		costPerRequest: true,
	};
}

/** One text: 250 numbers share a request. */
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
		latency: LATENCY,
		ours: { before, nodes: [ourNode('mGage', ONE_TEXT)], items: count },
		httpRequest: {
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
		loop: {
			method: 'POST',
			url: `${gateway}/mgage/api/gateway?numbers=${numbers.join('%2C')}%2C{n}`,
			headers: {},
			requests: Math.ceil(count / 250),
			concurrency: 10,
		},
	};
}

/** New keys in each run, beside those of the runs before. */
function mGageWithKeys(name: string, count: number): Scenario {
	const parameters = { ...ONE_TEXT, options: { deduplicationKey: '={{ $json.key }}' } };
	return {
		name,
		title: `mGage, one text to ${text(count)} numbers, each with a deduplication key; each run finds the keys of those before it`,
		count,
		latency: LATENCY,
		ours: {
			before: itemsOf(count, `{ to: ${US_NUMBER}, key: Date.now() + '-' + i }`),
			nodes: [ourNode('mGage', parameters)],
			items: count,
		},
	};
}

/** A text for each: a thousand rows share a request. */
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
		latency: LATENCY,
		ours: {
			before: isFile ? [...rows, fileOf(source)] : rows,
			nodes: [ourNode('messageCentral', parameters)],
			items: count,
		},
		httpRequest: isFile ? { leftOut: 'one request for each row; see the rows from items' } : side,
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

/** What would be sent, with every parameter an expression that n8n evaluates for each item. */
function preview(name: string, count: number): Scenario {
	const parameters = {
		resource: 'sms',
		operation: 'send',
		carrier: { __rl: true, mode: 'name', value: 'Movistar' },
		from: '19893653744',
		to: '={{ $json.to }}',
		message: '={{ $json.text }}',
		options: { preview: true },
	};
	const before = itemsOf(count, `{ to: ${US_NUMBER}, text: 'Text ' + i }`);
	return {
		name,
		title: `Preview of ${text(count)} items, Messangi (with n8n’s evaluation of their expressions)`,
		count,
		latency: 0,
		ours: { before, nodes: [ourNode('messangi', parameters)], items: count },
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
		latency: 0,
		ours: {
			before: itemsOf(1, `{ numbers: ${numbers} }`),
			nodes: [ourNode('messangi', parameters)],
			items: count,
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
		incoming: count,
		latency: LATENCY,
		ours: { before, nodes: [ourNode('messangi', parameters)], items: count },
		httpRequest: { before, nodes: [request, readXml(), splitOut(messages)], items: count },
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
