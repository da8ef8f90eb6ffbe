import { readRecipientFile } from '../../messages/recipientFile';
import { Refusal } from '../../messages/refusal';
import { archiveOf, type Entry } from './archive';
import { expectBounded, sampleOf } from './hostile';

/*
 * Relatives of the files that once stopped n8n: deeper, more, again, longer, over the parts of a
 * workbook and the places of a CSV file. Each is read or refused within the bounds of `hostile.ts`,
 * and what is refused says which bound it goes beyond.
 */

interface Hostile {
	name: string;
	make: () => Uint8Array;
	/** Bytes of it, decompressed; those of the file where nothing is compressed. */
	unpacked?: number;
	/** What the refusal says; null for a file that is read, undefined where either may be. */
	refused?: RegExp | null;
	code?: string;
	/** Bytes that it may take whatever its size, where rows of a few bytes are kept one by one. */
	baseBytes?: number;
	/** Takes more than ten seconds: only where `SMS_GATEWAYS_LONG_TESTS` is set. */
	isLong?: boolean;
}

const MB = 1_000_000;

/** Something again and again, as many times as fit into so many bytes. */
function fill(piece: string, bytes: number): string {
	return piece.repeat(Math.floor(bytes / piece.length));
}

/** So many pieces, each made of its number. */
function list(count: number, piece: (index: number) => string): string {
	return Array.from({ length: count }, (_, index) => piece(index)).join('');
}

const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function relationships(...lines: string[]): string {
	return `<Relationships>${lines.join('')}</Relationships>`;
}

function relationship(id: string, type: string, target: string): string {
	return `<Relationship Id="${id}" Type="${TYPES}/${type}" Target="${target}"/>`;
}

function textCell(text: string): string {
	return `<c t="inlineStr"><is><t>${text}</t></is></c>`;
}

const HEAD = `<row>${['Mobile', 'Country', 'Name'].map(textCell).join('')}</row>`;
const ROW = `<row>${['+13056708084', 'US', 'Ana'].map(textCell).join('')}</row>`;
const SHEET = 'xl/worksheets/sheet1.xml';
const TEXTS = 'xl/sharedStrings.xml';
const STYLES = 'xl/styles.xml';
const WORKBOOK_LINKS = 'xl/_rels/workbook.xml.rels';

const PARTS: Readonly<Record<string, string>> = {
	'[Content_Types].xml': '<Types></Types>',
	'_rels/.rels': relationships(relationship('rId1', 'officeDocument', 'xl/workbook.xml')),
	'xl/workbook.xml':
		'<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
	[WORKBOOK_LINKS]: relationships(
		relationship('rId1', 'worksheet', 'worksheets/sheet1.xml'),
		relationship('rId2', 'sharedStrings', 'sharedStrings.xml'),
		relationship('rId3', 'styles', 'styles.xml'),
	),
	[TEXTS]: '<sst><si><t>shared</t></si></sst>',
	[STYLES]: '<styleSheet><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>',
	[SHEET]: `<worksheet><sheetData>${HEAD}${ROW}</sheetData></worksheet>`,
};

/** A workbook of recipients, some of its parts replaced. */
function workbook(
	changes: Record<string, string | Uint8Array>,
	{ isStored = true, more = [] as Entry[] } = {},
): Buffer {
	const parts = Object.entries({ ...PARTS, ...changes });
	return archiveOf([...parts.map(([name, content]) => ({ name, content, isStored })), ...more]);
}

function sheet(rows: string, behind = ''): Record<string, string> {
	return { [SHEET]: `<worksheet><sheetData>${HEAD}${rows}</sheetData>${behind}</worksheet>` };
}

function styles(formats: string, uses: string): string {
	return `<styleSheet><numFmts>${formats}</numFmts><cellXfs>${uses}</cellXfs></styleSheet>`;
}

/** One format, which the cells use by `s="1"`. */
function format(code: string): string {
	return styles(
		`<numFmt numFmtId="200" formatCode="${code}"/>`,
		'<xf numFmtId="0"/><xf numFmtId="200"/>',
	);
}

/** A row for each of 9,000 formats, in which a cell has it. */
function withFormats(code: (index: number) => string): Buffer {
	return workbook({
		...sheet(list(9_000, (index) => `<row>${textCell('1')}<c s="${index}"><v>1.5</v></c></row>`)),
		[STYLES]: styles(
			list(9_000, (index) => `<numFmt numFmtId="${index + 200}" formatCode="${code(index)}"/>`),
			list(9_000, (index) => `<xf numFmtId="${index + 200}"/>`),
		),
	});
}

/* What may grow in any XML. */
const GROWTHS: Readonly<Record<string, (bytes: number) => string>> = {
	'depth: elements that are not closed': (bytes) => fill('<a>', bytes),
	'depth: elements in elements': (bytes) => fill('<a>', bytes / 2) + fill('</a>', bytes / 2),
	'count: elements': (bytes) => fill('<a/>', bytes),
	'count: attributes': (bytes) => `<a ${list(bytes / 12, (index) => ` b${index}=""`)}/>`,
	'count: elements with attributes': (bytes) => fill('<a b="c" d="e" f="g"/>', bytes),
	'count: comments': (bytes) => fill('<!---->', bytes),
	'count: comments between elements': (bytes) => fill('<a/><!-- -->', bytes),
	'count: instructions': (bytes) => fill('<?a?>', bytes),
	'count: CDATA': (bytes) => fill('<![CDATA[x]]>', bytes),
	'count: entities': (bytes) => fill('&amp;', bytes),
	'count: character references': (bytes) => fill('&#x41;', bytes),
	'count: escaped characters': (bytes) => fill('_x0041_', bytes),
	'count: brackets in CDATA': (bytes) => `<![CDATA[${fill(']', bytes)}]]>`,
	'length: a text': (bytes) => fill('x', bytes),
	'length: blanks': (bytes) => fill(' ', bytes),
	'length: line ends': (bytes) => fill('\r\n', bytes),
	'length: emoji': (bytes) => fill('😀', bytes / 2),
	'length: a name': (bytes) => `<${fill('a', bytes)}/>`,
	'length: an attribute': (bytes) => `<a b="${fill('x', bytes)}"/>`,
	'length: entities in an attribute': (bytes) => `<a b="${fill('&lt;', bytes)}"/>`,
	'length: a tag that is not closed': (bytes) => `<a ${fill(' ', bytes)}`,
	'length: a comment': (bytes) => `<!--${fill('- ', bytes)}-->`,
	'length: an instruction': (bytes) => `<?a ${fill('? ', bytes)}?>`,
	'length: CDATA': (bytes) => `<![CDATA[${fill('x', bytes)}]]>`,
	'length: an entity': (bytes) => `&${fill('x', bytes)};`,
};

/** Put into each part, behind the tag of its root; not compressed, so that growth alone is no reason. */
const inAnyPart = Object.keys(PARTS).flatMap((part) =>
	Object.entries(GROWTHS).map(([name, grown]): Hostile => {
		const make = () => {
			const content = PARTS[part] ?? '';
			const root = content.indexOf('>') + 1;
			return workbook({ [part]: content.slice(0, root) + grown(MB) + content.slice(root) });
		};
		const isRead = part !== '[Content_Types].xml';
		const isLong =
			name.startsWith('length') || /attributes$|entities|references|brackets/.test(name);
		return {
			name: `${part}, ${name}`,
			make,
			refused: !isRead
				? null
				: name === 'depth: elements that are not closed'
					? /nests elements deeper than 100 levels/
					: isLong && name !== 'count: elements with attributes'
						? /more than 300,000 characters|is damaged/
						: undefined,
		};
	}),
);

/* What may grow in a cell's text, where the places of a workbook hold one. */
const inTexts = ['inline', 'shared', 'formula'].flatMap((place) =>
	Object.entries(GROWTHS).map(([name, grown]): Hostile => {
		const cell = {
			inline: (text: string) => sheet(`<row>${textCell(text)}</row>`),
			shared: (text: string) => ({ [TEXTS]: `<sst><si><t>${text}</t></si></sst>` }),
			formula: (text: string) => sheet(`<row><c t="str"><f>A1</f><v>${text}</v></c></row>`),
		}[place];
		return {
			name: `text of a cell, ${place}, ${name}`,
			make: () => workbook(cell?.(grown(MB / 2)) ?? {}),
		};
	}),
);

/** Cells that share one text, a long way from the beginning of a row of headings. */
function sharing(text: string, cells: number, code?: string): Hostile['make'] {
	const used = `<row>${textCell('+13056708084')}${'<c t="s" s="1"><v>0</v></c>'.repeat(4)}</row>`;
	return () =>
		workbook({
			...sheet(used.repeat(cells / 4)),
			[TEXTS]: `<sst><si><t>${text}</t></si></sst>`,
			[STYLES]: code === undefined ? (PARTS[STYLES] ?? '') : format(code),
		});
}

const workbooks: Hostile[] = [
	// Those that went through once.
	{
		name: '20 million elements that are not closed, 59 kB',
		make: () => workbook({ [SHEET]: Buffer.alloc(60 * MB, '<a>') }, { isStored: false }),
		unpacked: 60 * MB,
		refused: /grows to more than 100 times its size/,
	},
	{
		name: '60 million elements that are not closed, 180 kB',
		make: () => workbook({ [SHEET]: Buffer.alloc(180 * MB, '<a>') }, { isStored: false }),
		unpacked: 180 * MB,
		refused: /grows to more than 100 times its size/,
	},
	{
		name: '6 million elements that are not closed, 20 kB, below the bound of growth',
		make: () => workbook({ [SHEET]: Buffer.alloc(18 * MB, '<a>') }, { isStored: false }),
		unpacked: 18 * MB,
		refused: /deeper than 100 levels/,
	},
	...['A%x', 'A1:B%x', '%', 'A%', 'A$%', '$%:$%'].map((reference) => ({
		name: `merged cells with 300,000 digits: ${reference}`,
		make: () =>
			workbook(sheet('', `<mergeCell ref="${reference.replaceAll('%', '1'.repeat(140_000))}"/>`)),
		refused: /name of a cell with more than 40 characters/,
	})),
	{
		name: '100,000 sheets x 100,000 relationships',
		make: () =>
			workbook({
				'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${list(100_000, (index) => `<sheet r:id="r${index}"/>`)}</sheets></workbook>`,
				[WORKBOOK_LINKS]: relationships(
					list(100_000, (index) => relationship(`r${index}`, 'worksheet', 'worksheets/sheet1.xml')),
				),
			}),
		refused: /more than 10,000 relationships/,
	},
	{
		name: '100,000 sheets',
		make: () =>
			workbook({
				'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${list(100_000, (index) => `<sheet r:id="r${index}"/>`)}</sheets></workbook>`,
			}),
		refused: /more than 10,000 sheets/,
	},
	{
		name: '9,000 sheets of as many relationships to nothing',
		make: () =>
			workbook({
				'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${list(9_000, (index) => `<sheet r:id="r${index}"/>`)}</sheets></workbook>`,
				[WORKBOOK_LINKS]: relationships(
					list(9_000, (index) => relationship(`r${index}`, 'chartsheet', `c${index}.xml`)),
				),
			}),
		refused: /no recipients/,
		code: 'NO_ROWS',
	},
	{
		name: 'one sheet listed 1,000 times',
		make: () =>
			workbook({
				...sheet(''),
				[SHEET]: `<worksheet>${fill('<a/>', 2 * MB)}</worksheet>`,
				'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${'<sheet r:id="rId1"/>'.repeat(1000)}</sheets></workbook>`,
			}),
		refused: /lists one of its sheets more than once/,
	},
	...[
		'worksheets/sheet1.xml',
		'/xl/worksheets/sheet1.xml',
		'./worksheets/../worksheets/SHEET1.xml',
	].map((target) => ({
		name: `one sheet by 1,000 relationships: ${target}`,
		make: () =>
			workbook({
				[SHEET]: `<worksheet>${fill('<a/>', 2 * MB)}</worksheet>`,
				'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${list(1000, (index) => `<sheet r:id="r${index}"/>`)}</sheets></workbook>`,
				[WORKBOOK_LINKS]: relationships(
					list(1000, (index) => relationship(`r${index}`, 'worksheet', target)),
				),
			}),
		refused: /uses one of its parts more than once/,
	})),
	...['sharedStrings', 'styles'].map((type) => ({
		name: `${type} related 1,000 times`,
		make: () =>
			workbook({
				[`xl/${type}.xml`]: `<a>${fill('<si><t>x</t></si>', 2 * MB)}</a>`,
				[WORKBOOK_LINKS]: relationships(
					relationship('rId1', 'worksheet', 'worksheets/sheet1.xml'),
					list(1000, (index) => relationship(`r${index}`, type, `${type}.xml`)),
				),
			}),
		refused: /more than one part with the (?:texts|styles) of cells/,
	})),
	{
		name: 'shared texts that are the sheet',
		make: () =>
			workbook({
				[WORKBOOK_LINKS]: relationships(
					relationship('rId1', 'worksheet', 'worksheets/sheet1.xml'),
					relationship('rId2', 'sharedStrings', 'worksheets/sheet1.xml'),
				),
			}),
		refused: /uses one of its parts more than once/,
	},
	{
		name: 'a relationship of 250,000 steps',
		make: () =>
			workbook({
				[WORKBOOK_LINKS]: relationships(relationship('rId1', 'worksheet', 'a/'.repeat(100_000))),
			}),
		refused: /a relationship of more than 10,000 characters/,
	},
	// Archives.
	{
		name: 'ten bombs of 29 MB, of which one is read',
		make: () =>
			workbook(
				{ [SHEET]: `<worksheet>${fill(' ', 29 * MB)}</worksheet>` },
				{
					isStored: false,
					more: Array.from({ length: 9 }, (_, index) => ({
						name: `xl/media/${index}`,
						content: '',
						sharedWith: SHEET,
					})),
				},
			),
		unpacked: 29 * MB,
		refused: /grows to more than 100 times its size/,
	},
	{
		name: 'parts that share their bytes, 580 MB in all',
		make: () =>
			workbook(
				{ [SHEET]: `<worksheet>${fill(' ', 29 * MB)}</worksheet>` },
				{
					isStored: false,
					more: Array.from({ length: 20 }, (_, index) => ({
						name: `xl/media/${index}`,
						content: '',
						sharedWith: SHEET,
					})),
				},
			),
		refused: /more than 300 MB when it is decompressed/,
	},
	{
		name: 'a part that is larger than it says',
		make: () =>
			workbook(
				{},
				{
					more: [{ name: SHEET, content: `<worksheet>${fill('<a/>', 19 * MB)}`, size: 1000 }],
				},
			),
		unpacked: 19 * MB,
		refused: /is damaged/,
	},
	{
		name: '60,000 parts',
		make: () =>
			workbook(
				{},
				{ more: Array.from({ length: 60_000 }, (_, at) => ({ name: `x/${at}`, content: '' })) },
			),
		refused: /more than 10,000 parts/,
	},
	{
		name: 'a name of 60,000 bytes',
		make: () => workbook({}, { more: [{ name: '/'.repeat(60_000), content: '' }] }),
		refused: /a part with a name of more than 255 bytes/,
	},
	{
		name: '9,000 names of 255 bytes',
		make: () =>
			workbook(
				{},
				{
					more: Array.from({ length: 9_000 }, (_, at) => ({
						name: `${'\\'.repeat(250)}${at}`,
						content: '',
					})),
				},
			),
		refused: null,
	},
	{
		name: 'the end of a directory again and again',
		make: () => Buffer.from(`PK\u0003\u0004${fill('PK\u0005\u0006', 20 * MB)}`),
		refused: /is damaged/,
	},
	// Rows and cells.
	{
		name: 'a million rows that cannot be used',
		isLong: true,
		make: () => workbook(sheet(fill('<row><c><v>1</v></c></row>', 23 * MB))),
		refused: /More than 100,000 rows of the file cannot be used. Row 2, column "Mobile"/,
	},
	{
		name: 'more rows than a sheet has',
		make: () => workbook(sheet(fill('<row><c/></row>', 20 * MB))),
		code: 'TOO_MANY_ROWS',
		refused: /more than 1,048,576 rows/,
	},
	{
		name: 'many rows with one cell far to the right',
		make: () => workbook(sheet(fill('<row><c r="GR1"><v>1</v></c></row>', 3 * MB))),
	},
	{
		name: 'many cells far to the right',
		make: () => workbook(sheet(fill('<row><c r="ZZ1"><v>1</v></c></row>', 12 * MB))),
		refused: /no recipients/,
		code: 'NO_ROWS',
	},
	{
		name: 'more cells than a workbook may have',
		isLong: true,
		make: () =>
			workbook(
				{
					[SHEET]: Buffer.concat([
						Buffer.from('<worksheet>'),
						Buffer.alloc(112 * MB, `<row>${'<c><f/></c>'.repeat(200)}</row>`),
					]),
				},
				{ isStored: false, more: [noise(2 * MB)] },
			),
		unpacked: 112 * MB,
		refused: /more than 10,000,000 cells that are not blank/,
	},
	{
		name: 'a row of a million cells',
		make: () => workbook(sheet(`<row>${fill('<c><v>1</v></c>', 15 * MB)}</row>`)),
	},
	{
		name: 'headings in a million columns',
		make: () =>
			workbook({
				[SHEET]: `<worksheet><sheetData><row>${fill(textCell('x'), 15 * MB)}</row></sheetData></worksheet>`,
			}),
		code: 'TOO_MANY_COLUMNS',
		refused: /more than 200 columns/,
	},
	...['r="%"', 'r="1" s="%"', 'spans="%"'].map((attributes) => ({
		name: `a row, ${attributes}, of 290,000 digits`,
		make: () =>
			workbook(sheet(`<row ${attributes.replace('%', '1'.repeat(290_000))}><c><v>1</v></c></row>`)),
	})),
	...['r="%1"', 'r="A%"', 'r="%x"', 's="%"'].map((attributes) => ({
		name: `a cell, ${attributes}, of 290,000 characters`,
		make: () =>
			workbook(
				sheet(
					`<row><c ${attributes.replace('%', (attributes.includes('%1') ? 'A' : '1').repeat(290_000))}><v>1</v></c></row>`,
				),
			),
		refused: /number or the name of a cell with more than 40 characters/,
	})),
	...['n', 's', 'b', 'e', 'd'].map((type) => ({
		name: `a value of type ${type} with 200,000 characters`,
		make: () => workbook(sheet(`<row><c t="${type}"><v>1${'0'.repeat(200_000)}1</v></c></row>`)),
		refused: /a number of more than 100 characters in a cell/,
	})),
	{
		name: 'a value in a thousand pieces, each as long as it may be',
		make: () =>
			workbook(
				sheet(`<row><c t="str"><v>${fill(`${'x'.repeat(290_000)}<a/>`, 5 * MB)}</v></c></row>`),
			),
		refused: /a text of more than 250,000 characters in a cell/,
	},
	{
		name: 'a text of a million runs',
		make: () =>
			workbook(
				sheet(`<row><c t="inlineStr"><is>${fill('<r><t>x</t></r>', 15 * MB)}</is></c></row>`),
			),
		refused: /a text of more than 250,000 characters in a cell/,
	},
	{
		name: 'a shared text of a million runs',
		make: () => workbook({ [TEXTS]: `<sst><si>${fill('<r><t>x</t></r>', 15 * MB)}</si></sst>` }),
		refused: /a text of more than 250,000 characters in a cell/,
	},
	{
		name: 'more shared texts than a workbook may have',
		isLong: true,
		make: () =>
			workbook(
				{ [TEXTS]: `<sst>${'<si/>'.repeat(4.9 * MB)}${'<si/>'.repeat(0.2 * MB)}</sst>` },
				{ isStored: false, more: [noise(MB)] },
			),
		unpacked: 26 * MB,
		refused: /more than 5,000,000 texts that cells share/,
	},
	{ name: 'many cells that share a long text', make: sharing('x'.repeat(240_000), 40_000) },
	{ name: 'many cells that share many blanks', make: sharing(' '.repeat(240_000), 40_000) },
	{
		name: 'many cells that share blanks and a letter',
		make: sharing(`${' '.repeat(240_000)}x`, 40_000),
	},
	{
		name: 'many cells that share line ends',
		make: sharing(`x${'_x000D_'.repeat(34_000)}x`, 40_000),
	},
	{ name: 'many cells that share digits', make: sharing(`1${'0'.repeat(240_000)}1`, 40_000) },
	{
		name: 'many cells that share a text with a format',
		make: sharing('x'.repeat(240_000), 40_000, '@&quot;x&quot;'),
	},
	{
		name: 'many cells that share a text with a long format',
		make: sharing('x'.repeat(200), 40_000, `&quot;${'x'.repeat(240)}&quot;@`),
	},
	{
		name: 'many cells that share a text with a repeated format',
		make: sharing('x'.repeat(200), 40_000, '@'.repeat(250)),
	},
	...[
		['literals', `&quot;${'x'.repeat(240)}&quot;0`],
		['digits', '0'.repeat(250)],
		['decimals', `0.${'0'.repeat(250)}`],
		['percents', `0${'%'.repeat(250)}`],
		['commas', `0${','.repeat(250)}`],
		['thousands', `${'#,'.repeat(120)}0`],
		['fractions', `# ${'?'.repeat(120)}/${'?'.repeat(120)}`],
		['a denominator', `# ?/${'9'.repeat(200)}`],
		['an exponent', `0.${'0'.repeat(100)}E+${'0'.repeat(100)}`],
		['dates', 'yyyy'.repeat(60)],
		['names of days', 'dddd'.repeat(60)],
		['hours', `[${'h'.repeat(200)}]`],
		['fractions of seconds', `ss.${'0'.repeat(200)}`],
		['sections', ';'.repeat(250)],
		['brackets', '['.repeat(250)],
		['quotes', '&quot;'.repeat(250)],
		['backslashes', '\\'.repeat(250)],
		['languages', '[$-'.repeat(80)],
		['conditions', '[&lt;1]0;'.repeat(30)],
		['blanks', `${'_'.repeat(250)}0`],
		['fillers', `${'*x'.repeat(100)}0`],
		['general', 'General'.repeat(35)],
		['more than a format may have', '0'.repeat(200_000)],
	].map(([name = '', code = '']) => ({
		name: `numbers with a format of ${name}`,
		make: () =>
			workbook({
				...sheet(
					['1', '-1.5', '0.333333', '45000.7', '999999999999999', '1e-300', '1e300']
						.map(
							(value) => `<row>${textCell('+13056708084')}<c/><c s="1"><v>${value}</v></c></row>`,
						)
						.join('')
						.repeat(600),
				),
				[STYLES]: format(code),
			}),
	})),
	{
		name: 'a million styles',
		make: () => workbook({ [STYLES]: styles('', fill('<xf numFmtId="1"/>', 18 * MB)) }),
		refused: /more than 100,000 cell styles/,
	},
	{
		name: '600,000 formats',
		make: () =>
			workbook({
				[STYLES]: styles(
					list(600_000, (index) => `<numFmt numFmtId="${index}" formatCode="0"/>`),
					'',
				),
			}),
		refused: /more than 10,000 number formats/,
	},
	{
		name: '9,000 long formats, each used',
		make: () => withFormats((index) => `${index}${'0'.repeat(240)}`),
	},
	...['[$-%]dddd mmmm', '[$-x%-es,1]dddd mmmm', '[$-%]&quot;de&quot; AM/PM'].map((code) => ({
		name: `9,000 dates, each in a language of its own: ${code}`,
		make: () => withFormats((index) => code.replace('%', index.toString(16))),
		refused: null,
	})),
	{
		name: 'formulas that fill a sheet, in each cell',
		make: () =>
			workbook({
				'xl/workbook.xml':
					'<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets><calcPr fullCalcOnLoad="1"/></workbook>',
				...sheet(
					fill('<row><c><f t="array" ref="A1:XFD1048576"/><v>0</v></c></row>', 2 * MB),
					'<sheetCalcPr fullCalcOnLoad="1"/>',
				),
			}),
		refused: null,
	},
	{
		name: 'a million wishes for a calculation',
		make: () =>
			workbook(
				sheet(
					fill('<row><c><f/><v>0</v></c></row>', MB),
					fill('<sheetCalcPr fullCalcOnLoad="1"/>', 18 * MB),
				),
			),
		refused: null,
	},
	{
		name: 'a format of a million digits for its number',
		make: () =>
			workbook({
				[STYLES]: styles(`<numFmt numFmtId="${'1'.repeat(290_000)}" formatCode="0"/>`, ''),
			}),
		refused: /number or the name of a cell with more than 40 characters/,
	},
	{
		name: 'formats that show more than a workbook may show',
		isLong: true,
		make: () =>
			workbook(
				{
					...sheet(fill(`<row>${'<c s="1"><v>1</v></c>'.repeat(200)}</row>`, 24 * MB)),
					[STYLES]: format(`&quot;${'x'.repeat(240)}&quot;0`),
				},
				{ isStored: false, more: [noise(MB)] },
			),
		unpacked: 24 * MB,
		refused: /number formats that show more than 100,000,000 characters in all/,
	},
	// Formulas, errors, hidden rows and merged cells.
	...[
		['formulas that were never calculated', '<row><c><f/></c></row>'],
		['errors', '<row><c t="e"><v>#REF!</v></c></row>'],
		['numbers that are too long', '<row><c><v>1e300</v></c></row>'],
		['hidden rows', '<row hidden="1"><c><v>13056708084</v></c></row>'],
		['numbers that are none', '<row><c t="inlineStr"><is><t>x</t></is></c></row>'],
	].map(([name = '', row = '']) => ({
		name: `100,000 rows of ${name}`,
		make: () => workbook(sheet(row.repeat(100_000))),
		refused: null,
	})),
	{
		name: 'a million ranges of merged cells, each inside the next',
		make: () =>
			workbook(
				sheet(
					`<row>${textCell('1')}</row>`.repeat(1000),
					`<mergeCells>${list(900_000, (index) => `<mergeCell ref="A1:D${1_000_000 - index}"/>`)}</mergeCells>`,
				),
				{ isStored: false, more: [noise(MB)] },
			),
		unpacked: 26 * MB,
		refused: null,
	},
	{
		name: 'more ranges of merged cells than a workbook may have',
		make: () => workbook(sheet(ROW, fill('<mergeCell ref="A1"/>', 23 * MB))),
		refused: /more than 1,000,000 ranges of merged cells/,
	},
];

/** What cannot be compressed, so that the growth of the other parts is no reason to refuse them. */
function noise(bytes: number): Entry {
	const content = new Uint8Array(bytes);
	let state = 1;
	for (let at = 0; at < bytes; at++) {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		content[at] = state >> 16;
	}
	return { name: 'xl/media/noise', content, isStored: true };
}

/* What may stand in any place of a CSV file, and the places. */
const LONG: Readonly<Record<string, (bytes: number) => string>> = {
	'blanks and a letter': (bytes) => `${' '.repeat(bytes)}x`,
	'no-break spaces': (bytes) => `${'\u00a0'.repeat(bytes / 2)}x`,
	'zeros between ones': (bytes) => `1${'0'.repeat(bytes)}1`,
	digits: (bytes) => '9'.repeat(bytes),
	'plus signs': (bytes) => '+'.repeat(bytes),
	exponents: (bytes) => `1${'e+1'.repeat(bytes / 3)}`,
	decimals: (bytes) => `1${'.0'.repeat(bytes / 2)}x`,
	'invisible marks': (bytes) => '\u200e'.repeat(bytes / 3),
	'combining marks': (bytes) => `e${'\u0301\u0323'.repeat(bytes / 4)}`,
	'digits of another script': (bytes) => '٣'.repeat(bytes / 2),
	'an equals sign and quotes': (bytes) => `"=""${'1""'.repeat(bytes / 3)}"`,
	quotes: (bytes) => `"${'""'.repeat(bytes / 2)}"`,
	'quotes that are not closed': (bytes) => `"${'""'.repeat(bytes / 2)}`,
	'quotes inside': (bytes) => `x${'"'.repeat(bytes)}`,
	'line ends in quotes': (bytes) => `"${'\r\n'.repeat(bytes / 2)}"`,
	'returns in quotes': (bytes) => `"${'\r'.repeat(bytes)}"`,
	delimiters: (bytes) => ','.repeat(bytes),
	'all delimiters': (bytes) => ',;\t|'.repeat(bytes / 4),
	placeholders: (bytes) => '##name##'.repeat(bytes / 8),
	hashes: (bytes) => '#'.repeat(bytes),
	emoji: (bytes) => '😀'.repeat(bytes / 4),
};

const CSV_PLACES: Readonly<Record<string, (long: string) => string>> = {
	'a heading': (long) => `Mobile,Country,${long}\n+13056708084,US,x\n`,
	'behind the heading Mobile': (long) => `Name,Mobile${long}\nx,+13056708084\n`,
	'the number': (long) => `Mobile,Name\n${long},x\n`,
	'the country': (long) => `Mobile,Country,Name\n+13056708084,${long},x\n`,
	'a value': (long) => `Mobile,Name\n+13056708084,${long}\n`,
	'a value that nobody uses': (long) => `Mobile,Name,Other\n+13056708084,x,${long}\n`,
	'before the headings': (long) => `${long}\nMobile,Name\n+13056708084,x\n`,
	'behind sep=': (long) => `sep=${long}\nMobile,Name\n+13056708084,x\n`,
};

const inCsv = Object.entries(CSV_PLACES).flatMap(([place, put]) =>
	Object.entries(LONG).flatMap(([name, long]) =>
		[200_000, MB].map(
			(bytes): Hostile => ({
				name: `CSV, ${place}: ${name}, ${bytes} bytes`,
				make: () => Buffer.from(put(long(bytes))),
			}),
		),
	),
);

const csvFiles: Hostile[] = [
	{
		name: 'the heading Mobile, 200,000 blanks and x',
		make: () => Buffer.from(`Mobile${' '.repeat(200_000)}x,Name\n+13056708084\n`),
		refused: /has a heading of more than 1,000 characters in column 1/,
	},
	{
		name: 'a million columns',
		make: () => Buffer.from(`Mobile,${','.repeat(900_000)}\n`),
		refused: /more than 16,384 values in row 1/,
	},
	{
		name: '300 headings',
		make: () => Buffer.from(list(300, (index) => `h${index},`)),
		code: 'TOO_MANY_COLUMNS',
		refused: /more than 200 columns/,
	},
	{
		name: 'a record of 25 MB',
		make: () => Buffer.from(`Mobile,Name\n1,"${'x'.repeat(25 * MB)}"\n`),
		code: 'BROKEN_CSV',
		refused: /Row 2 cannot be read: it has more than 1,000,000 characters/,
	},
	{
		name: 'a record of 25 MB without quotes',
		make: () => Buffer.from(`Mobile,Name\n1,${'x'.repeat(25 * MB)}\n`),
		code: 'BROKEN_CSV',
		refused: /Row 2 cannot be read: it has more than 1,000,000 characters/,
	},
	{
		name: '25 MB of blank lines',
		make: () => Buffer.from('\n'.repeat(25 * MB)),
		refused: /no recipients/,
		code: 'NO_ROWS',
	},
	{
		name: '25 MB of blank lines behind the headings',
		make: () => Buffer.from(`Mobile,Name\n${'\r\n'.repeat(12 * MB)}`),
		code: 'TOO_MANY_ROWS',
		refused: /more than 1,048,576 rows/,
	},
	{
		name: '25 MB of delimiters in lines',
		make: () => Buffer.from(`Mobile,Name\n${fill(`${','.repeat(10_000)}\n`, 25 * MB)}`),
		refused: /no recipients/,
		code: 'NO_ROWS',
	},
	{
		name: 'a million rows that cannot be used',
		make: () => Buffer.from(`Mobile,Name\n${'1\n'.repeat(MB)}`),
		baseBytes: 400 * MB,
		refused: /More than 100,000 rows of the file cannot be used. Row 2, column "Mobile"/,
	},
	{
		name: 'more values than a file may have',
		make: () => Buffer.from(`Mobile,Name\n${fill(`${'1,'.repeat(10_000)}\n`, 25 * MB)}`),
		refused: /more than 10,000,000 values/,
	},
	{
		name: '100,000 rows of too many values',
		make: () => Buffer.from(`Mobile,Name\n${'1,2,3\n'.repeat(100_000)}`),
		baseBytes: 150 * MB,
		refused: null,
	},
	{
		name: '25 MB of a quoted value again and again',
		isLong: true,
		make: () => Buffer.from(`Mobile,Name\n${fill('+13056708084,"a ""b"" c"\n', 25 * MB)}`),
		unpacked: 25 * MB,
	},
	{
		name: '25 MB in UTF-16',
		isLong: true,
		make: () => Buffer.from(`\ufeffMobile,Name\n${fill('+13056708084,é\n', 12 * MB)}`, 'utf16le'),
	},
	{
		name: '25 MB of zeros',
		make: () => Buffer.alloc(25 * MB),
		code: 'UNSUPPORTED_FILE',
		refused: /neither/,
	},
	{
		name: '25 MB that are no UTF-8',
		make: () => Buffer.alloc(25 * MB, 0xe9),
		code: 'FILE_ENCODING',
		refused: /UTF-8/,
	},
	{
		name: 'a bad quote at the end of 25 MB',
		make: () => Buffer.from(`Mobile,Name\n${fill(`,,,,,,,,,,,,,,,,,,,,,,,,\n`, 24 * MB)}x"`),
		code: 'BROKEN_CSV',
		refused: /at line \d+/,
	},
];

const OPTIONS = { defaultCountry: '', placeholders: ['name'] };
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

beforeAll(async () => {
	// What is loaded once is no cost of the first file.
	for (const bytes of [workbook({ [STYLES]: format('0.0') }), Buffer.from('Mobile,Name\n1,x')])
		await readRecipientFile({ bytes, name: '', mimeType: '' }, { ...OPTIONS, pause });
});

describe.each([
	['any part', sampleOf(inAnyPart, 3)],
	['texts', sampleOf(inTexts, 3)],
	['workbooks', workbooks],
	['places of a CSV file', sampleOf(inCsv, 3)],
	['CSV files', csvFiles],
])('hostile files: %s', (_, files) => {
	const tried = files.filter(
		({ isLong = false }) => !isLong || process.env.SMS_GATEWAYS_LONG_TESTS,
	);
	it.each(tried.map((each) => [each.name, each] as const))('%s', async (name, each) => {
		const bytes = each.make();
		const size = each.unpacked ?? bytes.length;
		const file = { bytes, name: '', mimeType: '' };
		const { value, error } = await expectBounded(
			{ kind: 'files', name, size },
			() => readRecipientFile(file, { ...OPTIONS, pause }),
			each.baseBytes === undefined ? {} : { baseBytes: each.baseBytes },
		);
		if (error !== undefined && !(error instanceof Refusal)) throw error as Error;
		const { refused, code = 'UNREADABLE_FILE' } = each;
		if (refused === undefined) return;
		if (refused === null) {
			expect(error?.message).toBeUndefined();
			expect(value?.listed.length).toBeGreaterThan(0);
			return;
		}
		expect(error?.message).toMatch(refused);
		expect(error?.code).toBe(code);
		expect(error?.hint).not.toBe('');
	});
});
