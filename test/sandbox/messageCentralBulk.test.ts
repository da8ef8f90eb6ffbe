import { Workbook, type CellValue } from 'exceljs';

import { ACCOUNTS, createSandbox } from '../../sandbox/server/server';
import { call, query, sendMessageCentral, type Reply } from './client';
import { sandboxForTests } from './forTests';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const BOUNDARY = 'a-boundary-of-this-test';
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** The sample of the vendor's page, with a header row as there. */
const HEADINGS = ['Country', 'Mobile', 'Var1', 'Var2', 'Var3'];
const SAMPLE = [
	HEADINGS,
	['91', '12345678901', 'Amit', '$35', 'DISOUNT20'],
	['91', '23456789012', 'Kunal', '$60', 'DISOUNT20'],
	['91', '12345678901', 'Prakash', '$35', 'DISOUNT20'],
];

async function workbook(rows: CellValue[][]): Promise<Buffer> {
	const book = new Workbook();
	book.addWorksheet('Recipients').addRows(rows);
	return Buffer.from(await book.xlsx.writeBuffer());
}

/** A part as browsers and HTTP libraries write it. */
function part(
	content: Buffer | string,
	{ name = 'file', filename = 'recipients.xlsx', type = XLSX } = {},
): Buffer {
	const headers =
		`content-disposition: form-data; name="${name}"; filename="${filename}"\r\n` +
		`Content-Type: ${type}\r\n\r\n`;
	return Buffer.concat([Buffer.from(headers), Buffer.from(content)]);
}

function form(...parts: Buffer[]): Buffer {
	return Buffer.concat([
		...parts.flatMap((each) => [Buffer.from(`--${BOUNDARY}\r\n`), each, Buffer.from('\r\n')]),
		Buffer.from(`--${BOUNDARY}--\r\n`),
	]);
}

interface Content {
	responseCode: number;
	message: string;
	data: Record<string, string | number | null>;
}
const read = ({ body }: Reply): Content => JSON.parse(body) as Content;

describe('Message Central in bulk', () => {
	const sandbox = sandboxForTests();

	async function expectRefusal(reply: Reply, because: string): Promise<void> {
		expect(reply.status).toBe(400);
		expect(read(reply)).toMatchObject({ responseCode: 400, message: 'BAD_REQUEST' });
		expect(read(reply).data.errorMessage).toContain(because);
		expect(sandbox.requests()[0]?.refusedBecause).toContain(because);
		expect(sandbox.messages()).toEqual([]);
		// Whatever was refused, the next one is served.
		expect((await sendMessageCentral(sandbox)).status).toBe(200);
	}

	describe('by phoneNumbers', () => {
		const send = (phoneNumbers: string, changes: Record<string, string | undefined> = {}) =>
			sendMessageCentral(sandbox, {
				countryCode: undefined,
				mobileNumber: undefined,
				phoneNumbers,
				...changes,
			});

		it('sends one text to every number of the vendor’s example', async () => {
			const reply = await send('91 9816111111, 91 7715131105', { message: 'Hi ##var1##' });
			expect(read(reply)).toEqual({
				responseCode: 200,
				message: 'SUCCESS',
				data: {
					transactionId: expect.stringMatching(UUID) as string,
					totalCount: 2,
					responseCode: '200',
					errorMessage: null,
				},
			});
			const details = { bulk: 'phoneNumbers', transactionId: read(reply).data.transactionId };
			expect(sandbox.messages()).toMatchObject([
				{ operation: 'send', to: '919816111111', text: 'Hi ##var1##', details },
				{ operation: 'send', to: '917715131105', text: 'Hi ##var1##', details },
			]);
			expect(new Set(sandbox.messages().map(({ id }) => id)).size).toBe(2);
		});

		it.each([
			['nothing', ''],
			['an empty entry', '91 9816111111,'],
			['a number without its country', '9816111111'],
			['a plus', '+91 9816111111'],
			['two spaces', '91  9816111111'],
			['a country of four digits', '1234 9816111111'],
			['semicolons', '91 9816111111; 91 7715131105'],
			['a short number', '91 123'],
		])('refuses %s', async (_title, phoneNumbers) => {
			await expectRefusal(await send(phoneNumbers), 'phoneNumbers: expected a country code');
		});

		it.each([
			['mobileNumber: expected none', { mobileNumber: '9999999999' }],
			['message: expected a text', { message: '' }],
			['senderId: expected a sender', { senderId: undefined }],
			['entityId: expected with templateId', { templateId: '1' }],
			['flowType: expected', { flowType: 'sms' }],
		])('refuses where %s', async (because, changes) => {
			await expectRefusal(await send('91 9816111111', changes), because);
		});

		it('refuses a body', async () => {
			const headers = { authToken: ACCOUNTS.messageCentral.authToken };
			const reply = await sendMessageCentral(
				sandbox,
				{ mobileNumber: undefined, phoneNumbers: '91 9816111111' },
				{ headers, body: 'x' },
			);
			await expectRefusal(reply, 'body: expected none');
		});
	});

	describe('by file', () => {
		function send(
			body: Buffer | string,
			changes: Record<string, string | undefined> = {},
			type = `multipart/form-data; boundary=${BOUNDARY}`,
		): Promise<Reply> {
			const parameters = {
				type: 'SMS',
				flowType: 'SMS',
				senderId: 'UTOMOB',
				message: 'Hello ##var1##, your balance is ##var2## on ##var3##',
				messageType: 'PROMOTIONAL',
				...changes,
			};
			return call(sandbox, `/message-central/verification/v3/send?${query(parameters)}`, {
				method: 'POST',
				headers: { authToken: ACCOUNTS.messageCentral.authToken, 'content-type': type },
				body,
			});
		}

		it('fills the text for every row of the vendor’s sample', async () => {
			const reply = await send(form(part(await workbook(SAMPLE))));
			expect(read(reply)).toMatchObject({ responseCode: 200, data: { totalCount: 3 } });
			const stored = sandbox.messages();
			expect(stored.map(({ to }) => to)).toEqual([
				'9112345678901',
				'9123456789012',
				'9112345678901',
			]);
			expect(stored.map(({ text }) => text)).toEqual([
				'Hello Amit, your balance is $35 on DISOUNT20',
				'Hello Kunal, your balance is $60 on DISOUNT20',
				'Hello Prakash, your balance is $35 on DISOUNT20',
			]);
			expect(stored[0]).toMatchObject({
				operation: 'send',
				from: 'UTOMOB',
				details: {
					bulk: 'file',
					channel: 'SMS',
					messageType: 'PROMOTIONAL',
					transactionId: read(reply).data.transactionId,
					variables: '{"var1":"Amit","var2":"$35","var3":"DISOUNT20"}',
				},
			});
		});

		it('takes the form of another HTTP client, and numbers in the query as in the sample', async () => {
			const data = new FormData();
			data.append('file', new Blob([await workbook(SAMPLE)], { type: XLSX }), 'Sample.xlsx');
			const encoded = new Response(data);
			const type = encoded.headers.get('content-type') ?? '';
			const bytes = Buffer.from(await encoded.arrayBuffer());
			const asInSample = { countryCode: '91', mobileNumber: '9999999999' };
			expect((await send(bytes, asInSample, type)).status).toBe(200);
			expect(sandbox.messages()).toHaveLength(3);
		});

		it('takes texts for what they are', async () => {
			const rows = [HEADINGS.slice(0, 4), ['1', '3055550100', '=1+1', '$& $1 ##var1##'], []];
			await send(form(part(await workbook(rows))), { message: '##var1## ##var2## # ##' });
			expect(sandbox.messages().map(({ text }) => text)).toEqual(['=1+1 $& $1 ##var1## # ##']);
		});

		it('takes a file without variables, and one of 10,000 recipients', async () => {
			const rows = Array.from({ length: 10_000 }, (_, at) => ['91', String(9_000_000_000 + at)]);
			const file = await workbook([['Country', 'Mobile'], ...rows]);
			const reply = await send(form(part(file)), { message: 'Hi' });
			expect(read(reply).data.totalCount).toBe(10_000);
			expect(sandbox.messages()[9_999]?.to).toBe('919000009999');
		});

		const row = (...cells: CellValue[]): CellValue[][] => [HEADINGS, cells];
		it.each<[string, CellValue[][], string]>([
			['a heading in lower case', [['country', 'Mobile']], 'A1: expected "Country", got "country"'],
			['headings in another order', [['Mobile', 'Country']], 'A1: expected "Country"'],
			['a heading missing', [['Country']], 'B1: expected "Mobile", got ""'],
			['a heading of its own', [['Country', 'Mobile', 'Name']], 'C1: expected "Var1", got "Name"'],
			['a gap in the headings', [['Country', 'Mobile', 'Var1', 'Var3']], 'D1: expected "Var2"'],
			['a number for a heading', [[1]], 'A1: expected a text, got a number'],
			['no rows at all', [], 'A1: expected "Country", got ""'],
			['headings only', [HEADINGS], 'expected a recipient below the headings'],
			[
				'a number for a country',
				row(91, '9999999999', 'a', 'b', 'c'),
				'A2: expected a text, got a number',
			],
			[
				'a number for a number',
				row('91', 9999999999, 'a', 'b', 'c'),
				'B2: expected a text, got a number',
			],
			['a plus', row('+91', '9999999999', 'a', 'b', 'c'), 'A2: expected a country code, got "+91"'],
			['no number', row('91', null, 'a', 'b', 'c'), 'B2: expected a national number, got ""'],
			[
				'a number for a variable',
				row('91', '9999999999', 'a', 35, 'c'),
				'D2: expected a text, got a number',
			],
			[
				'a formula',
				row('91', '9999999999', { formula: '1+1', result: 2 }, 'b', 'c'),
				'C2: expected a text, got a formula',
			],
			[
				'a formula that makes a text',
				row('91', '9999999999', { formula: '"a"', result: 'a' }, 'b', 'c'),
				'C2: expected a text, got a formula',
			],
			[
				'a date',
				row('91', '9999999999', new Date(0), 'b', 'c'),
				'C2: expected a text, got a number',
			],
			['a truth', row('91', '9999999999', true, 'b', 'c'), 'C2: expected a text, got another kind'],
			[
				'no value for a placeholder',
				row('91', '9999999999', 'a', null, 'c'),
				'row 2: expected a value for ##var2##',
			],
			[
				'an empty value',
				row('91', '9999999999', 'a', '', 'c'),
				'row 2: expected a value for ##var2##',
			],
			[
				'a value without a heading',
				row('91', '9999999999', 'a', 'b', 'c', 'd'),
				'F2: expected nothing without a heading',
			],
		])('refuses a workbook with %s', async (_title, rows, because) => {
			await expectRefusal(await send(form(part(await workbook(rows)))), because);
		});

		it.each(['##var4##', '##var##', '##Var1##', '##name##', '##__proto__##', '##toString##'])(
			'refuses the placeholder %s, which has no column',
			async (message) => {
				const reply = await send(form(part(await workbook(SAMPLE))), { message });
				await expectRefusal(reply, `row 2: expected a value for ${message}`);
			},
		);

		it.each<[string, Buffer | string, string]>([
			['no parts', form(), 'expected a single part named "file", got none'],
			['another name', form(part('x', { name: 'upload' })), 'named "file", got "upload"'],
			['two files', form(part('x'), part('x')), 'named "file", got "file", "file"'],
			['a second part', form(part('x'), part('Hi', { name: 'message' })), 'got "file", "message"'],
			[
				'a name of another kind',
				form(part('x', { filename: 'a.csv' })),
				'file: expected a name with .xlsx',
			],
			['no file name', form(part('x', { filename: '' })), 'file: expected a name with .xlsx'],
			[
				'another type',
				form(part('x', { type: 'application/zip' })),
				'file: expected the type application/vnd',
			],
			['no workbook', form(part('Country,Mobile\n91,1')), 'file: expected a workbook'],
			['an empty file', form(part('')), 'file: expected a workbook'],
			[
				'a zip of nothing',
				form(part(Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex'))),
				'file: expected a workbook',
			],
			['no body', '', 'expected the boundary that the content-type names'],
			['another boundary', '--other\r\n\r\n\r\n--other--', 'expected the boundary that'],
			['an end too early', form(part('x')).subarray(0, 150), 'expected a closing boundary'],
			[
				'bare line feeds',
				form(part('x')).toString().replaceAll('\r', ''),
				'expected a line break after each boundary',
			],
			[
				'a part without headers',
				form(Buffer.from('\r\nx')),
				'content-disposition: form-data with a name',
			],
			[
				'a part without an end to its headers',
				form(Buffer.from('x')),
				'expected an empty line after the headers',
			],
			[
				'headers that are no UTF-8',
				form(Buffer.from([0xff, 13, 10, 13, 10])),
				'expected headers in UTF-8',
			],
			[
				'a disposition of another kind',
				form(Buffer.from('content-disposition: attachment; name="file"\r\n\r\n')),
				'content-disposition: form-data',
			],
		])('refuses a form with %s', async (_title, body, because) => {
			await expectRefusal(await send(body), because);
		});

		it.each([
			['no boundary', 'multipart/form-data', 'expected a boundary of 1 to 70'],
			[
				'a long one',
				`multipart/form-data; boundary=${'b'.repeat(71)}`,
				'expected a boundary of 1 to 70',
			],
			['another type', `multipart/mixed; boundary=${BOUNDARY}`, 'body: expected none'],
		])('refuses a form with %s in the content-type', async (_title, type, because) => {
			const reply = await send(form(part(await workbook(SAMPLE))), {}, type);
			await expectRefusal(reply, because);
		});

		it('refuses a file beside phoneNumbers, and one for a one-time code', async () => {
			const file = form(part(await workbook(SAMPLE)));
			await expectRefusal(
				await send(file, { phoneNumbers: '91 9816111111' }),
				'phoneNumbers: expected none with a file',
			);
			sandbox.reset();
			const otp = { type: 'OTP', countryCode: '91', mobileNumber: '9999999999' };
			await expectRefusal(await send(file, { ...otp, message: undefined }), 'body: expected none');
		});

		it('takes a body of 19 MB and answers 413 to more than 20 MB', async () => {
			const large = form(part(Buffer.alloc(19 * 1024 * 1024)));
			expect(read(await send(large)).data.errorMessage).toContain('file: expected a workbook');
			// The connection may go before the client has written it all, so its reply is not asked for.
			await send(form(part(Buffer.alloc(21 * 1024 * 1024)))).catch(() => undefined);
			expect(sandbox.requests()[1]?.status).toBe(413);
		});
	});

	it('refuses more recipients than it is told to take', async () => {
		const own = await createSandbox({ messageCentralMaxRecipients: 2 });
		const bulk = { countryCode: undefined, mobileNumber: undefined };
		try {
			const three = { ...bulk, phoneNumbers: '91 9816111111,91 9816111112,91 9816111113' };
			const reply = await sendMessageCentral(own, three);
			expect(reply.status).toBe(200);
			expect(read(reply)).toMatchObject({ responseCode: 800, message: 'MAXIMUM_LIMIT_REACHED' });
			expect(own.requests()[0]?.refusedBecause).toContain('expected at most 2, got 3');
			expect(own.messages()).toEqual([]);
			await sendMessageCentral(own, { ...bulk, phoneNumbers: '91 9816111111,91 9816111112' });
			expect(own.messages()).toHaveLength(2);
		} finally {
			await own.close();
		}
	});
});
