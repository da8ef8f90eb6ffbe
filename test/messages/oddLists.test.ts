import type { CellValue } from 'exceljs';
import { readLists, workbookOf } from './files';

/*
 * Odd and hostile lists: what a careful person would do with each. Nobody who said no gets a message, what nobody can know
 * is a question, and what only looks like an opt-out leaves nobody out.
 */

const US = '+13056708084';
const DE = '+491713920001';

const ASKED = 'UNKNOWN_CONSENT';

/** The rows below the headings, and who gets the message or the code of the question. */
type Odd = readonly [
	headings: string,
	first: string,
	second: string,
	sent: readonly string[] | string,
];

const ODD: readonly Odd[] = [
	// Headings that look like others.
	['Mobile,SMS Орt Out', 'yes', 'no', [DE]], // Cyrillic О and р.
	['Mobile,SMS Οpt Out', 'yes', 'no', [DE]], // Greek Ο.
	['Mobile,SMS\u200b Opt\u00a0Out', 'yes', 'no', [DE]],
	['Mobile,ＳＭＳ　Ｏｐｔ　Ｏｕｔ', 'yes', 'no', [DE]],
	['Mobile,"SMS\nOpt Out"', 'yes', 'no', [DE]],
	['Mobile,DO NOT TEXT!!!', 'yes', 'no', [DE]],
	['Mobile,SMS - Opt Out?', 'yes', 'no', [DE]],
	['Mobile,🚫 SMS', 'yes', 'no', ASKED],
	['Mobile,No SMS please', 'yes', 'no', ASKED],
	// Names of fields in exports of items.
	['Mobile,properties.sms_opt_out', 'true', 'false', [DE]],
	['Mobile,fields[sms_opt_out]', 'true', 'false', [DE]],
	['Mobile,attributes.OPT_OUT', '1', '0', [DE]],
	['Mobile,Custom Field: Do Not Text', 'yes', '', [DE]],
	// Values of databases and forms.
	['Mobile,Opt Out', 'NULL', 'yes', [US]],
	['Mobile,Opt Out', 'N/A', 'yes', [US]],
	['Mobile,Opt Out', '-', 'yes', [US]],
	['Mobile,Opt Out', 'None', 'yes', [US]],
	['Mobile,Opt Out', '1.0', '0.0', [DE]],
	['Mobile,Opt Out', 'YES!!', 'no.', [DE]],
	['Mobile,Opt Out', '"Yes, SMS"', 'no', ASKED],
	['Mobile,Opt Out', '❌', '', ASKED],
	['Mobile,Opt Out', '2 Jan 2026', '', ASKED],
	['Mobile,Opt Out', '=TRUE()', '=FALSE()', ASKED],
	['Mobile,Opt Out', '"=HYPERLINK(""x"",""yes"")"', 'no', ASKED],
	['Mobile,Opted Out At', 'NULL', '2024-01-01', [US]],
	['Mobile,Opted Out At', '0000-00-00 00:00:00', '2024-01-01', [US]],
	['Mobile,Opted Out At', 'Never', '2024-01-01', [US]],
	['Mobile,Opted Out At', '-', '2024-01-01', [US]],
	['Mobile,Opted Out At', '#N/A', '2024-01-01', [US]],
	['Mobile,SMS Consent', 'granted', 'denied', ASKED],
	['Mobile,SMS Consent', 'NULL', 'yes', [DE]],
	// Preferences in one cell.
	['Mobile,Preferences', '"SMS: No; Email: Yes"', '', ASKED],
	['Mobile,Preferences', '"{""sms"":false}"', '', ASKED],
	['Mobile,Preferences', '"SMS: Yes; Email: No"', '', [US, DE]],
	['Mobile,Consent', '"[""email""]"', '"[""sms"",""email""]"', [DE]],
	// Columns of yes and no that are named like those of numbers.
	['Mobile,SMS', 'No', 'Yes', ASKED],
	['Phone,SMS', 'Yes', 'Yes', [US, DE]],
	['Mobile,Mobile OK', '1', '0', [US]],
	['Mobile,Phone Opt-In', 'yes', 'no', [US]],
	// What somebody wrote into other cells.
	['Mobile,Name', 'Ana (DECEASED)', 'Bob', ASKED],
	['Mobile,Last Name', 'DO NOT CONTACT', 'Bob', ASKED],
	['Mobile,Name', '#N/A', 'Bob Stop', [US, DE]],
	['Mobile,Company', 'Stop & Shop', 'DND Ltd', [US, DE]],
	// A question of two readings is none for whom a certain column leaves out.
	['Mobile,Blocked,Opt Out', 'yes,yes', 'no,no', [DE]],
];

it.each(ODD)('%s: %s | %s', async (headings, first, second, sent) => {
	const read = await readLists([{ content: `${headings}\n${US},${first}\n${DE},${second}` }]);
	if (typeof sent === 'string') expect(read).toMatchObject({ refused: sent, sent: [] });
	else expect(read).toMatchObject({ refused: null, sent });
});

describe('a cell of the number', () => {
	it.each([`${US} (do not text)`, `opted out: ${US}`, `UNSUBSCRIBED ${US}`])('%s', async (cell) => {
		const content = `Mobile,Name\n"${cell}",Ana\n${US},Ana\n${DE},Bob`;
		const read = await readLists([{ content }]);
		expect(read).toMatchObject({ refused: null, sent: [DE], problems: [] });
	});

	it('has the heading of the rows below', async () => {
		const content = `Mobile,Name\n${US},Ana\nDo not contact:,\n${DE},Bob`;
		expect(await readLists([{ content }])).toMatchObject({ refused: ASKED, sent: [] });
	});
});

describe('the name of a file', () => {
	it.each(['blocked.csv', 'deceased donors.csv', 'Czarna lista.csv', 'kara_liste.csv'])(
		'%s is a question',
		async (name) => {
			const read = await readLists([{ content: `Mobile\n${US}`, name }]);
			expect(read).toMatchObject({ refused: 'OPT_OUT_LIST', sent: [] });
		},
	);

	it.each(['nonstop tours.csv', 'donuts.csv', 'optimum outcomes.csv', 'Blockade 2026.csv'])(
		'%s is a list of anybody',
		async (name) => {
			const read = await readLists([{ content: `Mobile\n${US}`, name }]);
			expect(read).toMatchObject({ refused: null, sent: [US] });
		},
	);
});

describe('a workbook', () => {
	const withSheet = async (name: string, state: 'visible' | 'hidden' = 'visible') => {
		const content = await workbookOf([['Mobile'], [US]], (_, workbook) => {
			workbook.addWorksheet(name, { state }).addRow(['Mobile']);
		});
		return await readLists([{ content, name: 'people.xlsx' }]);
	};

	it.each(['Opt-outs', 'Unsubscribed', 'DO NOT TEXT', 'Sperrliste'])(
		'with a second sheet %s',
		async (name) => {
			expect(await withSheet(name)).toMatchObject({ refused: 'OPT_OUT_LIST', sent: [] });
		},
	);

	it.each(['Sheet2', 'Bus stops', 'Notes'])('with a second sheet %s', async (name) => {
		expect(await withSheet(name)).toMatchObject({ refused: null, sent: [US] });
	});

	const cells: readonly (readonly [CellValue, CellValue, readonly string[] | string])[] = [
		[true, false, [DE]],
		[1, 0, [DE]],
		[new Date(Date.UTC(2026, 0, 2)), null, [DE]],
		[{ formula: 'TRUE()', result: true }, { formula: 'FALSE()', result: false }, [DE]],
		[{ richText: [{ text: 'y' }, { text: 'es' }] }, 'no', [DE]],
		[{ error: '#N/A' }, 'no', ASKED],
	];
	it.each(cells)('with %j and %j under Deceased', async (first, second, sent) => {
		const content = await workbookOf([
			['Mobile', 'Deceased'],
			[US, first],
			[DE, second],
		]);
		const read = await readLists([{ content, name: 'people.xlsx' }]);
		if (typeof sent === 'string') expect(read).toMatchObject({ refused: sent, sent: [] });
		else expect(read).toMatchObject({ refused: null, sent });
	});
});
