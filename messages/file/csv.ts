import { Breaks } from '../breaks';
import { meaningOf } from '../lists/headings';
import { Refusal } from '../refusal';
import {
	LONGEST_RECORD,
	MOST_CELLS,
	MOST_COLUMNS,
	MOST_ROWS,
	MOST_VALUES,
	pastBound,
	shown,
} from './bounds';
import { tooManyColumns, tooManyRows, type Sheet, type SheetRow } from './sheet';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Excel's first line that names the delimiter, e.g. `sep=;`. */
const NAMED_DELIMITER = /^"?sep=([^\r\n])"?(?:\r\n|\r|\n|$)/i;

/** Bytes or UTF-16 units that are processed between two checks for a break. */
const SLICE = 1_000_000;

const AS_UTF8 = 'Save it again as "CSV UTF-8" (in Excel: Save As), or as .xlsx.';

const QUOTE_AGAIN =
	'Put values that contain quotation marks, separators or line breaks in quotation marks, and double the marks inside. Spreadsheet programs do this when they save a CSV file.';

/**
 * Reads a table with commas, semicolons, tabs or bars between values; the line of headings tells which. All
 * values are text: nothing is read as a number, a date or a formula.
 *
 * Without a library: one that reads piece by piece needs Node.js streams, which n8n does not allow in nodes,
 * and one that reads all at once blocks everything else meanwhile.
 *
 * Source: RFC 4180, and what spreadsheet programs write beyond it.
 *
 * @param bytes UTF-8 with or without a byte order mark, or UTF-16 with one
 * @param pause lets other work run; called every few milliseconds
 * @throws Refusal when it has another encoding, a quotation mark is not closed, or it exceeds a bound
 */
export async function readCsv(bytes: Uint8Array, pause?: () => Promise<void>): Promise<Sheet> {
	const breaks = new Breaks(pause);
	const text = await decode(bytes, breaks);
	const named = NAMED_DELIMITER.exec(text.slice(0, 100));
	const start = named?.[0].length ?? 0;
	const headings = await firstRecord(text, start, breaks);
	const rows: SheetRow[] = [];
	if (headings === '') return { isDelimited: true, rows, merged: [] };
	const reader = new RecordReader(text, start, named?.[1] ?? findDelimiter(headings));
	let count = 0;
	for (let row = 1; ; row++) {
		if (breaks.isDue) await breaks.take();
		const cells = reader.next();
		if (cells === null) break;
		if (row > MOST_ROWS) throw tooManyRows();
		// Programs write blank rows as nothing or only delimiters; row numbers include them.
		if (cells.every((cell) => cell.trim() === '')) continue;
		if (rows.length === 0 && cells.length > MOST_COLUMNS) throw tooManyColumns();
		count += cells.length;
		if (count > MOST_CELLS) throw pastBound(`has more than ${shown(MOST_CELLS)} values`, 'file');
		rows.push({ row, hidden: false, cells });
	}
	return { isDelimited: true, rows, merged: [] };
}

/** Reads one record after the other. */
class RecordReader {
	/** How many were read. */
	private count = 0;

	constructor(
		private readonly text: string,
		/** The beginning of the next one. */
		private place: number,
		private readonly delimiter: string,
	) {}

	/**
	 * The values of the next record; null after the last one.
	 *
	 * @throws Refusal `BROKEN_CSV`, or past a bound
	 */
	next(): string[] | null {
		const { text } = this;
		if (this.place >= text.length) return null;
		this.count++;
		const start = this.place;
		const most = start + LONGEST_RECORD;
		const cells: string[] = [];
		for (;;) {
			cells.push(this.value(most));
			if (cells.length > MOST_VALUES) {
				throw pastBound(`has more than ${shown(MOST_VALUES)} values in row ${this.count}`, 'file');
			}
			const end = text[this.place];
			// Skips the delimiter, or both characters of a line's end.
			this.place += end === '\r' && text[this.place + 1] === '\n' ? 2 : 1;
			if (end !== this.delimiter) return cells;
		}
	}

	private value(most: number): string {
		const { text, place } = this;
		if (text[place] === '"') return this.quoted(most);
		// `="00123"`, as programs write a text that a spreadsheet must not read as a number.
		if (text[place] === '=' && text[place + 1] === '"') {
			this.place++;
			return this.quoted(most);
		}
		return this.plain(most);
	}

	/** A value without quotation marks. */
	private plain(most: number): string {
		const { text, place: start } = this;
		const delimiter = this.delimiter.charCodeAt(0);
		let at = start;
		for (; at < text.length; at++) {
			const code = text.charCodeAt(at);
			if (code === delimiter || code === LINE_FEED || code === RETURN) break;
			if (code === QUOTE) throw this.broken(at);
			if (at > most) throw this.tooLong();
		}
		this.place = at;
		return text.slice(start, at);
	}

	/** A value in quotation marks; its own quotation marks are doubled. */
	private quoted(most: number): string {
		const { text } = this;
		const start = this.place + 1;
		let hasQuotes = false;
		let end = start;
		for (;;) {
			end = text.indexOf('"', end);
			if (end < 0) throw this.broken(start);
			if (end > most) throw this.tooLong();
			if (text[end + 1] !== '"') break;
			hasQuotes = true;
			end += 2;
		}
		this.place = end + 1;
		const next = text[this.place];
		const isEnd = next === undefined || next === '\n' || next === '\r' || next === this.delimiter;
		if (!isEnd) throw this.broken(this.place);
		const value = text.slice(start, end);
		return hasQuotes ? value.replaceAll('""', '"') : value;
	}

	private tooLong(): Refusal {
		return new Refusal(
			'BROKEN_CSV',
			`Row ${this.count} cannot be read: it has more than ${shown(LONGEST_RECORD)} characters, so a closing quotation mark may be missing`,
			QUOTE_AGAIN,
		);
	}

	private broken(place: number): Refusal {
		let line = 1;
		for (let at = 0; at < place; at++) {
			const code = this.text.charCodeAt(at);
			const isEnd = code === LINE_FEED || code === RETURN;
			if (isEnd && !(code === LINE_FEED && this.text.charCodeAt(at - 1) === RETURN)) line++;
		}
		return new Refusal(
			'BROKEN_CSV',
			`The file cannot be read at line ${line}: a quotation mark is inside a value or not closed`,
			QUOTE_AGAIN,
		);
	}
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

async function decode(bytes: Uint8Array, breaks: Breaks): Promise<string> {
	const [first, second] = bytes;
	const encoding =
		first === 0xff && second === 0xfe
			? 'utf-16le'
			: first === 0xfe && second === 0xff
				? 'utf-16be'
				: 'utf-8';
	const decoder = new TextDecoder(encoding, { fatal: true });
	const pieces: string[] = [];
	for (let at = 0; at <= bytes.length; at += SLICE) {
		if (breaks.isDue) await breaks.take();
		const isLast = at + SLICE > bytes.length;
		let piece: string;
		try {
			piece = decoder.decode(bytes.subarray(at, at + SLICE), { stream: !isLast });
		} catch {
			throw notUnicode();
		}
		// UTF-16 without its mark, and binary files, may be valid UTF-8.
		if (piece.includes('\0')) throw notText();
		pieces.push(piece);
	}
	const text = pieces.join('');
	if (/^\s*<(?:!doctype|html|\?xml|table|meta|style)\b/i.test(text.slice(0, 1000))) throw notText();
	return text;
}

/** UTF-16 units of the line of headings that are searched for the delimiter. */
const LOOKED_AT = 50_000;

/** The beginning of the first line that is not blank, including quoted line breaks. */
async function firstRecord(text: string, from: number, breaks: Breaks): Promise<string> {
	let start = -1;
	for (let at = from; start < 0; at += SLICE) {
		if (at >= text.length) return '';
		if (breaks.isDue) await breaks.take();
		const found = text.slice(at, at + SLICE).search(/[^\s,;|"]/);
		if (found >= 0) start = at + found;
	}
	const before = Math.max(text.lastIndexOf('\n', start), text.lastIndexOf('\r', start));
	const line = Math.max(before + 1, from);
	const end = Math.min(text.length, line + LOOKED_AT);
	let isQuoted = false;
	for (let at = line; at < end; at++) {
		const code = text.charCodeAt(at);
		if (code === QUOTE) isQuoted = !isQuoted;
		else if (!isQuoted && (code === LINE_FEED || code === RETURN)) return text.slice(line, at);
	}
	return text.slice(line, end);
}

/** Headings that are compared, for each delimiter. */
const MOST_COMPARED = 200;

/**
 * The delimiter with which there is a heading "Mobile", or else another one of a phone number, or else the most
 * frequent one.
 */
function findDelimiter(headings: string): string {
	const counts = DELIMITERS.map((delimiter) => {
		const cells = splitOutsideQuotes(headings, delimiter);
		const found = cells.map(unquoted);
		let weight = cells.length;
		if (found.length > 1 && found.some(isMobile)) weight += 1e6;
		else if (found.length > 1 && found.slice(0, MOST_COMPARED).some(isNumber)) weight += 1e5;
		return { delimiter, weight };
	});
	return counts.reduce((best, each) => (each.weight > best.weight ? each : best)).delimiter;
}

function unquoted(heading: string): string {
	let word = heading.trim();
	if (word.startsWith('"')) word = word.slice(1);
	if (word.endsWith('"')) word = word.slice(0, -1);
	return word.trim();
}

function isMobile(heading: string): boolean {
	return /^(?:="{1,2}|')?mobile"{0,2}$/i.test(heading);
}

function isNumber(heading: string): boolean {
	const kind = meaningOf(heading)?.kind;
	return kind === 'mobile' || kind === 'texts' || kind === 'phone';
}

/** The cells of a line, as written; at most one more than allowed. */
function splitOutsideQuotes(line: string, delimiter: string): string[] {
	const cells: string[] = [];
	let start = 0;
	let isQuoted = false;
	for (let at = 0; at < line.length && cells.length < MOST_VALUES; at++) {
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
		'The file is not in UTF-8, so accented letters cannot be read reliably',
		AS_UTF8,
	);
}

function notText(): Refusal {
	return new Refusal('UNSUPPORTED_FILE', 'The file is neither a CSV file nor a workbook', AS_UTF8);
}
