import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';

/*
 * Certificates for servers of these tests, made when they run, so that no key lies in the
 * repository. Node.js reads X.509 but does not write it: it is put together here, as RFC 5280 and
 * X.690 (DER) say.
 */

/** A key with a certificate for it. */
export interface Identity {
	key: KeyObject;
	/** The certificate, as PEM. */
	pem: string;
	name: string;
}

/** What a certificate says. */
export interface Claims {
	/** The host names and IPv4 addresses that it is for. */
	hosts?: readonly string[];
	from?: Date;
	until?: Date;
	/** Who has signed it; it is self-signed where nobody has. */
	issuer?: Identity;
	/** Whether it may sign others. */
	isAuthority?: boolean;
}

const DAY = 24 * 60 * 60 * 1000;

/** Makes a key and a certificate for it, valid from yesterday until tomorrow. */
export function makeIdentity(name: string, claims: Claims = {}): Identity {
	const { hosts = [], isAuthority = false, issuer } = claims;
	const now = Date.now();
	const { from = new Date(now - DAY), until = new Date(now + DAY) } = claims;
	const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const spki = publicKey.export({ type: 'spki', format: 'der' });
	const content = sequence(
		element(0xa0, element(0x02, Buffer.from([2]))),
		element(0x02, Buffer.from([1]), randomBytes(8)),
		ECDSA_WITH_SHA256,
		commonName(issuer?.name ?? name),
		sequence(time(from), time(until)),
		commonName(name),
		spki,
		element(
			0xa3,
			sequence(
				extension(BASIC_CONSTRAINTS, sequence(...(isAuthority ? [TRUE] : []))),
				extension(SUBJECT_KEY, element(0x04, createHash('sha1').update(spki).digest())),
				...(hosts.length === 0
					? []
					: [extension(ALTERNATIVE_NAMES, sequence(...hosts.map(alternativeName)))]),
			),
		),
	);
	const signature = sign('sha256', content, issuer?.key ?? privateKey);
	const whole = sequence(content, ECDSA_WITH_SHA256, element(0x03, Buffer.from([0]), signature));
	const lines = whole.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
	const pem = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
	return { key: privateKey, pem, name };
}

/** An element of DER: a tag, a length and a content. */
function element(tag: number, ...contents: Buffer[]): Buffer {
	const content = Buffer.concat(contents);
	const { length } = content;
	const size =
		length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...contents: Buffer[]): Buffer {
	return element(0x30, ...contents);
}

/** An object identifier from its content in hex. */
function identifier(hex: string): Buffer {
	return element(0x06, Buffer.from(hex, 'hex'));
}

/** GeneralizedTime, whole seconds. */
function time(date: Date): Buffer {
	const digits = date.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
	return element(0x18, Buffer.from(digits, 'ascii'));
}

function commonName(name: string): Buffer {
	return sequence(
		element(0x31, sequence(identifier('550403'), element(0x0c, Buffer.from(name, 'utf8')))),
	);
}

function alternativeName(host: string): Buffer {
	return isIPv4(host)
		? element(0x87, Buffer.from(host.split('.').map(Number)))
		: element(0x82, Buffer.from(host, 'ascii'));
}

function extension(id: Buffer, value: Buffer): Buffer {
	return sequence(id, element(0x04, value));
}

const ECDSA_WITH_SHA256 = sequence(identifier('2a8648ce3d040302'));
const BASIC_CONSTRAINTS = identifier('551d13');
const SUBJECT_KEY = identifier('551d0e');
const ALTERNATIVE_NAMES = identifier('551d11');
const TRUE = element(0x01, Buffer.from([0xff]));
