// The other side of the benchmark: a very light gateway in a separate process. It answers like
// Messangi, mGage and Message Central, checks nothing, and counts; see `control.ts`.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Counts, Identification, Settings } from './control';

let settings: Settings = { latency: 0 };
let counts: Counts = { requests: 0, most: { connections: 0, requests: 0 } };
/** When the settings were set, in milliseconds. */
let since = 0;
const open = new Set<Socket>();
let underWay = 0;
let ids = 0;
/** The number of requests in progress, and those that wait. */
let served = 0;
const waiting: (() => void)[] = [];
/** Arrival times of the accepted requests of the last second. */
let lately: number[] = [];

function listen(request: IncomingMessage, response: ServerResponse): void {
	counts.requests++;
	underWay++;
	counts.most.requests = Math.max(counts.most.requests, underWay);
	response.on('close', () => {
		underWay--;
	});
	// Closed by us: the close event comes later, possibly after the next connection.
	response.on('finish', () => {
		if (!response.shouldKeepAlive) open.delete(request.socket);
	});
	const refusal = refuse();
	request.resume().on('end', () => {
		if (refusal === null) {
			serve(request, response);
			return;
		}
		response.statusCode = refusal;
		response.end();
	});
}

/** The status with which a new request is refused; undefined if it is accepted. */
function refuse(): number | null {
	const { perSecond = Infinity, mostRequests = Infinity } = settings;
	if (underWay > mostRequests) return 503;
	if (perSecond === Infinity) return null;
	const now = performance.now();
	lately = lately.filter((time) => time > now - 1000);
	if (lately.length >= perSecond) return 429;
	lately.push(now);
	return null;
}

/** Answers when it is the request's turn, after the delay. */
function serve(request: IncomingMessage, response: ServerResponse): void {
	const { latency, slower = 0, serves = Infinity } = settings;
	const begin = () => {
		served++;
		const takes = latency + (slower * (performance.now() - since)) / 1000;
		const end = () => {
			answer(request, response);
			served--;
			waiting.shift()?.();
		};
		if (takes > 0) setTimeout(end, takes);
		else end();
	};
	if (served < serves) begin();
	else waiting.push(begin);
}

function connected(socket: Socket): void {
	open.add(socket);
	counts.most.connections = Math.max(counts.most.connections, open.size);
	socket.on('close', () => {
		open.delete(socket);
	});
	if (open.size > (settings.mostConnections ?? Infinity)) socket.resetAndDestroy();
}

function answer(request: IncomingMessage, response: ServerResponse): void {
	const url = request.url ?? '';
	const [, gateway = '', ...rest] = url.split('/');
	if (gateway === 'messangi') xml(response, messangi(rest));
	else if (gateway === 'mgage') xml(response, mGage(url));
	else json(response, url.includes('/auth/') ? token() : sent());
}

function xml(response: ServerResponse, body: string): void {
	response.setHeader('content-type', 'text/xml;charset=utf-8');
	response.end(body);
}

function json(response: ServerResponse, body: object): void {
	response.setHeader('content-type', 'application/json');
	response.end(JSON.stringify(body));
}

/** `rest/api/tools/<method>/<instance>/...`. */
function messangi([, , , method = '', , ...values]: string[]): string {
	if (method === 'getMOMessages') return incoming(Number(values[0]), Number(values[1]));
	const id = String(8_174_720_676_710_000_000n + BigInt(ids++));
	return `<response><input>${method}</input><status>OK</status><description>OK</description><result><messages><message><id>${id}</id><status>SENT_TO_CARRIER</status><statusDescription>Sent to Carrier</statusDescription></message></messages></result></response>`;
}

/** A page of the list, counted from 1; all messages are different. */
function incoming(page: number, pageSize: number): string {
	const first = (page - 1) * pageSize;
	const { incoming: all = 0 } = settings;
	const count = page < 1 ? 0 : Math.max(0, Math.min(pageSize, all - first));
	const messages = Array.from({ length: count }, (_, index) => {
		const number = first + index;
		const time = new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();
		return `<MOMessage><text>Message ${String(number)}</text><from>${String(13_052_000_000 + number)}</from><to>87767</to><encoding>GSM7</encoding><keyword>MESSAGE</keyword><carrier>Movistar</carrier><sendDate>${time.replace('T', ' ').replace('Z', '')}</sendDate></MOMessage>`;
	});
	return `<response><input>getMOMessages</input><status>OK</status><description>OK</description><result><MOMessageList><records>${String(all)}</records><MessageList>${messages.join('')}</MessageList></MOMessageList></result></response>`;
}

function mGage(url: string): string {
	const numbers = (new URL(url, 'http://localhost').searchParams.get('numbers') ?? '').split(',');
	const blocks = numbers.map(
		(number) =>
			`<recipient><number>${number}</number><statusCode>0</statusCode><messageId>${String(ids++)}</messageId></recipient>`,
	);
	return `<response>${blocks.join('')}</response>`;
}

/** Not a JWT, so it is considered valid for an hour. */
function token(): object {
	return { status: 200, token: 'token-of-the-benchmark' };
}

function sent(): object {
	const id = String(ids++);
	const data = { verificationId: id, transactionId: id, responseCode: '200', timeout: '30.0' };
	return { responseCode: 200, message: 'SUCCESS', data };
}

/** Starts both servers and reports their ports. */
async function start(identification: Identification): Promise<void> {
	const servers: [Server, string][] = [
		[createServer(listen), 'connection'],
		[createSecureServer(identification, listen), 'secureConnection'],
	];
	const ports = servers.map(async ([server, event]) => {
		server.on(event, connected);
		// n8n's HTTP Request node opens as many connections at once as it has items.
		server.listen({ port: 0, host: '127.0.0.1', backlog: 65_535 });
		await once(server, 'listening');
		return (server.address() as AddressInfo).port;
	});
	process.send?.({ ports: await Promise.all(ports) });
}

process.on('message', (message: Identification | Settings | 'counts') => {
	if (message === 'counts') {
		process.send?.({ counts });
		return;
	}
	if ('key' in message) {
		void start(message);
		return;
	}
	settings = message;
	since = performance.now();
	lately = [];
	counts = { requests: 0, most: { connections: open.size, requests: underWay } };
	process.send?.({ counts });
});
process.on('disconnect', () => {
	process.exit();
});
