import { createSandbox, type Sandbox } from '../../sandbox/server/server';
import { file, outputs, runNode } from '../runtime/engine';
import { credentialsFor } from '../runtime/credentials';
import { LibreOffice } from './libreOffice';
import { type Column, flatSheet } from './sheet';

const NUMBER = (digits: string) =>
	`<number:number number:min-integer-digits="1" number:grouping="true" ${digits}/>`;
const TWO_DIGITS = NUMBER('number:decimal-places="2" number:min-decimal-places="2"');
const WHOLE = NUMBER('number:decimal-places="0"');

const style = (kind: string, content: string, more = '') =>
	`<number:${kind}-style style:name="N" ${more}>${content}</number:${kind}-style>`;

const text = (content: string) => `<number:text>${content}</number:text>`;

const currency = (symbol: string, country: string, isBehind = false) => {
	const [language = '', land = ''] = country.split('-');
	const sign = `<number:currency-symbol number:language="${language}" number:country="${land}">${symbol}</number:currency-symbol>`;
	return style('currency', isBehind ? `${TWO_DIGITS}${text(' ')}${sign}` : sign + TWO_DIGITS);
};

/** A currency whose negative numbers have a format of their own, in red, as the menus offer. */
const redCurrency =
	`<number:currency-style style:name="NP" style:volatile="true"><number:currency-symbol>$</number:currency-symbol>${TWO_DIGITS}</number:currency-style>` +
	style(
		'currency',
		`<style:text-properties fo:color="#ff0000"/>${text('-')}<number:currency-symbol>$</number:currency-symbol>${TWO_DIGITS}` +
			'<style:map style:condition="value()&gt;=0" style:apply-style-name="NP"/>',
	);

/** Negative numbers in brackets, as accountants write them. */
const brackets =
	`<number:number-style style:name="NP" style:volatile="true">${TWO_DIGITS}</number:number-style>` +
	style(
		'number',
		`${text('(')}${TWO_DIGITS}${text(')')}` +
			'<style:map style:condition="value()&gt;=0" style:apply-style-name="NP"/>',
	);

const YEAR = '<number:year number:style="long"/>';
const MONTH = '<number:month number:style="long"/>';
const MONTH_NAME = '<number:month number:style="long" number:textual="true"/>';
const SHORT_MONTH_NAME = '<number:month number:textual="true"/>';
const DAY = '<number:day number:style="long"/>';
const HOURS = '<number:hours number:style="long"/>';
const MINUTES = '<number:minutes number:style="long"/>';
const WEEKDAY = '<number:day-of-week number:style="long"/>';

const MONEY = [1234.5, 0, -7.255, 1e9, 0.004];
const SHARES = [0.5, 0, -0.1234, 12, 0.0049];
const DAYS = ['2026-03-01', '1999-12-31', '2024-02-29', '2026-11-09', '2000-01-01'];
const MOMENTS = DAYS.map(
	(day, index) => `${day}T${['00:00', '23:59', '12:00', '09:05', '18:30'][index] ?? ''}:00`,
);
const TIMES = ['PT09H05M00S', 'PT00H00M00S', 'PT23H59M59S', 'PT12H00M00S', 'PT13H30M15S'];

const COLUMNS: Column[] = [
	{ heading: 'Country', type: 'float', values: [91, 91, 1, 34, 91] },
	{
		heading: 'Mobile',
		type: 'string',
		values: ['98765 43210', '9876543211', '(305) 670-8084', '612345678', '09876543212'],
	},
	{ heading: 'Dollars', type: 'currency', format: currency('$', 'en-US'), values: MONEY },
	{ heading: 'Rupees', type: 'currency', format: currency('₹', 'en-IN'), values: MONEY },
	{ heading: 'Euros', type: 'currency', format: currency('€', 'de-DE', true), values: MONEY },
	{ heading: 'Red', type: 'currency', format: redCurrency, values: MONEY },
	{
		heading: 'Share',
		type: 'percentage',
		format: style('percentage', WHOLE + text('%')),
		values: SHARES,
	},
	{
		heading: 'Exact share',
		type: 'percentage',
		format: style('percentage', TWO_DIGITS + text('%')),
		values: SHARES,
	},
	{ heading: 'Amount', type: 'float', format: style('number', WHOLE), values: MONEY },
	{
		heading: 'Code',
		type: 'float',
		format: style(
			'number',
			'<number:number number:decimal-places="0" number:min-integer-digits="6"/>',
		),
		values: [42, 0, 7, 123456, 1234567],
	},
	{
		heading: 'Weight',
		type: 'float',
		format: style('number', TWO_DIGITS + text(' kg net')),
		values: MONEY,
	},
	{ heading: 'Brackets', type: 'float', format: brackets, values: MONEY },
	{
		heading: 'Scientific',
		type: 'float',
		format: style(
			'number',
			'<number:scientific-number number:decimal-places="2" number:min-decimal-places="2" number:min-integer-digits="1" number:min-exponent-digits="2"/>',
		),
		values: MONEY,
	},
	{
		heading: 'Fraction',
		type: 'float',
		format: style(
			'number',
			'<number:fraction number:min-integer-digits="0" number:min-numerator-digits="1" number:max-denominator-value="9"/>',
		),
		values: [1.5, 0.25, -2.75, 3.3333, 4],
	},
	{ heading: 'Yes or no', type: 'boolean', values: ['true', 'false', 'true', 'true', 'false'] },
	{
		heading: 'Duration',
		type: 'time',
		format: style('time', [HOURS, MINUTES].join(text(':')), 'number:truncate-on-overflow="false"'),
		values: ['PT09H05M00S', 'PT36H00M00S', 'PT100H59M59S', 'PT00H00M30S', 'PT24H00M00S'],
	},
	{ heading: 'Plain', type: 'float', values: [1234.5, 0.1, -3, 12345678, 0.000012345] },
	{
		heading: 'ISO date',
		type: 'date',
		format: style('date', [YEAR, MONTH, DAY].join(text('-'))),
		values: DAYS,
	},
	{
		heading: 'British date',
		type: 'date',
		format: style('date', [DAY, MONTH, YEAR].join(text('/'))),
		values: DAYS,
	},
	{
		heading: 'Long date',
		type: 'date',
		format: style(
			'date',
			`${WEEKDAY}${text(', ')}<number:day/>${text(' ')}${MONTH_NAME}${text(' ')}${YEAR}`,
		),
		values: DAYS,
	},
	{
		heading: 'Short date',
		type: 'date',
		format: style('date', `<number:day/>${text(' ')}${SHORT_MONTH_NAME}${text(' ')}<number:year/>`),
		values: DAYS,
	},
	{
		heading: 'Moment',
		type: 'date',
		format: style(
			'date',
			`${[DAY, MONTH, YEAR].join(text('.'))}${text(' ')}${HOURS}${text(':')}${MINUTES}`,
		),
		values: MOMENTS,
	},
	{
		heading: 'Time',
		type: 'time',
		format: style('time', [HOURS, MINUTES].join(text(':'))),
		values: TIMES,
	},
	{
		heading: 'Clock',
		type: 'time',
		format: style('time', `<number:hours/>${text(':')}${MINUTES}${text(' ')}<number:am-pm/>`),
		values: TIMES,
	},
	{ heading: 'Text', type: 'string', values: ['007', '=1+1', 'Á ₹ 😀', 'a, "b"; c', 'two\nlines'] },
];

/** As people type it: LibreOffice makes numbers, dates and so on of it by itself. */
const TYPED = `Mobile,Name,Amount,Share,Due,At
+91 98765 43210,Ana,"1,234.50",50%,2026-03-01,09:05
+91 98765 43211,"Ben, Jr.",$7.25,12.5%,03/01/2026,9:05 PM
+1 305 670 8084,007,-3,0%,31 Dec 1999,23:59:59
+34 612 34 56 78,TRUE,1E+03,100%,2026-03-01 18:30,00:00
`;

describe('what LibreOffice writes is read as LibreOffice shows it', () => {
	const office = new LibreOffice();
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await createSandbox();
	});
	afterAll(async () => {
		office.remove();
		await sandbox.close();
	});

	test.each([
		['a sheet with formats', flatSheet(COLUMNS), 'fods', ['Dollars=$1,234.50', 'Share=50%']],
		['a table as it is typed', TYPED, 'csv', ['Name=Ana', 'Share=50%']],
	])('%s', async (_label, content, extension, known) => {
		const workbook = await office.toWorkbook(content, extension);
		const [headings = [], ...rows] = await office.cellsOf(workbook, 'xlsx');
		expect(rows.length).toBeGreaterThanOrEqual(4);
		const variables = headings.filter((heading) => !['Country', 'Mobile'].includes(heading));
		const result = await runNode({
			node: 'mGage',
			credentials: credentialsFor(sandbox),
			parameters: {
				resource: 'sms',
				operation: 'sendBulk',
				from: '87767',
				programId: '12345',
				recipientSource: 'file',
				binaryPropertyName: 'data',
				message: variables.map((name) => `${name}=##${name}##`).join('\n'),
				options: { preview: true, allowLongMessages: true },
			},
			files: [file('people.xlsx', workbook)],
		});
		expect(result.error).toBeUndefined();
		// Blanks that a format puts at an end, e.g. for a bracket, are not sent.
		const shown = rows.map((cells) =>
			variables.map((name) => `${name}=${(cells[headings.indexOf(name)] ?? '').trim()}`),
		);
		// LibreOffice did understand the sheet.
		expect(shown[0]).toEqual(expect.arrayContaining(known));
		const read = outputs(result).map(({ text: sent }) => sent);
		expect(read).toEqual(shown.map((lines) => lines.join('\n')));
		expect(outputs(result).map(({ outcome }) => outcome)).toEqual(rows.map(() => 'preview'));
		expect(sandbox.stats().requests).toBe(0);
	});
});
