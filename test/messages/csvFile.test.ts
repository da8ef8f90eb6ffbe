import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readRecipientFile } from '../../messages/recipientFile';
import { Refusal } from '../../messages/refusal';
import { read, rowsOf, summaryOf, valuesOf } from './files';
import { FUZZ_TIMES } from '../fuzzing';

const INDIA = '+919877012345';
const US = '+13056708084';

/** Milliseconds of this process. */
function processorTime(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

describe('CSV files of recipients', () => {
	it.each<[string, string | Uint8Array, string[]]>([
		['commas', 'Country,Mobile\n91,9877012345\n1,3056708084\n', [INDIA, US]],
		['semicolons', 'Country;Mobile\r\n91;9877012345\r\n', [INDIA]],
		['tabs', 'Country\tMobile\n91\t9877012345', [INDIA]],
		['bars', 'Country|Mobile\n91|9877012345', [INDIA]],
		['lines of old Macs', 'Country,Mobile\r91,9877012345\r', [INDIA]],
		['one column', `Mobile\n${INDIA}\n`, [INDIA]],
		['headings in other words', ' MOBILE ;COUNTRY\n9877012345;IN', [INDIA]],
		['headings with spaces inside', '"Mo bile",x\n+919877012345,', [INDIA]],
		['more commas than semicolons', 'Mobile;Note (a, b, c, d)\n+919877012345;x', [INDIA]],
		['more commas, in quotes', '"a,b,c,d";Mobile\nx;+919877012345', [INDIA]],
		['quoted headings', '"Country","Mobile"\n"91","9877012345"', [INDIA]],
		['a line break in a heading', '"Na\nme",Mobile\nx,+919877012345', [INDIA]],
		['a mark for UTF-8', '\ufeffMobile\n+919877012345', [INDIA]],
		['UTF-16', Buffer.from('\ufeffMobile\r\n+919877012345\r\n', 'utf16le'), [INDIA]],
		[
			'UTF-16, the other way round',
			Buffer.from('\ufeffMobile\n+919877012345', 'utf16le').swap16(),
			[INDIA],
		],
		['a line that names the delimiter', 'sep=;\r\nMobile;a,b\r\n+919877012345;', [INDIA]],
		['blank rows', '\n,\nCountry,Mobile\n\n , \n91,9877012345\n,,\n', [INDIA]],
		['too few values', 'Mobile,Name\n+919877012345\n', [INDIA]],
		['empty values too many', 'Mobile,Name\n+919877012345,x,,\n', [INDIA]],
		['values too many', 'Mobile,Name\n+919877012345,a,b\n', ['RAGGED_ROW']],
		[
			'no country in the cell',
			'Country,Mobile\n,+919877012345\n,9877012345',
			[INDIA, 'INVALID_NUMBER'],
		],
		['a formula that keeps zeros', 'Mobile\n"=""+919877012345"""\n', [INDIA]],
		['an apostrophe', "Mobile\n'+919877012345\n", [INDIA]],
		['decimals of a program', 'Country,Mobile\n91.0,919877012345.0\n', [INDIA]],
		[
			'shortened',
			'Mobile\n9.19877E+11\n"9,19877E+11"\n9.19877e11',
			Array<string>(3).fill('SHORTENED_NUMBER'),
		],
		[
			'shortened, opened and saved',
			'Mobile\n919877000000\n+919877000000',
			['SHORTENED_NUMBER', '+919877000000'],
		],
		[
			'no number',
			'Mobile,Name\n,x\n\u200b,y\nhello,z',
			['EMPTY_NUMBER', 'EMPTY_NUMBER', 'INVALID_NUMBER'],
		],
		['another country', 'Country,Mobile\n1,+919877012345', ['COUNTRY_MISMATCH']],
		['no such country', 'Country,Mobile\nIndya,9877012345', ['INVALID_COUNTRY']],
		['headings that JavaScript knows', '__proto__,constructor,Mobile\na,b,+919877012345', [INDIA]],
	])('%s', async (_, content, expected) => {
		expect(summaryOf(await read(content))).toEqual(expected);
	});

	it('reads a file as Excel in German writes it', async () => {
		const bytes = readFileSync(join(__dirname, '../fixtures/windows.csv'));
		const listed = await read(bytes, { names: ['first name', 'note'] });
		expect(summaryOf(listed)).toEqual([
			'+919877012345',
			'+4915123456789',
			'+34612345678',
			'SHORTENED_NUMBER',
		]);
		expect(valuesOf(listed.slice(0, 3), 'first name')).toEqual(['Asha', 'Jürgen', 'Íñigo']);
		expect(valuesOf(listed.slice(0, 3), 'note')).toEqual([
			'says "hi"; twice',
			'=SUM(A1)',
			'two\nlines',
		]);
		// The blank row and the line break inside a value count as a spreadsheet program counts them.
		expect(rowsOf(listed)).toEqual([2, 3, 5, 6]);
	});

	it('uses the default country where the file has none', async () => {
		const content = 'Mobile\n9877012345\n919877012345\n+13056708084\n';
		expect(summaryOf(await read(content, { country: 'IN' }))).toEqual([INDIA, INDIA, US]);
	});

	it('takes all other columns for variables, texts as they are', async () => {
		const content = 'Mobile,First  Name,Code,Formula\n+919877012345, Asha ,007,=1+1\n';
		const [first] = await read(content);
		expect(first?.recipient?.variables).toEqual(
			new Map([
				['first name', 'Asha'],
				['code', '007'],
				['formula', '=1+1'],
			]),
		);
	});

	it.each([
		['var1', 'Var 1'],
		['var 1', 'VAR1'],
		['café', 'CAFE\u0301'],
		['mobile', 'Other'],
	])('finds the column for ##%s## under the heading %j', async (name, heading) => {
		const [first] = await read(`Mobile,${heading}\n+919877012345,x\n`, { names: [name] });
		expect(first?.recipient?.variables.get(name)).toBe(name === 'mobile' ? INDIA : 'x');
	});

	it('reports everything that is wrong with a row', async () => {
		const content = 'Country,Mobile,Name,City\n91,9877012345,a,b\nXX,9.19877E+11,\t,\n';
		const [, second] = await read(content, { names: ['name', 'city'] });
		expect(second).toEqual({
			recipient: null,
			written: '9.19877E+11',
			row: 3,
			problems: [
				{
					row: 3,
					column: 'Mobile',
					code: 'SHORTENED_NUMBER',
					message:
						'Row 3, column "Mobile": "9.19877E+11" was shortened by a spreadsheet, so digits were lost',
					hint: expect.any(String) as string,
				},
				expect.objectContaining({ column: 'Name', code: 'EMPTY_VARIABLE' }),
				expect.objectContaining({ column: 'City', code: 'EMPTY_VARIABLE' }),
			],
		});
	});

	it.each([
		['EMPTY_VARIABLE', ''],
		['EMPTY_VARIABLE', '  '],
		['BROKEN_TEXT', 'a\tb'],
		['BROKEN_TEXT', 'a\u0007b'],
		['BROKEN_TEXT', 'a\u0085b'],
		// What is left of letters that were saved in another encoding.
		['BROKEN_TEXT', 'Jos\ufffd'],
		['LONG_VALUE', 'x'.repeat(1_001)],
	])('%s: %j', async (code, value) => {
		const content = `Mobile,Name\n+919877012345,"${value}"\n`;
		expect(summaryOf(await read(content, { names: ['name'] }))).toEqual([code]);
		// A column that the message does not use is nobody's trouble.
		expect(summaryOf(await read(content))).toEqual([INDIA]);
	});

	it.each<[string, string, string | Uint8Array, string[], string]>([
		['EMPTY_FILE', 'nothing', '', [], 'The file is empty'],
		['NO_ROWS', 'blank lines', '\n \n;;\n', [], 'no recipients'],
		['NO_ROWS', 'headings alone', 'Country,Mobile\n', [], 'no recipients'],
		[
			'MISSING_COLUMN',
			'other headings',
			'Voice,Name\n1,2\n',
			[],
			'"Mobile". Its headings are: "Voice", "Name"',
		],
		['MISSING_COLUMN', 'no headings', '+919877012345\n+919877012346', [], '"+919877012345"'],
		[
			'MISSING_COLUMN',
			'no columns for the message',
			'Mobile,Name\n+919877012345,x',
			['name', 'city', 'due', 'sum'],
			'The message uses ##city##, ##due## and ##sum##, but the file has no such columns',
		],
		[
			'DUPLICATE_COLUMN',
			'a heading twice',
			'Mobile,Name,name\n1,2,3',
			['name'],
			'both "Name" and "name"',
		],
		['DUPLICATE_COLUMN', 'a number twice', 'Mobile,Mobile\n1,2', [], '"Mobile" twice'],
		['TOO_MANY_COLUMNS', 'many headings', `Mobile${',a'.repeat(200)}\n`, [], '200 columns'],
		[
			'FILE_ENCODING',
			'Latin-1',
			Buffer.from('Mobile,Name\n+919877012345,José', 'latin1'),
			[],
			'UTF-8',
		],
		['FILE_ENCODING', 'half of a UTF-16 unit', Buffer.from([0xff, 0xfe, 0x41]), [], 'UTF-8'],
		[
			'UNSUPPORTED_FILE',
			'UTF-16 without its mark',
			Buffer.from('Mobile\n1', 'utf16le'),
			[],
			'neither',
		],
		[
			'UNSUPPORTED_FILE',
			'a web page',
			'<html><table><tr><td>Mobile</td></tr></table>',
			[],
			'neither',
		],
		['UNSUPPORTED_FILE', 'old Excel XML', '<?xml version="1.0"?><Workbook/>', [], 'neither'],
		['UNSUPPORTED_FILE', 'old Excel', Buffer.from('d0cf11e0a1b11ae1', 'hex'), [], 'password'],
		['UNSUPPORTED_FILE', 'a PDF', '%PDF-1.7', [], 'neither'],
		[
			'BROKEN_CSV',
			'an open quote',
			'Mobile,Name\n+919877012345,"x\n+919877012346,y\n',
			[],
			'quotation mark',
		],
		['BROKEN_CSV', 'a quote inside', 'Mobile,Name\n+919877012345,5" pipe\n', [], 'line 2'],
		[
			'BROKEN_CSV',
			'an endless value',
			`Mobile,Name\n1,"${'x'.repeat(2_000_000)}"`,
			[],
			'cannot be read',
		],
	])('refuses the whole file, %s: %s', async (code, _, content, names, words) => {
		await expect(read(content, { names })).rejects.toMatchObject({
			name: 'Refusal',
			code,
			message: expect.stringContaining(words) as string,
		});
	});

	it('refuses what cannot be a table by its type, and a country that is none', async () => {
		const png = { name: 'logo.png', mimeType: 'image/png' };
		await expect(read('Mobile\n1', png)).rejects.toMatchObject({ code: 'UNSUPPORTED_FILE' });
		const spain = { country: 'Spain' };
		await expect(read('Mobile\n1', spain)).rejects.toMatchObject({ code: 'INVALID_COUNTRY' });
	});

	it('names what a file holds on one line, and not without end', async () => {
		const long = `x\u0007\n${'y'.repeat(5000)}`;
		const files = [
			`"${long}",Name\n1,2`,
			`Mobile,"${long}","${long}"\n1,2,3`,
			`Mobile,"${long}"\n"+1\n\u0007${'2'.repeat(5000)}",`,
			`Mobile\n1${'0'.repeat(5000)}`,
		];
		for (const file of files) {
			const words = await read(file, { names: file.startsWith('Mobile\n') ? [] : ['z'] })
				.then((listed) => listed.flatMap(({ problems }) => problems ?? []))
				.catch((error: unknown) => [error as Refusal]);
			expect(words).not.toEqual([]);
			for (const { message } of words) {
				expect(message.length).toBeLessThan(500);
				expect(message).not.toMatch(/\p{Cc}/u);
			}
		}
	});

	it('refuses files that are too large', async () => {
		const bytes = new Uint8Array(25 * 1024 * 1024 + 1).fill(0x31);
		await expect(read(bytes)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
		const rows = `Mobile\n${'\n'.repeat(1_048_576)}`;
		await expect(read(rows)).rejects.toMatchObject({ code: 'TOO_MANY_ROWS' });
	});

	it('lets other work go on while it reads, and takes seconds for 20,000 rows', async () => {
		const rows = Array.from({ length: 20_000 }, (_, index) => `1,305${6_700_000 + index},a,b,c\n`);
		const bytes = Buffer.from(`Country,Mobile,X,Y,Z\n${rows.join('')}`);
		let pauses = 0;
		let longest = 0;
		let since = processorTime();
		const options = {
			defaultCountry: '',
			placeholders: ['x'],
			pause: () => {
				pauses++;
				longest = Math.max(longest, processorTime() - since);
				since = processorTime();
				return Promise.resolve();
			},
		};
		const { listed } = await readRecipientFile({ bytes, name: '', mimeType: '' }, options);
		expect(summaryOf(listed)).toHaveLength(20_000);
		expect(pauses).toBeGreaterThan(5);
		expect(longest).toBeLessThan(250);
	});

	it('has an outcome for any bytes', async () => {
		const pieces = fc.constantFrom(
			...['Mobile', 'Country', ',', ';', '\t', '|', '"', '""', '\n', '\r\n', '91', '+919877012345'],
			...['9.19877E+11', '=', '\ufeff', '\0', 'sep=', '<', 'name', ' ', 'é', '😀'],
		);
		const text = fc.string({ unit: pieces, maxLength: 60 }).map((each) => Buffer.from(each));
		const table = text.map((each) => Buffer.concat([Buffer.from('Mobile,Name\n'), each]));
		const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), text, table);
		await fc.assert(
			fc.asyncProperty(bytes, async (each) => {
				try {
					for (const { recipient, problems } of await read(each, { names: ['name'] }))
						expect(recipient === null).toBe(problems !== null && problems.length > 0);
				} catch (error) {
					expect(error).toBeInstanceOf(Refusal);
				}
			}),
			{ numRuns: 300 * FUZZ_TIMES },
		);
	});
});
