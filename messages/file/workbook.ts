import { Breaks } from '../breaks';
import { oneLine } from '../oneLine';
import { Refusal } from '../refusal';
import {
	LONGEST_NUMBER,
	LONGEST_REFERENCE,
	LONGEST_CELL,
	MOST_CELLS,
	MOST_COLUMNS,
	MOST_FORMATS,
	MOST_MERGED,
	MOST_RELATIONSHIPS,
	MOST_ROWS,
	MOST_SHEETS,
	MOST_STYLES,
	MOST_TEXTS,
	pastBound,
	shown,
} from './bounds';
import { cellError } from './cellTexts';
import { CellFormatter, patternOf } from './numberFormats';
import {
	isBlank,
	packRow,
	tooManyColumns,
	tooManyRows,
	type Cell,
	type CellRange,
	type Sheet,
} from './sheet';
import { readWorkbookXml, type Attributes, type Handler } from './xml';
import { Archive } from './zip';

/** UTF-16 units; Excel allows 31. */
const LONGEST_SHEET_NAME = 200;

/** The workbook does not conform to ECMA-376. */
class BrokenWorkbook extends Error {}

/** A part that another part refers to. */
interface Part {
	type: string;
	path: string;
}

/**
 * Reads the first sheet of a workbook (.xlsx) that is visible and not empty.
 *
 * Without exceljs, which writes the workbooks: it keeps the whole workbook as objects (about ten times the
 * file's decompressed size), converts numbers to dates and loses digits, and fails at drawings and tables
 * that it does not know.
 *
 * Source: ECMA-376, part 1, sections 18.2 to 18.4 and 18.8; part 2 for the relationships.
 *
 * @param pause lets other work run; called every few milliseconds
 * @throws Refusal when the file is not a workbook, is damaged, or exceeds a bound
 */
export async function readWorkbook(bytes: Uint8Array, pause?: () => Promise<void>): Promise<Sheet> {
	// Outside of the try, because a library that cannot be loaded is not a problem of the file.
	const libraries = {
		...(await import('../../libraries/numberFormats')),
		...(await import('../../libraries/xmlEvents')),
	};
	try {
		const archive = new Archive(bytes);
		if (!archive.has('[Content_Types].xml') || archive.has('xl/workbook.bin')) throw notExcel();
		const sheet = await new WorkbookReader(archive, libraries, new Breaks(pause)).read();
		return sheet;
	} catch (error) {
		throw error instanceof Refusal ? again(error) : unreadable();
	}
}

/** Libraries that are loaded only when a workbook is read. */
type Libraries = typeof import('../../libraries/numberFormats') &
	typeof import('../../libraries/xmlEvents');

class WorkbookReader {
	private texts: string[] = [];

	/** The pattern of each cell style. */
	private patterns: Array<string | undefined> = [];

	private from1904 = false;

	private calculation: Calculation = 'unknown';

	constructor(
		private readonly archive: Archive,
		private readonly libraries: Libraries,
		private readonly breaks: Breaks,
	) {}

	async read(): Promise<Sheet> {
		const [workbook] = ofType(await this.partsOf(''), 'officeDocument');
		if (workbook === undefined) throw notExcel();
		const parts = await this.partsOf(workbook.path);
		const sheets = await this.readSheetNames(workbook.path);
		const [texts, ...otherTexts] = ofType(parts, 'sharedStrings');
		const [styles, ...otherStyles] = ofType(parts, 'styles');
		if (otherTexts.length > 0) throw pastBound('has more than one part with the texts of cells');
		if (otherStyles.length > 0) throw pastBound('has more than one part with the styles of cells');
		if (texts !== undefined) await this.readTexts(texts.path);
		if (styles !== undefined) await this.readStyles(styles.path);
		const formatter = new CellFormatter(this.libraries, this.from1904);
		for (const [id, name] of sheets) {
			const part = parts.get(id);
			if (part === undefined) throw new BrokenWorkbook();
			// Some sheets have only a chart.
			if (part.type !== 'worksheet') continue;
			const reader = new SheetReader(this.texts, this.patterns, formatter, this.calculation);
			await this.each(part.path, reader);
			if (reader.sheet.rows.length > 0) {
				const others = [...sheets].flatMap(([other, each]) => (other === id ? [] : [each]));
				return { ...reader.sheet, name, others };
			}
		}
		return { isDelimited: false, rows: [], merged: [] };
	}

	/** The parts that a part refers to, by ID; the archive itself has the empty path. */
	private async partsOf(path: string): Promise<ReadonlyMap<string, Part>> {
		const slash = path.lastIndexOf('/') + 1;
		const folder = path.slice(0, slash);
		const parts = new Map<string, Part>();
		let count = 0;
		await this.each(`${folder}_rels/${path.slice(slash)}.rels`, {
			open: (name, { Id, Type, Target }) => {
				if (name !== 'Relationship' || !Id || !Type || !Target) return;
				if (++count > MOST_RELATIONSHIPS)
					throw pastBound(`has more than ${shown(MOST_RELATIONSHIPS)} relationships`);
				if (Target.length > LONGEST_TARGET)
					throw pastBound(`has a relationship of more than ${shown(LONGEST_TARGET)} characters`);
				// The strict form of the standard has other URLs with the same end.
				const type = Type.slice(Type.lastIndexOf('/') + 1);
				if (!parts.has(Id)) parts.set(Id, { type, path: resolve(folder, Target) });
			},
		});
		return parts;
	}

	/** The names of the sheets that are not hidden, by their relationships. */
	private async readSheetNames(path: string): Promise<ReadonlyMap<string, string>> {
		const names = new Map<string, string>();
		let count = 0;
		await this.each(path, {
			open: (name, attributes) => {
				if (name === 'workbookPr') this.from1904 = isTrue(attributes.date1904);
				if (name === 'calcPr') this.calculation = calculationOf(attributes);
				if (name !== 'sheet') return;
				if (++count > MOST_SHEETS) throw pastBound(`has more than ${shown(MOST_SHEETS)} sheets`);
				const isHidden = /^(?:hidden|veryHidden)$/.test(attributes.state ?? '');
				// The attribute's prefix is `r` only by convention.
				const key = Object.keys(attributes).find((each) => each.endsWith(':id'));
				const id = key === undefined ? undefined : attributes[key];
				if (isHidden || id === undefined) return;
				if (names.has(id)) throw pastBound('lists one of its sheets more than once');
				names.set(id, (attributes.name ?? '').slice(0, LONGEST_SHEET_NAME));
			},
		});
		return names;
	}

	private async readTexts(path: string): Promise<void> {
		const reader = new TextReader();
		const texts: string[] = [];
		await this.each(path, {
			open: (name) => {
				if (name === 'si') reader.begin();
				reader.open(name);
			},
			text: (text) => {
				reader.text(text);
			},
			close: (name) => {
				reader.close(name);
				if (name !== 'si') return;
				if (texts.length >= MOST_TEXTS)
					throw pastBound(`has more than ${shown(MOST_TEXTS)} shared texts`);
				texts.push(shared(reader.result()));
			},
		});
		this.texts = texts;
	}

	private async readStyles(path: string): Promise<void> {
		const own = new Map<number, string>();
		const ids: number[] = [];
		// Elements with the same names occur elsewhere with other meanings.
		let place = '';
		await this.each(path, {
			open: (name, { numFmtId, formatCode }) => {
				if (name === 'numFmts' || name === 'cellXfs') place = name;
				if (name === 'numFmt' && place === 'numFmts')
					own.set(numberOf(numFmtId), formatCode ?? 'General');
				if (name === 'xf' && place === 'cellXfs') ids.push(numberOf(numFmtId ?? '0'));
				if (own.size > MOST_FORMATS)
					throw pastBound(`has more than ${shown(MOST_FORMATS)} number formats`);
				if (ids.length > MOST_STYLES)
					throw pastBound(`has more than ${shown(MOST_STYLES)} cell styles`);
			},
			close: (name) => {
				if (name === place) place = '';
			},
		});
		this.patterns = ids.map((id) => patternOf(id, own));
	}

	private async each(path: string, handler: Handler): Promise<void> {
		const { SaxesParser } = this.libraries;
		await readWorkbookXml(this.archive.text(path), handler, { SaxesParser, breaks: this.breaks });
	}
}

/** UTF-16 units of a relationship's target: a path, or a URL that is not followed. */
const LONGEST_TARGET = 10_000;

/**
 * Whether the results of a file's formulas have been calculated. `due`: the program that opens it must
 * calculate first. `unknown`: the file does not say, e.g. with Java's Apache POI.
 */
type Calculation = 'done' | 'due' | 'unknown';

function calculationOf({ fullCalcOnLoad, forceFullCalc, calcCompleted }: Attributes): Calculation {
	const isDue = isTrue(fullCalcOnLoad) || isTrue(forceFullCalc);
	return isDue || /^(?:0|false)$/.test(calcCompleted ?? '') ? 'due' : 'done';
}

function ofType(parts: ReadonlyMap<string, Part>, type: string): Part[] {
	return [...parts.values()].filter((part) => part.type === type);
}

/**
 * A text that many cells may share, prepared once: line breaks are one character, and a long text is
 * trimmed.
 */
function shared(text: string): string {
	const normal = text.replace(/\r\n?/g, '\n');
	return normal.length > LONGEST_AS_IT_IS ? normal.trim() : normal;
}

/** UTF-16 units; a longer text cannot be a value in a message. */
const LONGEST_AS_IT_IS = 1_000;

/** Joins a text with several formats, without phonetic text. */
class TextReader {
	private value = '';

	private isInside = false;

	private isPhonetic = false;

	begin(): void {
		this.value = '';
	}

	open(name: string): void {
		if (name === 'rPh') this.isPhonetic = true;
		if (name === 't') this.isInside = !this.isPhonetic;
	}

	text(text: string): void {
		if (!this.isInside) return;
		this.value += text;
		if (this.value.length > LONGEST_CELL) throw longText();
	}

	close(name: string): void {
		if (name === 'rPh') this.isPhonetic = false;
		if (name === 't') this.isInside = false;
	}

	result(): string {
		return unescape(this.value);
	}
}

/** The cell that is being read. */
interface OpenCell {
	column: number;
	type: string;
	pattern: string | undefined;
	isFormula: boolean;
	/** The content of `<v>`; null without one. */
	value: string | null;
}

class SheetReader implements Handler {
	readonly sheet: Sheet = { isDelimited: false, rows: [], merged: [] };

	private readonly inline = new TextReader();

	private row: { row: number; hidden: boolean; cells: Array<Cell | undefined> } | null = null;

	/** Cells that are not blank, of all rows. */
	private count = 0;

	private lastRow = 0;

	private cell: OpenCell | null = null;

	private lastColumn = -1;

	private isValue = false;

	/** The default height of a row, in points. */
	private defaultHeight = '';

	/** By column, the last row of formulas that fill more than their own cell. */
	private readonly filled: number[] = [];

	/** Formula results that are a bare 0, by pattern: only the sheet's end tells whether they are real. */
	private readonly zeros = new Map<string | undefined, Cell>();

	constructor(
		private readonly texts: readonly string[],
		private readonly patterns: ReadonlyArray<string | undefined>,
		private readonly formatter: CellFormatter,
		private readonly calculation: Calculation,
	) {}

	open(name: string, attributes: Attributes): void {
		if (name === 'row') this.openRow(attributes);
		else if (name === 'c') this.openCell(attributes);
		else if (name === 'mergeCell') this.addMerged(attributes.ref ?? '');
		else if (name === 'sheetFormatPr') this.defaultHeight = attributes.defaultRowHeight ?? '';
		else if (name === 'sheetCalcPr' && isTrue(attributes.fullCalcOnLoad)) this.forgetZeros();
		else if (this.cell !== null) {
			if (name === 'f') this.openFormula(this.cell, attributes);
			else if (name === 'v') {
				this.isValue = true;
				this.cell.value ??= '';
			} else this.inline.open(name);
		}
	}

	text(text: string): void {
		if (this.cell === null) return;
		if (!this.isValue) {
			this.inline.text(text);
			return;
		}
		this.cell.value = (this.cell.value ?? '') + text;
		if (this.cell.value.length > LONGEST_CELL) throw longText();
	}

	close(name: string): void {
		if (name === 'v') this.isValue = false;
		else if (name === 'c') this.closeCell();
		else if (name === 'row') this.closeRow();
		else this.inline.close(name);
	}

	/** An array formula is in one cell; the other cells that it fills have only its results. */
	private openFormula(cell: OpenCell, { t, ref }: Attributes): void {
		cell.isFormula = true;
		if (this.calculation !== 'due' || ref === undefined || !/^(?:array|dataTable)$/.test(t ?? ''))
			return;
		const { left, right, bottom } = rangeOf(ref);
		for (let column = left; column <= Math.min(right, MOST_COLUMNS); column++)
			this.filled[column] = Math.max(this.filled[column] ?? 0, bottom);
	}

	/**
	 * A row in the file is visible even if the sheet hides rows that are not in it (`zeroHeight`).
	 * Source: ECMA-376, part 1, section 18.3.1.81.
	 */
	private openRow({ r, hidden, ht = this.defaultHeight }: Attributes): void {
		const row = r === undefined ? this.lastRow + 1 : numberOf(r);
		// Rows must be in order; otherwise a row might appear twice.
		if (!Number.isInteger(row) || row <= this.lastRow) throw new BrokenWorkbook();
		if (row > MOST_ROWS) throw tooManyRows();
		const isFlat = ht.trim() !== '' && numberOf(ht) <= 0;
		this.row = { row, hidden: isTrue(hidden) || isFlat, cells: [] };
		this.lastRow = row;
		this.lastColumn = -1;
	}

	private openCell({ r, t, s }: Attributes): void {
		const column = r === undefined ? this.lastColumn + 1 : placeOf(r).column;
		if (column <= this.lastColumn) throw new BrokenWorkbook();
		this.lastColumn = column;
		this.cell = {
			column,
			type: t ?? 'n',
			pattern: s === undefined ? 'General' : this.patternOf(numberOf(s)),
			isFormula: false,
			value: null,
		};
		this.inline.begin();
	}

	private patternOf(style: number): string | undefined {
		// In a workbook without styles, all numbers are plain.
		return this.patterns.length === 0 ? 'General' : this.patterns[style];
	}

	private closeCell(): void {
		const { cell, row } = this;
		this.cell = null;
		if (cell === null || row === null) throw new BrokenWorkbook();
		const content = this.contentOf(cell);
		if (isBlank(content)) return;
		if (cell.column < MOST_COLUMNS) row.cells[cell.column] = content;
		else if (this.sheet.rows.length === 0) throw tooManyColumns();
		else return;
		if (++this.count > MOST_CELLS)
			throw pastBound(`has more than ${shown(MOST_CELLS)} cells that are not blank`);
	}

	private closeRow(): void {
		if (this.row === null) throw new BrokenWorkbook();
		if (this.row.cells.length > 0) this.sheet.rows.push(packRow(this.row));
		this.row = null;
	}

	private contentOf({ column, type, value, pattern, isFormula }: OpenCell): Cell | undefined {
		const content = value?.trim() ?? '';
		if (isFormula && (value === null || (content === '' && type !== 'str'))) return NOT_CALCULATED;
		if (isFormula && type === 'str' && this.isDue(content)) return NOT_CALCULATED;
		if (type === 'inlineStr') return this.formatter.text(this.inline.result(), pattern);
		if (value === null) return undefined;
		if (type === 'str') return this.formatter.text(unescape(value), pattern);
		if (content === '') return undefined;
		if (value.length > LONGEST_NUMBER)
			throw pastBound(`has a number of more than ${LONGEST_NUMBER} characters in a cell`);
		switch (type) {
			case 's': {
				const text = /^\d+$/.test(content) ? this.texts[Number(content)] : undefined;
				if (text === undefined) throw new BrokenWorkbook();
				return this.formatter.text(text, pattern);
			}
			case 'b':
				return truthOf(content);
			case 'e':
				return cellError(content);
			case 'd':
				return this.formatter.iso(content, pattern);
		}
		const number = NUMBER.test(content) ? Number(content) : NaN;
		if (!Number.isFinite(number)) throw new BrokenWorkbook();
		if (number === 0 && (isFormula || this.isFilled(column))) return this.zero(content, pattern);
		return { number, shown: this.formatter.number(number, pattern) };
	}

	/** Whether a formula's text result is what programs write before calculating. */
	private isDue(result: string): boolean {
		return this.calculation === 'due' && /^(?:0(?:\.0)?)?$/.test(result);
	}

	private isFilled(column: number): boolean {
		return this.row !== null && this.row.row <= (this.filled[column] ?? 0);
	}

	/**
	 * A formula's result of 0. Programs that cannot calculate write it for all formulas, and ask the opening
	 * program to calculate: XlsxWriter and its relatives for C, Perl and Rust, PhpSpreadsheet. Apache POI
	 * writes `0.0` without asking, or asks after the rows.
	 */
	private zero(written: string, pattern: string | undefined): Cell {
		if (this.calculation === 'due') return ZERO_NOT_CALCULATED;
		if (this.calculation === 'unknown' && written === '0.0') return ZERO_NOT_CALCULATED;
		let cell = this.zeros.get(pattern);
		if (cell === undefined) {
			cell = { number: 0, shown: this.formatter.number(0, pattern) };
			this.zeros.set(pattern, cell);
		}
		return cell;
	}

	/** All rows share one cell for each pattern, so this changes all of them. */
	private forgetZeros(): void {
		for (const cell of this.zeros.values()) Object.assign(cell, ZERO_NOT_CALCULATED);
	}

	private addMerged(reference: string): void {
		const { merged } = this.sheet;
		if (merged.length >= MOST_MERGED)
			throw pastBound(`has more than ${shown(MOST_MERGED)} ranges of merged cells`);
		merged.push(rangeOf(reference));
	}
}

function resolve(folder: string, target: string): string {
	if (target.startsWith('/')) return target.slice(1);
	const path: string[] = [];
	for (const step of `${folder}${target}`.split('/')) {
		if (step === '..') path.pop();
		else if (step !== '.') path.push(step);
	}
	return path.join('/');
}

function isTrue(value: string | undefined): boolean {
	return value === '1' || value === 'true';
}

/** The text of an attribute that is a number or refers to a cell or a range. */
function checkLength(text: string): string {
	if (text.length > LONGEST_REFERENCE) {
		throw pastBound(
			`has a number or the name of a cell with more than ${LONGEST_REFERENCE} characters`,
		);
	}
	return text;
}

function numberOf(text: string | undefined): number {
	return Number(checkLength(text ?? ''));
}

/** `B2:C7`, or the name of a single cell. */
function rangeOf(reference: string): CellRange {
	const [first = '', last = first] = checkLength(reference).split(':');
	const [start, end] = [placeOf(first), placeOf(last)];
	return { top: start.row, bottom: end.row, left: start.column, right: end.column };
}

/** `C7` is column 2, row 7. */
function placeOf(reference: string): { column: number; row: number } {
	const [, letters, digits] = PLACE.exec(checkLength(reference)) ?? [];
	if (letters === undefined) throw new BrokenWorkbook();
	let column = 0;
	for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
	return { column: column - 1, row: Number(digits) };
}

const PLACE = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/;

/** Characters that XML does not allow are written `_x000D_`. Source: ECMA-376, section 22.4.2.4. */
function unescape(text: string): string {
	return text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) =>
		String.fromCharCode(parseInt(code, 16)),
	);
}

/** As XML writes numbers, which are decimal. Source: W3C XML Schema, part 2, "double". */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d+)?$/i;

function truthOf(written: string): Cell {
	if (/^(?:1|true)$/i.test(written)) return 'TRUE';
	if (/^(?:0|false)$/i.test(written)) return 'FALSE';
	return {
		code: 'CELL_FORMAT',
		message: `"${oneLine(written, 40)}" is stored as true or false, but is neither`,
		hint: 'Enter the value as text.',
	};
}

/** One object for all cells, because there may be very many. */
const NOT_CALCULATED: Cell = {
	code: 'NOT_CALCULATED',
	message: 'the formula has not been calculated',
	hint: 'Open the file in a spreadsheet program and save it again.',
};

const ZERO_NOT_CALCULATED: Cell = {
	code: 'NOT_CALCULATED',
	message: 'the formula has not been calculated: the file has a 0 instead of its result',
	hint: 'Open the file in a spreadsheet program and save it again. If the result is 0, enter 0 instead of the formula.',
};

function longText(): Refusal {
	return pastBound(`has a text of more than ${shown(LONGEST_CELL)} characters in a cell`);
}

/** Returns a refusal unchanged. */
function again(refusal: Refusal): Refusal {
	return refusal;
}

function unreadable(): Refusal {
	return new Refusal(
		'UNREADABLE_FILE',
		'The workbook cannot be read: it is damaged',
		'Open it in a spreadsheet program and save it again as .xlsx, or as "CSV UTF-8".',
	);
}

function notExcel(): Refusal {
	return new Refusal(
		'UNSUPPORTED_FILE',
		'The file is not an Excel workbook (.xlsx)',
		'Open it in a spreadsheet program and save it as .xlsx, or as "CSV UTF-8".',
	);
}
