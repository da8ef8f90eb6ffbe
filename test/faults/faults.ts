import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { wire, type Behaviour, type FrontRequest, type TrueReply } from './front';

/**
 * What somebody knows for certain who sees the connection and nothing else. It is written down for
 * each fault from what the standards and the vendors' pages say, never from what the nodes do:
 *
 * - `told`: the gateway's own answer came whole
 * - `refused`: the request was certainly not carried out
 * - `open`: nobody can tell
 * - `told or open`: the answer came whole, but with something at its end that a careful client may
 *   take for a broken connection
 */
export type Truth = 'told' | 'refused' | 'open' | 'told or open';

/** One way in which a request goes wrong. */
export interface Fault extends Behaviour {
	group: string;
	name: string;
	truth: Truth;
	/** Whether nothing comes back, or only after the time that the client gives it. */
	isSlow?: boolean;
	/** Where a redirect leads. */
	leadsTo?: string;
}

/** How long the nodes wait in these tests, in milliseconds. */
export const TIMEOUT = 400;

/** A host that must never hear of a request; nobody listens there until a test does. */
export const ELSEWHERE = 'http://elsewhere.invalid/stolen';

type Answerer = (reply: TrueReply, request: FrontRequest) => Buffer;

/** Sends bytes and ends the connection as HTTP/1.1 does. */
function sends(group: string, name: string, truth: Truth, isTaken: boolean, make: Answerer): Fault {
	return {
		group,
		name,
		truth,
		isTaken,
		answer: (reply, socket, request) => {
			socket.end(make(reply, request));
		},
	};
}

/** The answer is another than the gateway's, which took the request all the same. */
function replaces(
	group: string,
	name: string,
	truth: Truth,
	change: (reply: TrueReply) => Partial<TrueReply>,
	headers: Record<string, string> = {},
): Fault {
	return sends(group, name, truth, true, (reply) => wire({ ...reply, ...change(reply) }, headers));
}

const HTML = Buffer.from('<html><head><title>Status</title></head><body>Status</body></html>');
const text = (content: string) => () => ({ body: Buffer.from(content) });

/** Statuses by which a server says that it did not do it: RFC 9110, section 15.5, and RFC 6585. */
const REFUSING = [400, 401, 403, 404, 405, 406, 407, 410, 411, 413, 414, 415, 421, 426, 429, 431];
/** Statuses that leave it open, or that these gateways do not have. */
const OPEN = [
	...[200, 201, 202, 203, 205, 206, 226, 299],
	...[402, 408, 409, 412, 416, 417, 418, 422, 423, 424, 425, 428, 444, 451, 499],
	...[500, 501, 502, 503, 504, 505, 507, 508, 510, 511, 520, 522, 530, 599],
];
const REDIRECTS = [300, 301, 302, 303, 305, 307, 308];

/** A page of some server on the way, with a status. */
function page(status: number, truth: Truth): Fault {
	// So far off that nobody waits for it: otherwise each cell takes a minute.
	const headers: Record<string, string> = status === 429 ? { 'retry-after': '3600' } : {};
	return sends('HTTP status', `HTTP ${status}`, truth, false, () =>
		wire({ status, contentType: 'text/html', body: HTML }, headers),
	);
}

function bare(status: number): Fault {
	return sends('HTTP status', `HTTP ${status} without a body`, 'open', false, () =>
		Buffer.from(`HTTP/1.1 ${status} Status\r\nconnection: close\r\n\r\n`),
	);
}

/** The first part of an answer's bytes. */
const part = (share: number) => (reply: TrueReply) => {
	const whole = wire(reply);
	const head = whole.length - reply.body.length;
	return whole.subarray(0, head + Math.floor(reply.body.length * share));
};

function cut(name: string, isTaken: boolean, end: (socket: Socket, reply: TrueReply) => void) {
	const fault: Fault = {
		group: 'cut',
		name,
		truth: 'open',
		isTaken,
		answer: (reply, socket) => {
			end(socket, reply);
		},
	};
	return fault;
}

function slow(
	name: string,
	isTaken: boolean,
	answer: (socket: Socket, reply: TrueReply) => void | Promise<void>,
): Fault {
	return {
		group: 'slow',
		name,
		truth: 'open',
		isTaken,
		isSlow: true,
		answer: (reply, socket) => answer(socket, reply),
	};
}

/** Writes byte by byte, until all are written or the client has gone. */
async function drip(socket: Socket, bytes: Buffer, pause: number): Promise<void> {
	for (const byte of bytes) {
		if (socket.destroyed) return;
		socket.write(Buffer.from([byte]));
		await sleep(pause);
	}
}

const chunked = (reply: TrueReply, size = '') =>
	Buffer.concat([
		Buffer.from(
			`HTTP/1.1 200 OK\r\ncontent-type: ${reply.contentType}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n` +
				`${size || reply.body.length.toString(16)}\r\n`,
		),
		reply.body,
		Buffer.from('\r\n0\r\n\r\n'),
	]);

/** The head of a true answer with other lines. */
const headed = (lines: string, reply: TrueReply) =>
	Buffer.concat([
		Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: ${reply.contentType}\r\n${lines}\r\n`, 'latin1'),
		reply.body,
	]);

const compressed = (encoding: string, make: (body: Buffer) => Buffer, truth: Truth) =>
	sends('encoding', `body ${encoding}`, truth, true, (reply) =>
		wire(
			{ ...reply, body: make(reply.body) },
			{ 'content-encoding': encoding.split(',')[0] ?? '' },
		),
	);

function spoiled(body: Buffer): Buffer {
	const zipped = gzipSync(body);
	zipped.fill(0xa5, 10, Math.floor(zipped.length / 2));
	return zipped;
}

/** Half of what gzip made of a text, without its checksum. */
const halfOf = (zipped: Buffer) => zipped.subarray(0, 10 + Math.floor((zipped.length - 18) / 2));

const DEEP = 100_000;
const BOMB = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">${Array.from(
	{ length: 9 },
	(_, level) => `<!ENTITY a${level} "${`&a${level === 0 ? '' : level - 1};`.repeat(10)}">`,
).join('')}]><response><status>&a8;</status></response>`;

/** n8n's client never ends when it gets this. */
export const ANOTHER_PROTOCOL: Fault = {
	...sends('1xx', '101 to another protocol', 'open', true, () =>
		Buffer.from('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
	),
	isSlow: true,
};

/** What keeps a client waiting that gives an answer so long, in milliseconds. */
export function slowFaults(timeout: number): Fault[] {
	return [
		slow('no answer, nothing taken', false, () => undefined),
		slow('no answer, though it was taken', true, () => undefined),
		slow('the answer too late', true, async (socket, reply) => {
			// Nobody waits for this any more.
			await sleep(timeout * 3, undefined, { ref: false });
			socket.end(wire(reply));
		}),
		slow('half of the answer, then nothing', true, (socket, reply) => {
			socket.write(part(0.5)(reply));
		}),
		slow('half of the head, then nothing', true, (socket) => {
			socket.write('HTTP/1.1 200 OK\r\ncontent-ty');
		}),
		slow('a head that comes drop by drop', true, (socket, reply) =>
			drip(socket, wire(reply), timeout / 8),
		),
		slow('a body that comes drop by drop', true, async (socket, reply) => {
			const whole = wire({ ...reply, body: Buffer.concat([reply.body, Buffer.alloc(500, 32)]) });
			socket.write(whole.subarray(0, whole.length - 500));
			await drip(socket, Buffer.alloc(500, 32), timeout / 8);
		}),
		slow('100 again and again', true, async (socket) => {
			while (!socket.destroyed) {
				socket.write('HTTP/1.1 100 Continue\r\n\r\n');
				await sleep(timeout / 8);
			}
		}),
	];
}

/** Everything that is done to every operation. */
export const FAULTS: readonly Fault[] = [
	...REFUSING.map((status) => page(status, 'refused')),
	...OPEN.map((status) => page(status, 'open')),
	...[200, 204, 304].map(bare),
	...REDIRECTS.map(
		(status): Fault => ({
			...sends('redirect', `HTTP ${status} to another host`, 'open', false, () =>
				wire({ status, contentType: 'text/html', body: HTML }, { location: ELSEWHERE }),
			),
			leadsTo: ELSEWHERE,
		}),
	),
	sends('redirect', 'HTTP 302 to itself', 'open', false, (_, { path }) =>
		wire({ status: 302, contentType: 'text/html', body: HTML }, { location: path }),
	),

	sends('1xx', '103 before the answer', 'told', true, (reply) =>
		Buffer.concat([Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'), wire(reply)]),
	),
	sends('1xx', '100 a hundred times before the answer', 'told', true, (reply) =>
		Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)), wire(reply)]),
	),
	ANOTHER_PROTOCOL,
	sends('1xx', '103 and no more', 'open', true, () =>
		Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'),
	),

	...slowFaults(TIMEOUT),

	cut('before it was taken', false, (socket) => socket.destroy()),
	cut('before it was taken, with a reset', false, (socket) => socket.resetAndDestroy()),
	cut('after it was taken', true, (socket) => socket.destroy()),
	cut('after it was taken, with a reset', true, (socket) => socket.resetAndDestroy()),
	cut('after the head', true, (socket, reply) => socket.end(part(0)(reply))),
	cut('in the middle of the body', true, (socket, reply) => socket.end(part(0.5)(reply))),
	cut('in the middle of the body, with a reset', true, (socket, reply) => {
		socket.write(part(0.5)(reply), () => socket.resetAndDestroy());
	}),
	cut('before the last byte', true, (socket, reply) => socket.end(wire(reply).subarray(0, -1))),
	sends(
		'cut',
		'a whole answer without an end mark, cut before its last tenth',
		'open',
		true,
		(reply) =>
			headed('connection: close\r\n', {
				...reply,
				body: reply.body.subarray(0, -Math.ceil(reply.body.length / 10)),
			}),
	),
	sends('cut', 'in the middle of a chunk', 'open', true, (reply) =>
		chunked(reply).subarray(0, -Math.ceil(reply.body.length / 2)),
	),

	replaces('content type', 'none', 'told', () => ({}), { 'content-type': '' }),
	...['text/plain', 'application/octet-stream', 'image/png', 'text/html', 'x', '; ;;='].map(
		(type) => replaces('content type', type, 'told', () => ({ contentType: type })),
	),
	...['utf-8', '"UTF-8"', 'us-ascii', 'x-nonsense', '__proto__', ''].map((charset) =>
		replaces('charset', `${charset || 'empty'}, rightly or not`, 'told', () => ({
			contentType: `text/plain; charset=${charset}`,
		})),
	),
	replaces('charset', 'UTF-16, declared and used', 'told', ({ body }) => ({
		contentType: 'text/plain; charset=utf-16le',
		body: Buffer.from(body.toString('utf8'), 'utf16le'),
	})),
	replaces('charset', 'UTF-16, declared but not used', 'open', () => ({
		contentType: 'text/plain; charset=utf-16le',
	})),
	replaces('charset', 'UTF-16, used but not declared', 'open', ({ body }) => ({
		body: Buffer.from(body.toString('utf8'), 'utf16le'),
	})),
	replaces('charset', 'a byte order mark', 'told', ({ body }) => ({
		body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
	})),
	replaces('charset', 'bytes that are no UTF-8', 'open', () => ({
		body: Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28, 0xf0, 0x9f]),
	})),
	replaces('charset', 'zero bytes', 'open', () => ({ body: Buffer.alloc(100) })),

	compressed('gzip', gzipSync, 'told'),
	compressed('deflate', deflateSync, 'told'),
	compressed('br', brotliCompressSync, 'told'),
	compressed('gzip, spoiled', spoiled, 'open'),
	compressed('gzip, cut', (body) => halfOf(gzipSync(body)), 'open'),
	compressed('gzip, but not', (body) => body, 'open'),
	compressed('nonsense', (body) => body, 'told'),

	replaces('another body', 'empty', 'open', text('')),
	replaces('another body', 'white space', 'open', text(' \n\t ')),
	replaces('another body', 'an HTML page', 'open', () => ({
		body: HTML,
		contentType: 'text/html',
	})),
	...['null', '[]', '{}', '"200"', '200', '[[[]]]', 'true', '{"responseCode":{}}'].map((json) =>
		replaces('another body', `JSON ${json}`, 'open', text(json)),
	),
	replaces(
		'another body',
		'JSON with __proto__',
		'open',
		text(
			'{"__proto__":{"polluted":1,"responseCode":200,"token":"t"},"constructor":{"prototype":{"polluted":1}}}',
		),
	),
	replaces('another body', 'very deep JSON', 'open', () => ({
		body: Buffer.from('{"data":'.repeat(DEEP) + '1' + '}'.repeat(DEEP)),
	})),
	replaces('another body', 'very deep lists', 'open', () => ({
		body: Buffer.from('['.repeat(DEEP) + ']'.repeat(DEEP)),
	})),
	replaces('another body', 'very deep XML', 'open', () => ({
		body: Buffer.from('<response>'.repeat(DEEP) + '</response>'.repeat(DEEP)),
	})),
	replaces('another body', 'XML with a bomb of entities', 'open', text(BOMB)),
	replaces(
		'another body',
		'XML with an entity from a file',
		'open',
		text(
			'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><response><status>&f;</status></response>',
		),
	),
	replaces(
		'another body',
		'XML with __proto__',
		'open',
		text(
			'<response><__proto__><polluted>1</polluted></__proto__><constructor><prototype><polluted>1</polluted></prototype></constructor></response>',
		),
	),
	replaces('another body', 'XML without an end', 'open', text('<response><status>OK</status>')),
	replaces('another body', 'a million commas', 'open', text(','.repeat(1_000_000))),
	replaces('another body', 'three megabytes of nothing', 'open', text(' '.repeat(3_000_000))),
	sends('another body', 'the request itself', 'open', true, (reply, { method, path, head }) =>
		wire({ ...reply, contentType: 'text/plain', body: Buffer.from(`${method} ${path}\n${head}`) }),
	),
	sends('another body', 'the request in a page', 'open', true, (reply, { path, head }) =>
		wire({ ...reply, contentType: 'text/html', body: Buffer.from(`<html>${path} ${head}</html>`) }),
	),
	sends('another body', 'the request as XML of an error', 'open', true, (reply, { path, head }) =>
		wire({
			...reply,
			body: Buffer.from(
				`<response><status>ERROR</status><description>${escape(path)} ${escape(head)}</description></response>`,
			),
		}),
	),
	sends('another body', 'the request as JSON of an error', 'open', true, (reply, { path, head }) =>
		wire({
			...reply,
			body: Buffer.from(
				JSON.stringify({
					responseCode: 599,
					message: `${path} ${head}`,
					error: `${path} ${head}`,
					data: { errorMessage: `${path} ${head}` },
				}),
			),
		}),
	),

	sends('HTTP', 'chunks', 'told', true, (reply) => chunked(reply)),
	sends('HTTP', 'no length, the end ends it', 'told', true, (reply) =>
		headed('connection: close\r\n', reply),
	),
	sends('HTTP', 'no reason in the status line', 'told', true, (reply) =>
		Buffer.from(
			wire(reply)
				.toString('latin1')
				.replace(/^HTTP\/1.1 200 \w+/, 'HTTP/1.1 200'),
			'latin1',
		),
	),
	sends('HTTP', 'HTTP/1.0', 'told', true, (reply) =>
		Buffer.from(
			wire(reply)
				.toString('latin1')
				.replace(/^HTTP\/1.1/, 'HTTP/1.0'),
			'latin1',
		),
	),
	sends('HTTP', 'the answer twice', 'told or open', true, (reply) =>
		Buffer.concat([wire(reply), wire(reply)]),
	),
	sends('HTTP', 'the answer twice, on a connection that stays', 'told or open', true, (reply) => {
		const whole = wire(reply, { connection: 'keep-alive' });
		return Buffer.concat([whole, whole]);
	}),
	sends('HTTP', 'another answer behind the first', 'told or open', true, (reply) =>
		Buffer.concat([wire(reply), wire({ status: 401, contentType: 'text/html', body: HTML })]),
	),
	sends('HTTP', 'rubbish behind the answer', 'told or open', true, (reply) =>
		Buffer.concat([wire(reply), Buffer.from('\0\0rubbish\r\n\r\n')]),
	),
	sends('HTTP', 'a length that is too long', 'open', true, (reply) =>
		wire(reply, { 'content-length': String(reply.body.length + 10) }),
	),
	sends('HTTP', 'a length that is too short', 'open', true, (reply) =>
		wire(reply, { 'content-length': String(Math.floor(reply.body.length / 2)) }),
	),
	sends('HTTP', 'two lengths that differ', 'open', true, (reply) =>
		headed(`content-length: ${reply.body.length}\r\ncontent-length: 3\r\n`, reply),
	),
	sends('HTTP', 'a length that is none', 'open', true, (reply) =>
		headed('content-length: -1\r\n', reply),
	),
	sends('HTTP', 'a chunk of a size that is none', 'open', true, (reply) => chunked(reply, 'zz')),
	sends('HTTP', 'a chunk of an enormous size', 'open', true, (reply) =>
		chunked(reply, 'ffffffffffff'),
	),
	sends('HTTP', 'a length and chunks', 'told or open', true, (reply) =>
		Buffer.from(
			chunked(reply)
				.toString('latin1')
				.replace('\r\n', `\r\ncontent-length: ${reply.body.length}\r\n`),
			'latin1',
		),
	),
	sends('HTTP', 'a head of 100 KB', 'open', true, (reply) =>
		wire(reply, { 'x-long': 'a'.repeat(100_000) }),
	),
	sends('HTTP', '2,000 header lines', 'told or open', true, (reply) =>
		headed(`${'a: b\r\n'.repeat(1999)}content-length: ${reply.body.length}\r\n`, reply),
	),
	sends('HTTP', 'a header with bytes that it cannot have', 'open', true, (reply) =>
		headed('x-bad: a\0b\r\n', reply),
	),
	sends('HTTP', 'status 999', 'open', false, () =>
		wire({ status: 999, contentType: 'text/html', body: HTML }),
	),
	sends('HTTP', 'a status that is no number', 'open', false, () =>
		Buffer.from('HTTP/1.1 OK 200\r\n\r\n'),
	),
	sends('HTTP', 'another protocol', 'open', false, () => Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')),
	sends('HTTP', 'the body without a head', 'open', true, ({ body }) => body),
];

/** A text as XML holds it; other characters than those of ASCII become spaces. */
export function escape(content: string): string {
	return content
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/[^\x20-\x7e]/g, ' ');
}
