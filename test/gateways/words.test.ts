import { readCallback as readMessageCentral } from '../../gateways/messageCentral/callback';
import { readVerification } from '../../gateways/messageCentral/response';
import { readCallback as readMessangi } from '../../gateways/messangi/callback';
import { readFire, readProbe, readSendSms } from '../../gateways/messangi/response';
import { STATUSES } from '../../gateways/messangi/statuses';
import { readCallback as readMGage } from '../../gateways/mGage/callback';
import { readExternalMo } from '../../gateways/mGage/response';
import type { DeliveryStatus } from '../../gateways/callbacks/statuses';

/*
 * Every word of a gateway's for the state of a message, typed from the vendors' pages and the
 * protocol notes, with what it means in the reply to a send and in a callback, in five spellings.
 */

/** What a word means. */
interface Row {
	word: string;
	outcome: 'accepted' | 'rejected' | 'unknown';
	/** The code of what is not accepted, where it is not the word itself. */
	code?: string;
	status: DeliveryStatus;
	final: boolean;
}

const row = (
	outcome: Row['outcome'],
	status: DeliveryStatus,
	final: boolean,
	words: string,
): Row[] => words.split(', ').map((word) => ({ word, outcome, status, final }));

const MESSANGI: Row[] = [
	// "Message's Status".
	...row('accepted', 'pending', false, 'SENT, DELIVERED_TO_CARRIER, SENT_TO_CARRIER'),
	...row('accepted', 'pending', false, 'SENT_TO_DEVICE, SENDING, PENDING, ACCEPTD, BUFFRED'),
	...row('accepted', 'delivered', true, 'DELIVERED_TO_DEVICE, READ, DELIVRD'),
	...row('rejected', 'expired', true, 'EXPIRED'),
	...row('rejected', 'failed', true, 'UNREACHABLE, NOT_SENT, UNDELIVERED, UNDELIV, DELETED'),
	...row('rejected', 'rejected', true, 'BAD_FROM, BAD_TO, BAD_ENCODING, BAD_CARRIER/FROM'),
	...row('rejected', 'rejected', true, 'NOT_ENOUGH_FUNDS, BAD_TIMEZONE, REJECTD, BAD ADDRESS'),
	...row('rejected', 'failed', true, 'INVALID ROUTING'),
	...row('rejected', 'rejected', true, 'INVALID TEMPLATE ID, INVALID TEMPLATE PARAMETERS'),
	...row('rejected', 'rejected', true, 'INVALID TEMPLATE TYPE, TEMPLATE NOT SUPPORTED'),
	...row('unknown', 'pending', false, 'CARRIER GATEWAY ERROR'),
	...row('unknown', 'failed', true, 'INTERNAL ERROR'),
	// "SMS Status" of the newer platform.
	...row('accepted', 'pending', false, 'ACCEPTED, QUEUE, DEQUEUED, INCOMPLETE, ENROUTE'),
	...row(
		'rejected',
		'rejected',
		true,
		'CODE_NOT_ALLOWED, BLACKLISTED, SEGMENTS_EXCEEDED, REJECTED',
	),
	...row('rejected', 'failed', true, 'EXHAUSTED'),
	{
		word: 'INVALID_ROUTING',
		outcome: 'rejected',
		code: 'INVALID ROUTING',
		status: 'failed',
		final: true,
	},
	{
		word: 'BAD_ADDRESS',
		outcome: 'rejected',
		code: 'BAD ADDRESS',
		status: 'rejected',
		final: true,
	},
	// SMPP, in full.
	...row('accepted', 'delivered', true, 'DELIVERED'),
	...row('accepted', 'pending', false, 'BUFFERED, QUEUED, SUBMITTED, SUBMITD'),
	...row('rejected', 'failed', true, 'UNDELIVERABLE'),
	...row('unknown', 'failed', true, 'FAILED'),
	...row('unknown', 'unknown', false, 'UNKNOWN'),
];

/** Five spellings of a word. */
const SPELLINGS: [string, (word: string) => string][] = [
	['as the vendor writes it', (word) => word],
	['small letters, blanks', (word) => word.toLowerCase().replace(/[_ ]/g, ' ')],
	['hyphens, and a full stop', (word) => `${word.replace(/[_ /]/g, '-')}.`],
	['capitals, underscores', (word) => word.toUpperCase().replace(/[ /]/g, '__')],
	[
		'one word, each part with a capital',
		(word) =>
			word
				.split(/[_ /]/)
				.map((part) => part.charAt(0) + part.slice(1).toLowerCase())
				.join(''),
	],
];

const spelled = <Each extends { word: string }>(rows: Each[]) =>
	rows.flatMap((each) =>
		SPELLINGS.map(([label, spell]) => ({ ...each, label, spelling: spell(each.word) })),
	);

const escaped = (text: string) => text.replace(/&/g, '&amp;');
const message = (status: string) => ({
	status: 200,
	text: `<response><status>OK</status><result><messages><message><id>1</id><status>${escaped(status)}</status></message></messages></result></response>`,
});
const json = (content: object) => ({
	contentType: 'application/json',
	body: Buffer.from(JSON.stringify(content)),
});
const form = (fields: Record<string, string>) => ({
	contentType: 'application/x-www-form-urlencoded',
	body: Buffer.from(new URLSearchParams(fields).toString()),
});

describe('Messangi', () => {
	it.each(spelled(MESSANGI))(
		'$word, $label: $outcome of a send, $status of a callback',
		({ word, outcome, code = word, status, final, spelling }) => {
			const result = readSendSms(message(spelling));
			expect(result).toMatchObject({ outcome, messageId: '1', status: spelling });
			if (result.outcome !== 'accepted') {
				const isListed = Boolean(STATUSES.find(word)?.entry.words);
				expect(result.problem.code).toBe(isListed ? code : spelling);
			}
			const meaning = { event: 'deliveryReport', gatewayStatus: spelling, status, final };
			const newer = { id: '1', to: '13056708084', status: spelling };
			expect(readMessangi(json(newer))).toEqual([expect.objectContaining(meaning)]);
			const older = { TYPE: 'SMS', TO: '13056708084', MESSANGI_ID: '1', STATUS: spelling };
			expect(readMessangi(form(older))).toEqual([expect.objectContaining(meaning)]);
		},
	);

	it('has a row here for every word of its table', () => {
		const tried = new Set(MESSANGI.map(({ word }) => STATUSES.find(word)?.word));
		expect(Object.keys(STATUSES.entries).filter((word) => !tried.has(word))).toEqual([]);
	});

	it.each([
		'ON_ITS_WAY',
		'NOT DELIVERED',
		'DELIVERED?',
		'SENT OK',
		'BAD_CARRIER',
		'constructor',
		'__proto__',
		'SENT'.repeat(30),
	])('%s is not listed, and passes through as unknown', (word) => {
		expect(readSendSms(message(word))).toMatchObject({ outcome: 'unknown', status: word });
		expect(readMessangi(json({ id: '1', to: '1', status: word }))).toEqual([
			expect.objectContaining({ gatewayStatus: word, status: 'unknown', final: false }),
		]);
	});

	it('only an account without funds ends the run', () => {
		const fatal = MESSANGI.filter(({ word }) => {
			const result = readSendSms(message(word));
			return result.outcome !== 'accepted' && result.fatal === true;
		});
		expect(fatal.map(({ word }) => word)).toEqual(['NOT_ENOUGH_FUNDS']);
	});

	const call = (status: string) => ({
		status: 200,
		text: `<response><status>${status}</status></response>`,
	});

	it.each(spelled([{ word: 'OK' }]))('OK of a call, $label', ({ spelling }) => {
		expect(readFire(call(spelling))).toMatchObject({ outcome: 'accepted', status: spelling });
		expect(readProbe(call(spelling))).toBeNull();
	});

	it.each(spelled([{ word: 'BAD_SIGNATURE' }]))('$word of a call, $label', ({ spelling }) => {
		expect(readFire(call(spelling))).toMatchObject({
			outcome: 'rejected',
			fatal: true,
			problem: { code: 'BAD_SIGNATURE', message: 'Messangi refused the signature' },
		});
		expect(readProbe(call(spelling))).toMatch(/refused the signature/);
	});

	it.each(spelled([{ word: 'ERROR' }]))('$word of a call, $label', ({ spelling }) => {
		expect(readFire(call(spelling))).toMatchObject({
			outcome: 'unknown',
			problem: { code: 'ERROR' },
		});
	});
});

/** SMPP's words, which both have. */
const SMPP: Omit<Row, 'outcome'>[] = [
	...row('accepted', 'delivered', true, 'DELIVRD, DELIVERED'),
	...row('rejected', 'failed', true, 'UNDELIV, UNDELIVERED, DELETED, FAILED'),
	...row('rejected', 'expired', true, 'EXPIRED'),
	...row('rejected', 'rejected', true, 'REJECTD, REJECTED'),
	...row('accepted', 'pending', false, 'ACCEPTD, ENROUTE, BUFFRED, SENT'),
	...row('unknown', 'unknown', false, 'UNKNOWN, SOMETHING_NEW'),
];

describe('Message Central', () => {
	it.each(spelled(SMPP))('$word, $label: $status', ({ spelling, status, final }) => {
		expect(readMessageCentral(json({ messageId: '1', status: spelling }))).toEqual([
			expect.objectContaining({ gatewayStatus: spelling, status, final }),
		]);
	});

	it.each(spelled([{ word: 'VERIFICATION_COMPLETED' }]))('$word, $label', ({ spelling }) => {
		const data = { verificationStatus: spelling, responseCode: '200', errorMessage: null };
		const text = JSON.stringify({ responseCode: 200, data });
		expect(readVerification({ status: 200, text })).toMatchObject({ verified: true, reason: null });
	});
});

describe('mGage', () => {
	const receipt = { message_id: '1', device_address: '13056708084' };
	const words: Omit<Row, 'outcome'>[] = [
		...SMPP,
		...row('accepted', 'pending', false, 'Processing'),
		// Seen beside code 200 only: without a code it may be the carrier's "taken".
		...row('unknown', 'unknown', false, 'Carrier Success'),
	];

	it.each(spelled(words))('$word, $label: $status', ({ spelling, status, final }) => {
		expect(readMGage(form({ ...receipt, status: spelling }))).toEqual([
			expect.objectContaining({
				event: 'deliveryReport',
				gatewayStatus: spelling,
				status,
				final,
			}),
		]);
	});

	it.each([
		['40, 130, 200, 0200', 'delivered', true],
		['5, 6, 7, 10, 30, 124, 210', 'pending', false],
		['110, 129, 131, 132, 133, 250, 260, 270, 275, 280, 290', 'failed', true],
	])('the codes %s of receipts: %s', (codes, status, final) => {
		for (const code of codes.split(', ')) {
			const fields = { ...receipt, status: 'Carrier Success', status_code: code };
			expect(readMGage(form(fields))).toEqual([expect.objectContaining({ status, final })]);
		}
	});

	it.each([
		['Processing', '10'],
		['MO Success', '100'],
	])('%s with code %s on a message from a handset is no delivery status', (status, code) => {
		const fields = { ...receipt, message: 'STOP', status, status_code: code };
		expect(readMGage(form(fields))).toEqual([
			expect.objectContaining({ event: 'incomingMessage', text: 'STOP', status: null }),
		]);
	});

	it.each(['SUCCESS', 'Success', 'success', ' SUCCESS. ', 'Result: success'])(
		'%s of externalMO',
		(text) => {
			expect(readExternalMo({ status: 200, text })).toMatchObject({ outcome: 'accepted' });
		},
	);

	it.each(['no success', 'Without success', 'unsuccessful', 'Success failed', ''])(
		'%s of externalMO is none',
		(text) => {
			expect(readExternalMo({ status: 200, text })).toMatchObject({ outcome: 'unknown' });
		},
	);
});
