import { decodeUtf8 } from '../../server/decoding';
import type { ReceivedRequest } from '../../server/gateway';
import { isRecord } from '../../server/isRecord';

/** The longest body in bytes: a text with the most parts, and some fields. */
const LONGEST_BODY = 1_000_000;

/** The fields of a request that are texts, or why they cannot be read. */
export type Fields =
	| { readonly values: ReadonlyMap<string, string> }
	| { readonly unreadable: string };

/** Reads a JSON body. Other values than texts are as good as missing. */
export function readFields({ headers, body }: ReceivedRequest): Fields {
	const type = headers['content-type'] ?? 'nothing';
	if (!/^application\/json *(;|$)/i.test(type)) {
		return { unreadable: `content-type: expected application/json, got ${type}` };
	}
	const content = body.length > LONGEST_BODY ? undefined : parse(body);
	if (!isRecord(content)) return { unreadable: 'body: expected a JSON object, got something else' };
	const texts = Object.entries(content).filter(
		(pair): pair is [string, string] => typeof pair[1] === 'string',
	);
	return { values: new Map(texts) };
}

/** The token of a request; undefined if it has none. */
export function bearerOf({ headers }: ReceivedRequest): string | undefined {
	return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
}

function parse(body: Buffer): unknown {
	try {
		return JSON.parse(decodeUtf8(body) ?? '') as unknown;
	} catch {
		return undefined;
	}
}
