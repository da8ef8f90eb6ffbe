// The other side of the benchmark: a very light gateway in a process of its own. It answers as
// Messangi, mGage and Message Central do, checks nothing, and counts; see `control.ts`.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Counts, Settings } from './control';

let settings: Settings = { latency: 0, incoming: 0 };
let counts: Counts = { requests: 0, most: { connections: 0, requests: 0 } };
const open = new Set<Socket>();
let underWay = 0;
let ids = 0;

const server = createServer((request, response) => {
	counts.requests++;
	underWay++;
	counts.most.requests = Math.max(counts.most.requests, underWay);
	response.on('close', () => {
		underWay--;
	});
	// We close it then; that this has happened is told later, when the next one may have come.
	response.on('finish', () => {
		if (!response.shouldKeepAlive) open.delete(request.socket);
	});
	request.resume().on('end', () => {
		const send = () => {
			answer(request, response);
		};
		if (settings.latency > 0) setTimeout(send, settings.latency);
		else send();
	});
});

server.on('connection', (socket) => {
	open.add(socket);
	counts.most.connections = Math.max(counts.most.connections, open.size);
	socket.on('close', () => {
		open.delete(socket);
	});
});

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

/** A page of the list, counted from 1; no two messages are alike. */
function incoming(page: number, pageSize: number): string {
	const first = (page - 1) * pageSize;
	const count = page < 1 ? 0 : Math.max(0, Math.min(pageSize, settings.incoming - first));
	const messages = Array.from({ length: count }, (_, index) => {
		const number = first + index;
		const time = new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();
		return `<MOMessage><text>Message ${String(number)}</text><from>${String(13_052_000_000 + number)}</from><to>87767</to><encoding>GSM7</encoding><keyword>MESSAGE</keyword><carrier>Movistar</carrier><sendDate>${time.replace('T', ' ').replace('Z', '')}</sendDate></MOMessage>`;
	});
	return `<response><input>getMOMessages</input><status>OK</status><description>OK</description><result><MOMessageList><records>${String(settings.incoming)}</records><MessageList>${messages.join('')}</MessageList></MOMessageList></result></response>`;
}

function mGage(url: string): string {
	const numbers = (new URL(url, 'http://localhost').searchParams.get('numbers') ?? '').split(',');
	const blocks = numbers.map(
		(number) =>
			`<recipient><number>${number}</number><statusCode>0</statusCode><messageId>${String(ids++)}</messageId></recipient>`,
	);
	return `<response>${blocks.join('')}</response>`;
}

/** Of no particular form, so it is trusted for an hour. */
function token(): object {
	return { status: 200, token: 'token-of-the-benchmark' };
}

function sent(): object {
	const id = String(ids++);
	const data = { verificationId: id, transactionId: id, responseCode: '200', timeout: '30.0' };
	return { responseCode: 200, message: 'SUCCESS', data };
}

process.on('message', (message: Settings | 'counts') => {
	if (message === 'counts') {
		process.send?.({ counts });
		return;
	}
	settings = message;
	counts = { requests: 0, most: { connections: open.size, requests: underWay } };
	process.send?.({ counts });
});
process.on('disconnect', () => {
	process.exit();
});

// n8n's HTTP Request node opens as many connections at once as it has items.
server.listen({ port: 0, host: '127.0.0.1', backlog: 65_535 }, () => {
	process.send?.({ port: (server.address() as AddressInfo).port });
});
