import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import JSZip from 'jszip';
import { readCsv } from '../../../messages/file/csv';
import { readRows, type FileRecipients } from '../../../messages/file/rows';
import type { Cell, Sheet } from '../../../messages/file/sheet';
import { readWorkbook } from '../../../messages/file/workbook';
import { Archive, BrokenArchive } from '../../../messages/file/zip';
import { readRecipientFile } from '../../../messages/recipientFile';
import type { Listed } from '../../../messages/recipients';
import { Refusal } from '../../../messages/refusal';
import { leafOf, NUMBERS, pieces, spoiled, text } from '../../hostile';
import { rawRow, rawWorkbook, workbookOf } from '../../messages/files';
import { describeParsers } from './fuzz';
import { expectFit, expectFitProblem, expectTrue, waitTwice, type Read } from './oracles';

const HEADINGS = ['Mobile', 'Country', 'Name'];
const ROWS = [
	['+13056708084', 'US', 'Ana'],
	['98770 12345', '91', 'é😀'],
	['12135551234', '', 'x'],
];
const OPTIONS = { defaultCountry: 'US', placeholders: ['name'] };

/** Workbooks as other programs write them, with shared texts, styles and numbers. */
const workbooks: Uint8Array[] = [readFileSync(join(__dirname, '../../fixtures/libreoffice.xlsx'))];
/** The parts of each. */
const parts: ReadonlyMap<string, string>[] = [];
/** The numbers and rows that each of them holds. */
const contents: string[] = [];

beforeAll(async () => {
	const rows = ROWS.map((row) => rawRow(...row)).join('');
	const raw = rawRow(...HEADINGS) + rows;
	workbooks.push(
		await workbookOf([HEADINGS, ...ROWS, [13056708085, 1, new Date(0)]]),
		await rawWorkbook(raw),
		await rawWorkbook(raw, {}, 'STORE'),
	);
	for (const workbook of workbooks) {
		const archive = await JSZip.loadAsync(workbook);
		const names = Object.keys(archive.files).filter((name) => !name.endsWith('/'));
		const texts = names.map(async (name): Promise<[string, string]> => {
			return [name, (await archive.file(name)?.async('string')) ?? ''];
		});
		parts.push(new Map(await Promise.all(texts)));
		contents.push(numbersIn((await readRecipientFile(fileOf(workbook), OPTIONS)).listed));
	}
});

const WORKBOOKS = 4;

/** What a stream that decompresses throws: zlib's own error, a TypeError by the standard. */
class InflateError extends Error {
	static override [Symbol.hasInstance](error: unknown): boolean {
		return /^(?:Z_|ERR_)/.test(String((error as { code?: unknown }).code));
	}
}

function fileOf(bytes: Uint8Array) {
	return { bytes, name: 'a.xlsx', mimeType: '' };
}

function numbersIn(listed: readonly Listed[]): string {
	return listed.map(({ recipient }) => recipient?.number.e164 ?? '').join();
}

/** What holds for a file that was read, and for one that was refused. */
function expectListed({ value, error }: Read<FileRecipients>): void {
	const listed = value?.listed;
	if (error instanceof Refusal) expectFitProblem(error);
	let last = 0;
	for (const { recipient, problems, ...rest } of listed ?? []) {
		expectTrue((recipient === null) === (problems !== null), 'neither or both');
		const row = recipient?.row ?? ('row' in rest ? rest.row : null) ?? 0;
		expectTrue(row > last, 'rows out of their order');
		last = row;
		for (const problem of problems ?? []) {
			expectFitProblem(problem);
			expectFit(problem.column, 65);
		}
		if (recipient === null) continue;
		expectTrue(/^\+[1-9]\d{6,14}$/.test(recipient.number.e164), 'no number');
		expectTrue((recipient.variables.get('name') ?? '') !== '', 'no value for the message');
	}
}

function expectSheet({ value: sheet, error }: Read<Sheet>): void {
	if (error instanceof Refusal) expectFitProblem(error);
	for (const { cells } of sheet?.rows ?? []) {
		expectTrue(cells.length > 0 && cells.length <= 200, 'a row without cells, or with too many');
		for (const cell of cells) if (typeof cell === 'object') expectFitCell(cell);
	}
}

function expectFitCell(cell: Exclude<Cell, string>): void {
	const fault = 'code' in cell ? cell : cell.shown;
	if (typeof fault === 'object') expectFitProblem(fault);
	if ('number' in cell) expectTrue(Number.isFinite(cell.number), 'no number');
}

/** A value of a cell that is no trouble to the delimiters. */
const value = leafOf([
	...[...NUMBERS, '+919877012345', 'US', '91', '9.19877E+11', '=1', 'é', '00'],
]).map((each) => Buffer.from(each).toString());

/** A table, and how a program writes it. */
const table = fc.record({
	rows: fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { maxLength: 5 }),
	delimiter: fc.constantFrom(',', ';', '\t', '|'),
	end: fc.constantFrom('\n', '\r\n', '\r'),
	isNamed: fc.boolean(),
	encoding: fc.constantFrom<'utf8' | 'utf16le' | 'mark'>('utf8', 'utf16le', 'mark'),
});

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describeParsers('files', (fuzz) => {
	fuzz('readCsv, by its values', table, async ({ rows, delimiter, end, isNamed, encoding }) => {
		const written = [HEADINGS, ...rows].map((row) => row.map(quoted).join(delimiter)).join(end);
		const named = isNamed ? `sep=${delimiter}${end}` : '';
		const mark = encoding === 'utf8' ? '' : '\uFEFF';
		const bytes = Buffer.from(mark + named + written, encoding === 'utf16le' ? 'utf16le' : 'utf8');
		const { value: sheet, error } = await waitTwice(() => readCsv(bytes), Refusal);
		const isText = !rows.flat().join().includes('\0');
		expectTrue(error === undefined || !isText, 'refused', error?.message);
		const expected = [HEADINGS, ...rows].filter((row) => row.some((cell) => cell.trim() !== ''));
		const read = sheet?.rows.map(({ cells }) => cells);
		if (read === undefined) return;
		expectTrue(JSON.stringify(read) === JSON.stringify(expected), 'other values', read);
	});

	const unit = fc.oneof(
		fc.constantFrom(...HEADINGS, ...ROWS.flat(), ',', ';', '\t', '|', '"', '""', '\n', '\r\n'),
		fc.constantFrom('\uFEFF', '\0', 'sep=', '##name##', '<html>', ' ', '9.19877E+11', "'", '="1"'),
		pieces,
	);
	const csv = fc.oneof(
		fc.array(unit, { maxLength: 60 }).map((each) => each.join('')),
		spoiled([
			`${HEADINGS.join()}\n${ROWS.join('\n')}\n`,
			`${HEADINGS.join(';')}\r\n${ROWS.join('\r\n')}`,
		]),
		fc.tuple(text, fc.nat(40)).map(([each, times]) => `Mobile,Name\n${each.repeat(times)}`),
	);
	const csvBytes = fc.oneof(
		{ weight: 6, arbitrary: csv.map((each) => Buffer.from(each)) },
		{ weight: 1, arbitrary: csv.map((each) => Buffer.from(`\uFEFF${each}`, 'utf16le')) },
		{ weight: 1, arbitrary: csv.map((each) => Buffer.from(each, 'latin1')) },
		{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
	);
	fuzz('readCsv', csvBytes, async (bytes) => {
		expectSheet(await waitTwice(() => readCsv(bytes), Refusal));
	});

	const names = fc.constantFrom('', 'a.csv', `${'x'.repeat(500)}\n.csv`);
	const types = fc.constantFrom('', 'text/csv', 'image/png');
	const file = fc.record({ bytes: csvBytes, name: names, mimeType: types });
	fuzz(
		'readRecipientFile',
		file,
		async (each) => {
			expectListed(await waitTwice(() => readRecipientFile(each, OPTIONS), Refusal));
		},
		{ found: [{ bytes: Buffer.from('Mobile,Name\n\u0001'), name: '', mimeType: '' }] },
	);

	const cell: fc.Arbitrary<Cell | undefined> = fc.oneof(
		{ weight: 6, arbitrary: leafOf([...HEADINGS, ...ROWS.flat()]) },
		{
			weight: 2,
			arbitrary: fc.record({
				number: fc.double({ noNaN: true, noDefaultInfinity: true }),
				shown: leafOf(['1', '']),
			}),
		},
		{ weight: 1, arbitrary: fc.constant(undefined) },
		{
			weight: 1,
			arbitrary: fc.integer({ min: 0, max: 30 }).map((zeros) => `1${'0'.repeat(zeros * zeros)}`),
		},
	);
	const sheet = fc
		.record({
			isDelimited: fc.boolean(),
			isHeaded: fc.integer({ min: 0, max: 9 }),
			rows: fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 6 }),
			hidden: fc.nat(6),
			merged: fc.array(
				fc.record({ top: fc.nat(5), bottom: fc.nat(9), left: fc.nat(2), right: fc.nat(4) }),
				{ maxLength: 3 },
			),
		})
		.map(({ isDelimited, isHeaded, rows, hidden, merged }): Sheet => {
			const all = isHeaded > 0 ? [HEADINGS, ...rows] : rows;
			return {
				isDelimited,
				rows: all.map((cells, at) => ({ row: at + 1, hidden: at === hidden + 1, cells })),
				merged,
			};
		});
	fuzz(
		'readRows',
		sheet,
		async (each) => {
			// The rows are taken out of the sheet.
			const read = () => readRows({ ...each, rows: [...each.rows] }, OPTIONS);
			expectListed(await waitTwice(read, Refusal));
		},
		{
			found: [
				{
					isDelimited: true,
					rows: [HEADINGS, []].map((cells, at) => ({ row: at + 1, hidden: false, cells })),
					merged: [],
				},
				{ isDelimited: false, rows: [{ row: 1, hidden: false, cells: ['%\n%'] }], merged: [] },
			],
		},
	);

	const bytes = fc
		.tuple(
			fc.nat(WORKBOOKS - 1),
			fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
			fc.option(fc.nat(), { freq: 5 }),
		)
		.map(([index, changes, cut]) => ({ index, changes, cut }));
	const spoilt = ({
		index,
		changes,
		cut,
	}: {
		index: number;
		changes: [number, number][];
		cut: number | null;
	}) => {
		const changed = Uint8Array.from(workbooks[index] ?? []);
		for (const [place, byte] of changes) changed[place % changed.length] = byte;
		return cut === null ? changed : changed.subarray(0, cut % changed.length);
	};
	fuzz(
		'readWorkbook, with other bytes',
		bytes,
		async (change) => {
			const whole = spoilt(change);
			const listed = await waitTwice(() => readRecipientFile(fileOf(whole), OPTIONS), Refusal);
			expectListed(listed);
			if (listed.value === undefined) return;
			// Each part has a checksum: numbers are those that were written, or the file is refused.
			const wrong = numbersIn(listed.value.listed) !== contents[change.index];
			expectTrue(!wrong, 'other numbers', numbersIn(listed.value.listed));
		},
		{ cost: 5, found: [{ index: 3, changes: [[1724360253, 32]], cut: null }] },
	);

	const part = fc.record({
		index: fc.nat(WORKBOOKS - 1),
		part: fc.nat(),
		changes: fc.array(
			fc.record({
				from: fc.nat(),
				length: fc.nat(60),
				put: fc.oneof(
					pieces,
					text,
					fc.constantFrom('t="s"', 's="9"', 'r="A9"', '<v>1e99</v>', 'hidden="1"', 'XFD1', '-1'),
				),
			}),
			{
				minLength: 1,
				maxLength: 3,
			},
		),
	});
	fuzz(
		'readWorkbook, with other parts',
		part,
		async ({ index, part: at, changes }) => {
			const archive = new JSZip();
			const all = [...(parts[index] ?? [])];
			for (const [place, [name, content]] of all.entries()) {
				let changed = content;
				for (const { from, length, put } of place === at % all.length ? changes : []) {
					const start = from % (changed.length + 1);
					changed = changed.slice(0, start) + put + changed.slice(start + length);
				}
				archive.file(name, changed);
			}
			const whole = await archive.generateAsync({ type: 'uint8array' });
			expectSheet(await waitTwice(() => readWorkbook(whole), Refusal));
			expectListed(await waitTwice(() => readRecipientFile(fileOf(whole), OPTIONS), Refusal));
		},
		{ cost: 10 },
	);

	const archive = fc.oneof(
		{ weight: 4, arbitrary: bytes },
		{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
	);
	fuzz(
		'Archive',
		archive,
		async (change) => {
			const whole = change instanceof Uint8Array ? change : spoilt(change);
			const read = async () => {
				const opened = new Archive(whole);
				const texts: string[] = [];
				for (const name of [
					'xl/workbook.xml',
					'XL/worksheets\\sheet1.xml',
					'xl/styles.xml',
					'none',
				]) {
					if (!opened.has(name)) continue;
					for await (const piece of opened.text(name)) texts.push(piece);
				}
				return texts.join('');
			};
			await waitTwice(read, BrokenArchive, RangeError, TypeError, InflateError, Refusal);
		},
		{ cost: 5 },
	);
});
