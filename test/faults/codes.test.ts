import { CODES } from '../../sandbox/gateways/messageCentral/replies';
import { DESCRIPTIONS } from '../../sandbox/gateways/messangi/replies';
import { MESSAGES } from '../../sandbox/gateways/mGage/replies';
import { complaintsOf, forEach, type Expectation } from './cells';
import {
	MESSAGE_CENTRAL_CODES,
	MESSAGE_CENTRAL_TOKEN_CODES,
	MESSAGE_CENTRAL_UNLISTED,
	MESSANGI_CALLS,
	MESSANGI_STATUSES,
	MESSANGI_UNLISTED_CALLS,
	MESSANGI_UNLISTED_STATUSES,
	MGAGE_CODES,
	MGAGE_UNLISTED,
	type Code,
	type MessageCentralCode,
} from './codes';
import { escape, type Truth } from './faults';
import { wire, type FrontRequest, type TrueReply } from './front';
import { labelOf, OPERATIONS, type OperationCase } from './operations';
import { useStage } from './stage';
import { count, note } from './tally';

/*
 * Each documented code, and some that nobody lists, as an answer to each operation to which it can
 * come, in each form in which it may come.
 */

const stage = useStage();

/** An answer with a code in it. */
interface Cell {
	operation: OperationCase;
	/** The form and the code. */
	name: string;
	reply: (request: FrontRequest) => TrueReply;
	truth: Truth;
	expected: Expectation;
	mostRequests?: number;
}

async function tryCells(cells: readonly Cell[]): Promise<string[]> {
	const { sandbox, front } = stage;
	const complaints: string[] = [];
	await forEach(cells, 16, async ({ operation, name, reply, truth, expected, mostRequests }) => {
		for (const stops of operation.kind === 'send' ? [false, true] : [false]) {
			const place = front.place({
				// The worst that can be: what is not certainly refused was taken.
				isTaken: operation.kind === 'send' && truth !== 'refused',
				answer: (_, socket, request) => {
					socket.end(wire(reply(request)));
				},
			});
			const trial = { operation, sandbox, place, truth, stops, expected };
			const found = await complaintsOf({ ...trial, ...(mostRequests && { mostRequests }) });
			complaints.push(...found.map((each) => `${labelOf(operation)}, ${name}: ${each}`));
		}
		count('operations x codes', operation, name, 1);
	});
	note(complaints);
	return complaints;
}

const of = (node: OperationCase['node']) => OPERATIONS.filter((each) => each.node === node);
const reply = (status: number, contentType: string, content: string): TrueReply => ({
	status,
	contentType,
	body: Buffer.from(content),
});
const xml = (content: string, status = 200) => reply(status, 'text/xml;charset=UTF-8', content);
const json = (content: unknown, status = 200) =>
	reply(status, 'application/json', JSON.stringify(content));

/** A failure as a send and a question name it; the test of a credential says it in one sentence. */
function failureOf({ kind }: OperationCase, { code, truth, says, advises }: Code): Expectation {
	if (truth === 'told') return {};
	return kind === 'test' ? {} : { code, says, advises };
}

describe('Messangi', () => {
	const operations = of('messangi');
	const call = ({ code, text }: Code) =>
		`<input>x</input><status>${escape(code)}</status><description>${escape(text)}</description>`;

	it.each([
		['with a root', (code: Code) => xml(`<response>${call(code)}</response>`)],
		['without one, as in the samples', (code: Code) => xml(call(code))],
		['as HTTP 400', (code: Code) => xml(`<response>${call(code)}</response>`, 400)],
		['as HTTP 403', (code: Code) => xml(`<response>${call(code)}</response>`, 403)],
		['as HTTP 500', (code: Code) => xml(`<response>${call(code)}</response>`, 500)],
	])('a status of the whole call, %s', async (form, make) => {
		const failing = [...MESSANGI_CALLS, ...MESSANGI_UNLISTED_CALLS].filter(
			({ truth }) => truth !== 'told',
		);
		const cells = operations.flatMap((operation) =>
			failing.map(
				(code): Cell => ({
					operation,
					name: `${form}, ${code.code}`,
					reply: () => make(code),
					truth: code.truth,
					expected: failureOf(operation, code),
					// ERROR may say that a list has no page of this number, so another is asked for.
					...(operation.kind === 'read' && { mostRequests: 6 }),
				}),
			),
		);
		expect(await tryCells(cells)).toEqual([]);
	});

	const message = ({ code, text }: Code) =>
		`<message><id>-8174720676710228700</id><carrier>Movistar</carrier><from>19893653744</from><to>13056708084</to><text>Hello</text><status>${escape(code)}</status><statusDescription>${escape(text)}</statusDescription><date>2013-09-17T10:13:59.176-04:30</date></message>`;
	const run = (result: string) =>
		xml(
			`<response><input>x</input><status>OK</status><description>Completed</description><result>${result}</result></response>`,
		);
	const statuses = [...MESSANGI_STATUSES, ...MESSANGI_UNLISTED_STATUSES];

	it('a status of the message that was to be sent', async () => {
		const sends = operations.filter(({ name }) => name.startsWith('sms: send'));
		const cells = sends.flatMap((operation) =>
			statuses.map(
				(code): Cell => ({
					operation,
					name: code.code,
					reply: () => run(`<messages>${message(code)}</messages>`),
					truth: code.truth,
					expected: {
						...failureOf(operation, code),
						...(code.code === '' && { code: 'NO_STATUS' }),
						...(code.truth === 'told' && { output: { status: code.code } }),
					},
				}),
			),
		);
		expect(sends).toHaveLength(7);
		expect(await tryCells(cells)).toEqual([]);
	});

	it('a status of a message that is asked for: an answer, whatever it is', async () => {
		const lists: Record<string, (code: Code) => TrueReply> = {
			'sms: get': (code) => run(message(code)),
			'sms: getMany': (code) => run(`<messages><records>1</records>${message(code)}</messages>`),
		};
		const cells = operations.flatMap((operation) => {
			const list = lists[operation.name];
			if (list === undefined) return [];
			return statuses.map(
				(code): Cell => ({
					operation,
					name: code.code,
					reply: () => list(code),
					truth: 'told',
					expected: { output: { status: code.code } },
				}),
			);
		});
		expect(cells).toHaveLength(2 * statuses.length);
		expect(await tryCells(cells)).toEqual([]);
	});
});

describe('mGage', () => {
	// They are the Gateway API's.
	const operations = of('mGage').filter(({ kind }) => kind !== 'read');
	const sends = operations.filter(({ name }) => name.startsWith('sms: send'));
	const numberIn = ({ path }: FrontRequest) => /[?&]numbers=(\d+)/.exec(path)?.[1] ?? '13056708084';
	const forms: readonly [string, (code: Code, number: string) => TrueReply][] = [
		[
			'XML',
			({ code, text }, number) =>
				xml(
					`<response><recipient><number>${number}</number><statusCode>${code}</statusCode><statusMessage>${escape(text)}</statusMessage></recipient></response>`,
				),
		],
		[
			'XML with attributes',
			({ code, text }, number) =>
				xml(
					`<response><recipient number="${number}" statusCode="${code}" statusMessage="${escape(text).replace(/"/g, '&quot;')}"/></response>`,
				),
		],
		[
			'XML without a number',
			({ code, text }) =>
				xml(
					`<response><statusCode>${code}</statusCode><statusMessage>${escape(text)}</statusMessage></response>`,
				),
		],
		[
			'JSON',
			({ code, text }, number) =>
				json({ recipients: [{ number, statusCode: Number(code), statusMessage: text }] }),
		],
		['text', ({ code, text }, number) => reply(200, 'text/plain', `${number},${code},${text}`)],
		['text without a number', ({ code, text }) => reply(200, 'text/plain', `${code}: ${text}`)],
	];
	const cellsOf = (
		asked: readonly OperationCase[],
		form: string,
		make: (code: Code, number: string) => TrueReply,
		codes: readonly Code[],
		status: number,
	) =>
		asked.flatMap((operation) =>
			codes.map(
				(code): Cell => ({
					operation,
					name: `${form}, HTTP ${status}, ${code.code}`,
					reply: (request) => ({ ...make(code, numberIn(request)), status }),
					// That it answers with a code at all says that the credential was right.
					truth: operation.kind === 'test' ? 'told' : code.truth,
					expected: failureOf(operation, code),
				}),
			),
		);

	it.each(forms)('a code as %s', async (form, make) => {
		const asked = operations.filter(({ name }) => !name.startsWith('incomingMessage'));
		// A recognised code counts more than the HTTP status.
		const cells = [200, 400, 500].flatMap((status) =>
			cellsOf(asked, form, make, MGAGE_CODES, status),
		);
		expect(await tryCells(cells)).toEqual([]);
	});

	it.each(forms)('a code that nobody lists, as %s', async (form, make) => {
		const isText = form.startsWith('text');
		// In a text, a number that is no code is nothing.
		const codes = MGAGE_UNLISTED.map((each) =>
			isText
				? { ...each, code: 'UNREADABLE_REPLY', says: /cannot be read/, sent: each.code }
				: { ...each, sent: each.code },
		);
		const cells = cellsOf(
			sends,
			form,
			(code, number) => make({ ...code, code: (code as (typeof codes)[number]).sent }, number),
			codes,
			200,
		);
		expect(await tryCells(cells)).toEqual([]);
	});

	it('the words that answer an incoming message', async () => {
		const fire = operations.filter(({ name }) => name === 'incomingMessage: fire');
		const REFUSED: Expectation = {
			code: 'HTTP_500',
			says: /refused the message: Campaign 12345 is not active/,
			advises: /Check the campaign ID/,
		};
		const UNREADABLE: Expectation = { code: 'UNREADABLE_REPLY', says: /cannot be read/ };
		const answers: readonly [number, string, Truth, Expectation][] = [
			[200, 'SUCCESS', 'told', { output: { status: 'SUCCESS' } }],
			[500, 'Campaign 12345 is not active', 'refused', REFUSED],
			[500, '', 'open', UNREADABLE],
			[500, 'SUCCESS', 'open', UNREADABLE],
			[200, 'Campaign 12345 is not active', 'open', UNREADABLE],
			[200, 'NO SUCCESS', 'open', UNREADABLE],
			[200, 'UNSUCCESSFUL', 'open', UNREADABLE],
			[202, 'SUCCESS', 'open', UNREADABLE],
		];
		const cells = fire.flatMap((operation) =>
			answers.map(
				([status, words, truth, expected]): Cell => ({
					operation,
					name: `HTTP ${status} ${words}`,
					reply: () => reply(status, 'text/plain', words),
					truth,
					expected,
				}),
			),
		);
		expect(fire).toHaveLength(1);
		expect(await tryCells(cells)).toEqual([]);
	});
});

describe('Message Central', () => {
	const operations = of('messageCentral');
	const codes = [...MESSAGE_CENTRAL_CODES, ...MESSAGE_CENTRAL_UNLISTED];
	const isBulk = ({ name }: OperationCase) => name.includes('sendBulk');
	const asCode = (code: string) => (/^-?\d+$/.test(code) ? Number(code) : code);
	const data = ({ code, text }: Code) => ({
		verificationId: code === '200' || code === '506' ? '1234' : null,
		mobileNumber: '9999999999',
		responseCode: code,
		errorMessage: code === '200' ? null : text || null,
		timeout: code === '200' || code === '506' ? '30.0' : null,
		smsCLI: null,
		transactionId: code === '200' ? '1c9c56ec-5cd3-48b5-9e32-a15499fb77a2' : null,
	});
	const body = (code: Code, content: unknown) => ({
		responseCode: asCode(code.code),
		message: code.text,
		data: content,
	});

	/** What a code means for an operation. */
	function meaningOf(
		operation: OperationCase,
		code: MessageCentralCode,
	): Pick<Cell, 'truth' | 'expected'> {
		// It asks for something that is refused for another reason: any code says that the token was right.
		if (operation.kind === 'test') return { truth: 'told', expected: {} };
		if (operation.kind !== 'check') {
			return { truth: code.truth, expected: failureOf(operation, code) };
		}
		// 200 without the word that says so is no success either.
		const reason = code.code === '200' ? 'notCompleted' : code.notVerified;
		if (reason === undefined) {
			return { truth: 'refused', expected: { ...failureOf(operation, code), advises: /./ } };
		}
		return { truth: 'told', expected: { output: { verified: false, reason } } };
	}

	it.each<[string, (code: Code) => TrueReply]>([
		['outside, without data', (code) => json(body(code, null))],
		['outside and inside', (code) => json(body(code, data(code)))],
		['as a text', (code) => json({ ...body(code, null), responseCode: code.code })],
		['outside, as HTTP 400', (code) => json(body(code, data(code)), 400)],
		['outside, as HTTP 500', (code) => json(body(code, data(code)), 500)],
	])('a code %s', async (form, make) => {
		const cells = operations.flatMap((operation) =>
			codes
				// A success as HTTP 400 or 500 is a contradiction of its own.
				.filter(({ code }) => code !== '200' || !form.includes('HTTP'))
				.map(
					(code): Cell => ({
						operation,
						name: `${form}, ${code.code}`,
						reply: () => make(code),
						...meaningOf(operation, code),
					}),
				),
		);
		expect(await tryCells(cells)).toEqual([]);
	});

	it('a code inside of what calls itself a success', async () => {
		const cells = operations.flatMap((operation) =>
			codes
				.filter(({ code }) => code !== '200')
				.map((code): Cell => {
					const meaning = meaningOf(operation, code);
					// It may be about one of many: nobody knows what became of the others.
					const some = /may have been sent: check in the console/;
					const ofMany = {
						truth: 'open',
						expected: { ...meaning.expected, advises: some },
					} as const;
					return {
						operation,
						name: `inside, ${code.code}`,
						reply: () => json({ responseCode: 200, message: 'SUCCESS', data: data(code) }),
						...(isBulk(operation) ? ofMany : meaning),
					};
				}),
		);
		expect(await tryCells(cells)).toEqual([]);
	});

	it('a code with HTTP 401: a new token is fetched, and it is asked once more', async () => {
		const cells = operations
			.filter(({ kind }) => kind !== 'test')
			.flatMap((operation) =>
				MESSAGE_CENTRAL_CODES.filter(({ code }) => code === '501').map(
					(code): Cell => ({
						operation,
						name: `HTTP 401, ${code.code}`,
						reply: () => json(body(code, null), 401),
						...meaningOf(operation, code),
						mostRequests: 2,
					}),
				),
			);
		expect(await tryCells(cells)).toEqual([]);
	});

	it.each<[string, (code: Code) => TrueReply]>([
		['outside', (code) => json(body(code, null))],
		['outside and inside', (code) => json(body(code, { responseCode: code.code }))],
		['as a text', (code) => json({ ...body(code, null), responseCode: code.code })],
		['as a status', (code) => json({ status: asCode(code.code), error: code.text })],
	])(
		'a code of a refused token with HTTP 200, %s: it is asked once more at the most',
		async (form, make) => {
			const cells = operations
				.filter(({ kind }) => kind !== 'test')
				.flatMap((operation) =>
					MESSAGE_CENTRAL_TOKEN_CODES.map(
						(code): Cell => ({
							operation,
							name: `${form}, ${code.code}`,
							reply: () => make(code),
							...meaningOf(operation, code),
							mostRequests: 2,
						}),
					),
				);
			expect(await tryCells(cells)).toEqual([]);
		},
	);

	it('a live code is named, so that it can be checked', async () => {
		const cells = operations
			.filter(({ name }) => name === 'otp: send')
			.map((operation): Cell => {
				const [live] = codes.filter(({ code }) => code === '506');
				if (live === undefined) throw new Error('There is no 506.');
				return {
					operation,
					name: '506 with its verification',
					reply: () => json(body(live, data(live))),
					truth: 'refused',
					expected: {
						code: '506',
						advises: /Wait 30 seconds, or verify the code .* verificationId/,
						output: { verificationId: '1234', timeout: '30.0', messageId: null },
					},
				};
			});
		expect(cells).toHaveLength(1);
		expect(await tryCells(cells)).toEqual([]);
	});
});

describe('the tables of codes', () => {
	const sorted = (codes: Iterable<string | number>) => [...codes].map(String).sort();
	const namesOf = (codes: readonly Code[]) => sorted(codes.map(({ code }) => code));

	it('hold every code that the sandbox can answer with', () => {
		expect(namesOf(MESSANGI_CALLS)).toEqual(sorted(Object.keys(DESCRIPTIONS)));
		expect(namesOf(MGAGE_CODES)).toEqual(sorted(MESSAGES.keys()));
		const ofMessageCentral = [...MESSAGE_CENTRAL_CODES, ...MESSAGE_CENTRAL_TOKEN_CODES];
		expect(namesOf(ofMessageCentral)).toEqual(sorted(CODES.keys()));
	});
});
