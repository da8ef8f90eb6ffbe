import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import tls, { type TlsOptions } from 'node:tls';
import { complaintsOf, forEach, type Expectation } from './cells';
import { makeIdentity, type Identity } from './certificates';
import type { Truth } from './faults';
import { PLAIN } from './front';
import { labelOf, OPERATIONS, SIGNING_IN, type OperationCase } from './operations';
import { useStage } from './stage';
import { count } from './tally';

/*
 * Servers whose TLS is not in order. All of them would serve a request that came through, so a
 * client that overlooks something is noticed.
 */

const stage = useStage();
const servers: Server[] = [];
const sockets = new Set<Socket>();

const HOST = 'localhost';
const DAY = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * DAY);

const root = makeIdentity('Root of these tests', { isAuthority: true });
const unknownRoot = makeIdentity('Root that nobody knows', { isAuthority: true });
const noAuthority = makeIdentity('A server', { hosts: [HOST], issuer: root });
const signed = { hosts: [HOST], issuer: root };

beforeAll(() => {
	// As NODE_EXTRA_CA_CERTS does, which Node.js reads only when it starts.
	const { createSecureContext } = tls;
	jest.spyOn(tls, 'createSecureContext').mockImplementation((options) => {
		const secure = createSecureContext(options);
		(secure.context as { addCACert(pem: string): void }).addCACert(root.pem);
		return secure;
	});
});
afterAll(() => {
	jest.restoreAllMocks();
	for (const socket of sockets) socket.destroy();
	for (const server of servers) server.close();
});

/** Starts a server; its port. */
async function listen(server: Server): Promise<number> {
	servers.push(server);
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
	});
	server.listen(0, HOST);
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

/** A server before the gateway that speaks TLS as somebody. */
async function serveAs({ key, pem }: Identity, chain = '', options: TlsOptions = {}) {
	const pemKey = key.export({ type: 'pkcs8', format: 'pem' });
	const server = tls.createServer({ key: pemKey, cert: pem + chain, ...options }, (socket) => {
		const behind = connect(stage.front.port, '127.0.0.1');
		behind.on('error', () => socket.destroy());
		socket.on('error', () => behind.destroy());
		socket.pipe(behind).pipe(socket);
	});
	server.on('tlsClientError', () => undefined);
	return await listen(server);
}

/** What is to be said: what is wrong, and what to do about it. */
interface Words {
	says: RegExp;
	advises: RegExp;
}

/** Where each kind of operation says it: without a token it is a sign-in that fails. */
function expectedOf(operation: OperationCase, { says, advises }: Words): Expectation {
	const both = new RegExp(`${says.source}.*${advises.source}`);
	if (operation.kind === 'test') return { says: both };
	if (SIGNING_IN.includes(operation)) return { says: /could not .* sign in/, advises: both };
	return { says, advises };
}

/** Tries every operation against a server; all that is wrong. */
async function tryAll(
	label: string,
	truth: Truth,
	port: number,
	words: Words | null,
): Promise<string[]> {
	const { sandbox, front } = stage;
	const complaints: string[] = [];
	await forEach(OPERATIONS, 8, async (operation) => {
		const place = front.place(PLAIN);
		place.url = place.url.replace(/^http:..[^/]+/, `https://${HOST}:${port}`);
		const found = await complaintsOf({
			operation,
			sandbox,
			place,
			truth,
			isSignIn: SIGNING_IN.includes(operation),
			expected: words === null ? {} : expectedOf(operation, words),
		});
		complaints.push(...found.map((each) => `${labelOf(operation)}: ${each}`));
		if (truth !== 'told' && place.requests.length + place.signIns.length > 0)
			complaints.push(`${labelOf(operation)}: something was sent`);
		count('operations x TLS', operation, label, 1);
	});
	return complaints;
}

it('a certificate that is in order', async () => {
	const port = await serveAs(makeIdentity(HOST, signed));
	expect(await tryAll('in order', 'told', port, null)).toEqual([]);
});

const CLOCK = /[Cc]heck the date and time of this machine.*certificate/;
const TRUST = /[Cc]heck the Base URL.*NODE_EXTRA_CA_CERTS/;
const ANOTHER_HOST = {
	says: /is for another host/,
	advises: /[Cc]heck the host name in the credential’s Base URL/,
};

describe('a certificate', () => {
	it.each<[string, Identity, string, Words]>([
		[
			'that has run out',
			makeIdentity(HOST, { ...signed, from: inDays(-10), until: inDays(-1) }),
			'',
			{ says: /certificate .* has expired/, advises: CLOCK },
		],
		[
			'that is not valid yet',
			makeIdentity(HOST, { ...signed, from: inDays(1), until: inDays(10) }),
			'',
			{ says: /certificate .* is not valid yet/, advises: CLOCK },
		],
		[
			'for another host',
			makeIdentity(HOST, { ...signed, hosts: ['other.example'] }),
			'',
			ANOTHER_HOST,
		],
		['for no host at all', makeIdentity('', { issuer: root }), '', ANOTHER_HOST],
		[
			'that nobody has signed',
			makeIdentity(HOST, { hosts: [HOST] }),
			'',
			{ says: /certificate .* is self-signed/, advises: TRUST },
		],
		[
			'of an issuer that nobody knows',
			makeIdentity(HOST, { ...signed, issuer: unknownRoot }),
			'',
			{ says: /certificate .* cannot be verified/, advises: TRUST },
		],
		[
			'of an issuer that nobody knows, sent along',
			makeIdentity(HOST, { ...signed, issuer: unknownRoot }),
			unknownRoot.pem,
			{ says: /certificate .* has an unknown issuer/, advises: TRUST },
		],
		[
			'of an issuer that may sign none',
			makeIdentity(HOST, { ...signed, issuer: noAuthority }),
			noAuthority.pem,
			{ says: /certificate .* cannot be verified/, advises: TRUST },
		],
		[
			'whose signature is another',
			makeIdentity(HOST, { ...signed, issuer: { ...root, key: unknownRoot.key } }),
			'',
			{ says: /certificate .* cannot be verified/, advises: TRUST },
		],
	])('%s', async (label, identity, chain, words) => {
		const port = await serveAs(identity, chain);
		expect(await tryAll(label, 'refused', port, words)).toEqual([]);
	});
});

describe('a handshake', () => {
	const CONNECTION = /[Cc]heck the Base URL.*this machine’s network connection/;
	const CUT = { says: /connection was lost/, advises: /./ };
	/** A server that does something to a connection once the client has begun. */
	const onHello = (react: (socket: Socket) => void) =>
		listen(
			createServer((socket) => {
				socket.once('data', () => {
					react(socket);
				});
			}),
		);

	it('that the server ends', async () => {
		const words = { says: /closed the connection before it was encrypted/, advises: CONNECTION };
		const port = await onHello((socket) => socket.end());
		expect(await tryAll('ended', 'refused', port, words)).toEqual([]);
	});

	// The operating system tells of a reset in the same words, whenever it comes.
	it('that the server resets', async () => {
		const port = await onHello((socket) => socket.resetAndDestroy());
		expect(await tryAll('reset', 'open', port, CUT)).toEqual([]);
	});

	// Certain only to who knows that it was the handshake that failed; the client's error does not say.
	const NO_TLS = {
		says: /encrypted connection .* failed/,
		advises: /[Cc]heck the Base URL.*HTTPS/,
	};

	it('with a server that does not speak TLS', async () => {
		const port = await onHello((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
		expect(await tryAll('no TLS', 'open', port, NO_TLS)).toEqual([]);
	});

	it('with a server that has no cipher in common', async () => {
		const identity = makeIdentity(HOST, signed);
		const options: TlsOptions = {
			// For a key of another kind than the certificate's.
			ciphers: 'ECDHE-RSA-AES128-GCM-SHA256',
			maxVersion: 'TLSv1.2',
		};
		const port = await serveAs(identity, '', options);
		expect(await tryAll('no cipher', 'open', port, NO_TLS)).toEqual([]);
	});
});
