import {
	readBulk,
	readSend,
	readSendOtp,
	readVerification,
} from '../../gateways/messageCentral/response';
import {
	readFire,
	readMessage,
	readSendMt,
	readSendPin,
	readSendSms,
} from '../../gateways/messangi/response';
import { readGateway } from '../../gateways/mGage/response';
import { ReadFailure, type Problem, type SendReply } from '../../gateways/reply';

/*
 * Every code that a vendor lists, typed from the protocol notes, has words of its own: what
 * happened, and what to do.
 */

/** A sentence without its full stop, for others to go on from; and one or more whole ones. */
function expectWords({ message, hint }: Problem): void {
	expect(message).toMatch(/^(?:[A-Z]|mGage ).{8,}[^.:]$/);
	expect(hint).toMatch(/^[A-Z].{8,}\.$/);
	expect(`${message} ${hint}`).not.toMatch(/undefined|null|NaN|\[object/);
}

function problemOf(result: SendReply | undefined): Problem {
	if (result === undefined || result.outcome === 'accepted') throw new Error('It was accepted');
	return result.problem;
}

const message = (status: string) => ({
	status: 200,
	text: `<response><status>OK</status><result><messages><message><id>1</id><status>${status}</status></message></messages></result></response>`,
});
const call = (status: string) => ({
	status: 200,
	text: `<response><status>${status}</status></response>`,
});
const code = (responseCode: string) => ({ status: 200, text: JSON.stringify({ responseCode }) });
const number = '13056708084';
const block = (statusCode: string) => ({
	status: 200,
	text: `<r><recipient><number>${number}</number><statusCode>${statusCode}</statusCode></recipient></r>`,
});

describe('Messangi', () => {
	const accepted =
		'SENT, DELIVERED_TO_CARRIER, SENT_TO_CARRIER, SENT_TO_DEVICE, DELIVERED_TO_DEVICE, SENDING, PENDING, READ, ACCEPTD, BUFFRED, DELIVRD';
	const refused =
		'EXPIRED, UNREACHABLE, NOT_SENT, BAD_FROM, BAD_TO, BAD_ENCODING, BAD_CARRIER/FROM, UNDELIVERED, NOT_ENOUGH_FUNDS, BAD_TIMEZONE, REJECTD, UNDELIV, DELETED, BAD ADDRESS, INVALID ROUTING, INVALID TEMPLATE ID';
	const unclear = 'CARRIER GATEWAY ERROR, INTERNAL ERROR';

	it.each(accepted.split(', '))('%s: accepted', (status) => {
		expect(readSendSms(message(status))).toMatchObject({ outcome: 'accepted', status });
	});

	it.each(refused.split(', '))('%s: refused', (status) => {
		const result = readSendSms(message(status));
		expect(result).toMatchObject({ outcome: 'rejected', status, problem: { code: status } });
		expectWords(problemOf(result));
		expect(problemOf(result).message).not.toContain(status);
	});

	it.each(unclear.split(', '))('%s: unclear', (status) => {
		const result = readSendSms(message(status));
		expect(result).toMatchObject({ outcome: 'unknown', status, problem: { code: status } });
		expectWords(problemOf(result));
		expect(problemOf(result).message).not.toContain(status);
		expect(problemOf(result).hint).toContain('may have been sent');
	});

	it.each([
		['BAD_SIGNATURE', 'rejected'],
		['ERROR', 'unknown'],
	])('%s of a call', (status, outcome) => {
		for (const read of [readSendSms, readSendMt, readSendPin, readFire]) {
			const result = read(call(status));
			expect(result.outcome).toBe(outcome);
			expectWords(problemOf(result));
			expect(problemOf(result).message).not.toContain(status);
		}
		try {
			readMessage(call(status));
			throw new Error('It did not fail');
		} catch (error) {
			expect(error).toBeInstanceOf(ReadFailure);
			expectWords((error as ReadFailure).problem);
			expect((error as ReadFailure).message).not.toContain(status);
		}
	});

	it('a word that nobody has listed goes on as it is', () => {
		const result = readSendSms(message('ON_ITS_WAY'));
		expect(result).toMatchObject({ outcome: 'unknown', status: 'ON_ITS_WAY' });
		expectWords(problemOf(result));
		expect(problemOf(result).message).toContain('ON_ITS_WAY');
		expect(problemOf(readFire(call('ON_ITS_WAY'))).message).toContain('ON_ITS_WAY');
	});
});

describe('mGage', () => {
	it('0: accepted', () => {
		expect(readGateway(block('0'), [number])[0]).toMatchObject({ outcome: 'accepted' });
	});

	it.each('1, 104, 105, 106, 107, 108, 109, 111, 112, 113, 114, 201'.split(', '))(
		'%s: refused',
		(statusCode) => {
			const [result] = readGateway(block(statusCode), [number]);
			expect(result).toMatchObject({ outcome: 'rejected', problem: { code: statusCode } });
			expectWords(problemOf(result));
		},
	);

	it('a number that nobody has listed goes on as it is', () => {
		const [result] = readGateway(block('777'), [number]);
		expect(result).toMatchObject({ outcome: 'unknown', problem: { code: '777' } });
		expectWords(problemOf(result));
		expect(problemOf(result).message).toContain('777');
	});
});

describe('Message Central', () => {
	it('200: accepted', () => {
		expect(readSend(code('200'))).toMatchObject({ outcome: 'accepted' });
	});

	it.each(
		'400, 401, 403, 409, 501, 505, 506, 508, 511, 700, 702, 703, 705, 800, 805, 913'.split(', '),
	)('%s: refused', (responseCode) => {
		for (const read of [readSend, readBulk, readSendOtp]) {
			const result = read(code(responseCode));
			expect(result).toMatchObject({ outcome: 'rejected', problem: { code: responseCode } });
			expectWords(problemOf(result));
			expect(problemOf(result).message).not.toContain(responseCode);
		}
	});

	it.each('401, 403, 501, 508, 805, 913'.split(', '))('%s ends the run', (responseCode) => {
		for (const read of [readSend, readBulk, readSendOtp]) {
			expect(read(code(responseCode))).toMatchObject({ outcome: 'rejected', fatal: true });
		}
	});

	it.each('400, 409, 505, 506, 511, 700, 800, 500, 777'.split(', '))(
		'%s is about the message',
		(responseCode) => {
			for (const read of [readSend, readBulk, readSendOtp]) {
				expect(read(code(responseCode))).not.toMatchObject({ fatal: true });
			}
		},
	);

	it('500: unclear', () => {
		for (const read of [readSend, readBulk, readSendOtp]) {
			const result = read(code('500'));
			expect(result).toMatchObject({ outcome: 'unknown', problem: { code: '500' } });
			expectWords(problemOf(result));
			expect(problemOf(result).hint).toContain('may have been sent');
		}
	});

	it.each('400, 401, 403, 409, 500, 501, 506, 508, 511, 805, 913'.split(', '))(
		'%s at the check of a code',
		(responseCode) => {
			try {
				readVerification(code(responseCode));
				throw new Error('It did not fail');
			} catch (error) {
				expect(error).toBeInstanceOf(ReadFailure);
				const { problem } = error as ReadFailure;
				expect(problem.code).toBe(responseCode);
				expectWords(problem);
				expect(problem.hint).not.toContain('may have been sent');
			}
		},
	);

	it('a code that nobody has listed goes on as it is', () => {
		for (const read of [readSend, readBulk, readSendOtp]) {
			const result = read(code('777'));
			expect(result).toMatchObject({ outcome: 'unknown', problem: { code: '777' } });
			expectWords(problemOf(result));
			expect(problemOf(result).message).toContain('777');
		}
		expect(() => readVerification(code('777'))).toThrow(/777/);
	});
});
