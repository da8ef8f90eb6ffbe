import { Refusal } from '../refusal';
import {
	MOST_COLUMNS,
	MOST_ROWS,
	tooManyColumns,
	tooManyRows,
	type Sheet,
	type SheetRow,
} from './sheet';

/** Bytes of one row. The longest SMS has 39,015 characters: 255 parts of 153. */
const LONGEST_ROW = 1_000_000;

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** What Excel writes and reads as a first line that names the delimiter, e.g. `sep=;`. */
const NAMED_DELIMITER = /^"?sep=([^\r\n])"?(?:\r\n|\r|\n|$)/i;

const AS_UTF8 = 'Save it again as "CSV UTF-8" (in Excel: Save As), or as .xlsx.';

/**
 * Reads a table whose values are split by commas, semicolons, tabs or bars. Which of them, the
 * line of the headings tells. All values are texts: nothing is taken for a number, a date or a
 * formula.
 *
 * @param bytes UTF-8 with or without a byte order mark, or UTF-16 with one
 * @throws Refusal when it is in another encoding, or a quotation mark is not closed
 */
export async function readCsv(bytes: Uint8Array): Promise<Sheet> {
	const { CsvError, parse } = await import('../../libraries/csv');
	const whole = decode(bytes);
	const named = NAMED_DELIMITER.exec(whole);
	const text = named === null ? whole : whole.slice(named[0].length);
	const headings = firstRecord(text);
	if (headings === '') return { isDelimited: true, rows: [], merged: [] };
	let records: string[][];
	try {
		records = parse(text, {
			delimiter: named?.[1] ?? findDelimiter(headings),
			record_delimiter: ['\r\n', '\n', '\r'],
			relax_column_count: true,
			max_record_size: LONGEST_ROW,
			to: MOST_ROWS + 1,
		});
	} catch (error) {
		throw broken(error instanceof CsvError ? (error as { lines?: unknown }).lines : undefined);
	}
	if (records.length > MOST_ROWS) throw tooManyRows();
	const rows: SheetRow[] = [];
	for (const [index, cells] of records.entries()) {
		// Programs write blank rows as nothing or as delimiters alone; the rows' numbers count them.
		if (cells.every((cell) => cell.trim() === '')) continue;
		if (rows.length === 0 && cells.length > MOST_COLUMNS) throw tooManyColumns();
		rows.push({ row: index + 1, hidden: false, cells });
	}
	return { isDelimited: true, rows, merged: [] };
}

function decode(bytes: Uint8Array): string {
	const [first, second] = bytes;
	const encoding =
		first === 0xff && second === 0xfe
			? 'utf-16le'
			: first === 0xfe && second === 0xff
				? 'utf-16be'
				: 'utf-8';
	let text: string;
	try {
		text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		throw notUnicode();
	}
	// UTF-16 without its mark, and files of programs, pass for UTF-8.
	if (text.includes('\0')) throw notText();
	if (/^\s*<(?:!doctype|html|\?xml|table|meta|style)\b/i.test(text.slice(0, 1000))) throw notText();
	return text;
}

/**
 * The delimiter by which the line of the headings has a heading "Mobile", or else the one that it
 * has most of.
 */
function findDelimiter(headings: string): string {
	const counts = DELIMITERS.map((delimiter) => {
		const cells = splitOutsideQuotes(headings, delimiter);
		const hasMobile = cells.some(
			(cell) => cell.replace(/"/g, '').trim().toLowerCase() === 'mobile',
		);
		return { delimiter, weight: cells.length + (hasMobile && cells.length > 1 ? 1e6 : 0) };
	});
	return counts.reduce((best, each) => (each.weight > best.weight ? each : best)).delimiter;
}

/** The first line that is not blank, quoted line breaks included. */
function firstRecord(text: string): string {
	const start = text.search(/[^\s,;|"]/);
	if (start < 0) return '';
	const line = Math.max(text.lastIndexOf('\n', start), text.lastIndexOf('\r', start)) + 1;
	let isQuoted = false;
	for (let at = line; at < text.length; at++) {
		const character = text[at];
		if (character === '"') isQuoted = !isQuoted;
		else if (!isQuoted && (character === '\n' || character === '\r')) return text.slice(line, at);
	}
	return text.slice(line);
}

function splitOutsideQuotes(line: string, delimiter: string): string[] {
	const cells: string[] = [];
	let start = 0;
	let isQuoted = false;
	for (let at = 0; at < line.length; at++) {
		if (line[at] === '"') isQuoted = !isQuoted;
		else if (!isQuoted && line[at] === delimiter) {
			cells.push(line.slice(start, at));
			start = at + 1;
		}
	}
	cells.push(line.slice(start));
	return cells;
}

function notUnicode(): Refusal {
	return new Refusal(
		'FILE_ENCODING',
		'The file is not in UTF-8, so letters with accents cannot be told',
		AS_UTF8,
	);
}

function notText(): Refusal {
	return new Refusal('UNSUPPORTED_FILE', 'The file is neither a CSV file nor a workbook', AS_UTF8);
}

function broken(lines: unknown): Refusal {
	const place = typeof lines === 'number' ? `At line ${lines}` : 'Somewhere';
	return new Refusal(
		'BROKEN_CSV',
		`${place} the file cannot be read: a quotation mark stands inside a value, or is not closed`,
		'Values with quotation marks, separators or line breaks must stand in quotation marks, and the marks inside be written twice. Spreadsheet programs do that when they save a CSV file.',
	);
}
