import { createHmac } from 'node:crypto';
import { request, type Agent } from 'node:http';

import { ACCOUNTS, type Sandbox } from '../../sandbox/server/server';

export interface Reply {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	body: string;
	/** False where the connection ended before the promised length. */
	complete: boolean;
}

export interface CallOptions {
	method?: string;
	headers?: Record<string, string>;
	body?: string | Buffer;
	/** Without one every call opens its own connection. */
	agent?: Agent;
	signal?: AbortSignal;
}

/** A request whose path arrives as it is written here: `fetch` would tidy it up. */
export function call(sandbox: Sandbox, path: string, options: CallOptions = {}): Promise<Reply> {
	const { method = 'GET', headers = {}, body, agent = false, signal } = options;
	return new Promise((resolve, reject) => {
		const sent = request(
			{ host: '127.0.0.1', port: sandbox.port, path, method, headers, agent, signal },
			(answer) => {
				const chunks: Buffer[] = [];
				answer.on('data', (chunk: Buffer) => chunks.push(chunk));
				// A cut reply is what some tests are after; `complete` tells it apart.
				answer.on('error', () => undefined);
				answer.on('close', () => {
					resolve({
						status: answer.statusCode ?? 0,
						headers: answer.headers,
						body: Buffer.concat(chunks).toString('utf8'),
						complete: answer.complete,
					});
				});
			},
		);
		sent.on('error', reject);
		sent.end(body);
	});
}

export function base64Url(text: string): string {
	return Buffer.from(text).toString('base64url');
}

/** A signed Messangi path; the parameters are in it as given. */
export function messangiPath(method: string, parameters: readonly string[]): string {
	const data = parameters.join('/');
	const { publicKey, privateKey } = ACCOUNTS.messangi;
	const signature = createHmac('sha256', privateKey).update(data, 'latin1').digest('hex');
	return `/messangi/rest/api/${method}/${data}/${publicKey}/${signature}`;
}

export function sendSMSPath(changes: Partial<Record<string, string>> = {}): string {
	const given = {
		carrier: 'Movistar',
		from: '19893653744',
		to: base64Url('13056708084'),
		text: base64Url('OGANGI TEST MESSAGE'),
		...changes,
	};
	const { carrier, from, to, text } = given;
	return messangiPath('tools/sendSMS', ['8', carrier, from, to, text]);
}

/** Parameters as a strictly percent-encoded query; undefined leaves one out. */
export function query(parameters: Readonly<Record<string, string | undefined>>): string {
	return Object.entries(parameters)
		.flatMap(([name, value]) =>
			value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
		)
		.join('&');
}

export const MGAGE_BASIC = `Basic ${Buffer.from(
	`${ACCOUNTS.mGage.username}:${ACCOUNTS.mGage.password}`,
).toString('base64')}`;

export function sendMGage(
	sandbox: Sandbox,
	changes: Readonly<Record<string, string | undefined>> = {},
	options: CallOptions = {},
): Promise<Reply> {
	const parameters = {
		message: 'Hello',
		message_billed: 'no',
		message_type: 'sms',
		numbers: '12135551234',
		spoof_from: '87767',
		program_id: '12345',
		...changes,
	};
	return call(sandbox, `/mgage/api/gateway?${query(parameters)}`, {
		method: 'POST',
		headers: { authorization: MGAGE_BASIC },
		...options,
	});
}

export function tokenPath(changes: Readonly<Record<string, string | undefined>> = {}): string {
	const { customerId, password } = ACCOUNTS.messageCentral;
	const key = Buffer.from(password).toString('base64');
	const parameters = query({ customerId, key, scope: 'NEW', ...changes });
	return `/message-central/auth/v1/authentication/token?${parameters}`;
}

export function sendMessageCentral(
	sandbox: Sandbox,
	changes: Readonly<Record<string, string | undefined>> = {},
	options: CallOptions = {},
): Promise<Reply> {
	const parameters = {
		type: 'SMS',
		flowType: 'SMS',
		countryCode: '91',
		mobileNumber: '9999999999',
		senderId: 'UTOMOB',
		message: 'Hello',
		messageType: 'PROMOTIONAL',
		...changes,
	};
	return call(sandbox, `/message-central/verification/v3/send?${query(parameters)}`, {
		method: 'POST',
		headers: { authToken: ACCOUNTS.messageCentral.authToken },
		...options,
	});
}

/** The text of the first element of this name. */
export function xml(body: string, name: string): string | undefined {
	return new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
}

/** The texts of all elements of this name. */
export function allXml(body: string, name: string): string[] {
	return [...body.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(
		([, text]) => text ?? '',
	);
}
