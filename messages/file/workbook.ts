import { oneLine } from '../oneLine';
import { Refusal } from '../refusal';
import { CellFormatter, patternOf } from './numberFormats';
import {
	isBlank,
	MOST_COLUMNS,
	MOST_ROWS,
	tooManyColumns,
	tooManyRows,
	type Cell,
	type Sheet,
} from './sheet';
import { Archive } from './zip';

/** More texts and merged cells than a workbook has that can be read at all. */
const MOST_TEXTS = 5_000_000;
const MOST_MERGED = 1_000_000;

/** The workbook's parts are not what ECMA-376 says. */
class BrokenWorkbook extends Error {}

/** Where a document's tags and texts go. Names come without their prefix. */
interface Handler {
	open?(name: string, attributes: Attributes): void;
	text?(text: string): void;
	close?(name: string): void;
}

type Attributes = Readonly<Record<string, string | undefined>>;

interface Part {
	id: string;
	type: string;
	path: string;
}

/**
 * Reads the first sheet of a workbook (.xlsx) that is visible and not empty.
 *
 * Not by exceljs, which writes the workbooks: it holds the whole workbook as objects (about ten
 * times the file's decompressed size), turns numbers into dates and loses digits on the way, and
 * stops at drawings and tables that it does not know.
 *
 * Source: ECMA-376, part 1, sections 18.2 to 18.4 and 18.8; part 2 for the relationships.
 *
 * @throws Refusal when the file is no workbook, or a damaged one
 */
export async function readWorkbook(bytes: Uint8Array): Promise<Sheet> {
	// Outside of the try, as a library that cannot be loaded is not the file's fault.
	const libraries = {
		...(await import('../../libraries/numberFormats')),
		...(await import('../../libraries/xmlEvents')),
	};
	let archive: Archive;
	try {
		archive = new Archive(bytes);
	} catch {
		throw unreadable();
	}
	if (!archive.has('[Content_Types].xml') || archive.has('xl/workbook.bin')) throw notExcel();
	try {
		const sheet = await new WorkbookReader(archive, libraries).read();
		return sheet;
	} catch (error) {
		throw error instanceof Refusal ? again(error) : unreadable();
	}
}

/** What is loaded only once a workbook is read. */
type Libraries = typeof import('../../libraries/numberFormats') &
	typeof import('../../libraries/xmlEvents');

class WorkbookReader {
	private texts: string[] = [];

	/** The pattern of each cell style. */
	private patterns: Array<string | undefined> = [];

	private from1904 = false;

	constructor(
		private readonly archive: Archive,
		private readonly libraries: Libraries,
	) {}

	async read(): Promise<Sheet> {
		const [workbook] = (await this.partsOf('')).filter((part) => part.type === 'officeDocument');
		if (workbook === undefined) throw notExcel();
		const parts = await this.partsOf(workbook.path);
		const ids = await this.readSheetIds(workbook.path);
		for (const { type, path } of parts) {
			if (type === 'sharedStrings') await this.readTexts(path);
			if (type === 'styles') await this.readStyles(path);
		}
		const formatter = new CellFormatter(this.libraries, this.from1904);
		for (const id of ids) {
			const part = parts.find((each) => each.id === id);
			if (part === undefined) throw new BrokenWorkbook();
			// There are sheets that hold nothing but a chart.
			if (part.type !== 'worksheet') continue;
			const reader = new SheetReader(this.texts, this.patterns, formatter);
			await this.each(part.path, reader);
			if (reader.sheet.rows.length > 0) return reader.sheet;
		}
		return { isDelimited: false, rows: [], merged: [] };
	}

	/** The parts that a part refers to; the archive itself has the empty path. */
	private async partsOf(path: string): Promise<Part[]> {
		const slash = path.lastIndexOf('/') + 1;
		const folder = path.slice(0, slash);
		const parts: Part[] = [];
		await this.each(`${folder}_rels/${path.slice(slash)}.rels`, {
			open: (name, { Id, Type, Target }) => {
				if (name !== 'Relationship' || !Id || !Type || !Target) return;
				// The strict form of the standard has other addresses with the same last words.
				const type = Type.slice(Type.lastIndexOf('/') + 1);
				parts.push({ id: Id, type, path: resolve(folder, Target) });
			},
		});
		return parts;
	}

	private async readSheetIds(path: string): Promise<string[]> {
		const ids: string[] = [];
		await this.each(path, {
			open: (name, attributes) => {
				if (name === 'workbookPr') this.from1904 = isTrue(attributes.date1904);
				if (name !== 'sheet') return;
				const isHidden = /^(?:hidden|veryHidden)$/.test(attributes.state ?? '');
				// The attribute's prefix is `r` by custom only.
				const id = Object.keys(attributes).find((key) => key.endsWith(':id'));
				if (!isHidden && id !== undefined) ids.push(attributes[id] ?? '');
			},
		});
		return ids;
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
				if (texts.length >= MOST_TEXTS) throw new BrokenWorkbook();
				texts.push(reader.result());
			},
		});
		this.texts = texts;
	}

	private async readStyles(path: string): Promise<void> {
		const own = new Map<number, string>();
		const ids: number[] = [];
		// Formats of the same names stand in other places too, where they mean other things.
		let place = '';
		await this.each(path, {
			open: (name, { numFmtId, formatCode }) => {
				if (name === 'numFmts' || name === 'cellXfs') place = name;
				if (name === 'numFmt' && place === 'numFmts')
					own.set(Number(numFmtId), formatCode ?? 'General');
				if (name === 'xf' && place === 'cellXfs') ids.push(Number(numFmtId ?? 0));
			},
			close: (name) => {
				if (name === place) place = '';
			},
		});
		this.patterns = ids.map((id) => patternOf(id, own));
	}

	/** Reads a document. Its entities cannot be its own: a DOCTYPE makes it unreadable. */
	private async each(path: string, handler: Handler): Promise<void> {
		const { SaxesParser } = this.libraries;
		const parser = new SaxesParser();
		const refuse = () => {
			throw new BrokenWorkbook();
		};
		const text = (content: string) => handler.text?.(content);
		parser.on('error', refuse);
		parser.on('doctype', refuse);
		parser.on('opentag', ({ name, attributes }) => {
			handler.open?.(withoutPrefix(name), attributes);
		});
		parser.on('text', text);
		parser.on('cdata', text);
		parser.on('closetag', ({ name }) => {
			handler.close?.(withoutPrefix(name));
		});
		for await (const piece of this.archive.text(path)) parser.write(piece);
		// A document that ends too soon is an error, too.
		parser.close();
	}
}

/** Puts a text of several formats together, without the pronunciation that may stand with it. */
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
		if (this.isInside) this.value += text;
	}

	close(name: string): void {
		if (name === 'rPh') this.isPhonetic = false;
		if (name === 't') this.isInside = false;
	}

	result(): string {
		return unescape(this.value);
	}
}

/** A cell under way. */
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

	private lastRow = 0;

	private cell: OpenCell | null = null;

	private lastColumn = -1;

	private isValue = false;

	constructor(
		private readonly texts: readonly string[],
		private readonly patterns: ReadonlyArray<string | undefined>,
		private readonly formatter: CellFormatter,
	) {}

	open(name: string, attributes: Attributes): void {
		if (name === 'row') this.openRow(attributes);
		else if (name === 'c') this.openCell(attributes);
		else if (name === 'mergeCell') this.addMerged(attributes.ref ?? '');
		else if (this.cell !== null) {
			if (name === 'f') this.cell.isFormula = true;
			else if (name === 'v') {
				this.isValue = true;
				this.cell.value ??= '';
			} else this.inline.open(name);
		}
	}

	text(text: string): void {
		if (this.cell === null) return;
		if (this.isValue) this.cell.value += text;
		else this.inline.text(text);
	}

	close(name: string): void {
		if (name === 'v') this.isValue = false;
		else if (name === 'c') this.closeCell();
		else if (name === 'row') this.closeRow();
		else this.inline.close(name);
	}

	private openRow({ r, hidden }: Attributes): void {
		const row = r === undefined ? this.lastRow + 1 : Number(r);
		// Rows stand in their order; anything else would make two of one.
		if (!Number.isInteger(row) || row <= this.lastRow) throw new BrokenWorkbook();
		if (row > MOST_ROWS) throw tooManyRows();
		this.row = { row, hidden: isTrue(hidden), cells: [] };
		this.lastRow = row;
		this.lastColumn = -1;
	}

	private openCell({ r, t, s }: Attributes): void {
		const column = r === undefined ? this.lastColumn + 1 : columnOf(r);
		if (column <= this.lastColumn) throw new BrokenWorkbook();
		this.lastColumn = column;
		this.cell = {
			column,
			type: t ?? 'n',
			pattern: s === undefined ? 'General' : this.patternOf(Number(s)),
			isFormula: false,
			value: null,
		};
		this.inline.begin();
	}

	private patternOf(style: number): string | undefined {
		// A workbook without styles is one in which all numbers are plain.
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
	}

	private closeRow(): void {
		if (this.row === null) throw new BrokenWorkbook();
		if (this.row.cells.length > 0) this.sheet.rows.push(this.row);
		this.row = null;
	}

	private contentOf({ type, value, pattern, isFormula }: OpenCell): Cell | undefined {
		if (isFormula && (value === null || (value === '' && type !== 'str'))) return notCalculated();
		if (type === 'inlineStr') return this.formatter.text(this.inline.result(), pattern);
		if (value === null) return undefined;
		switch (type) {
			case 's': {
				const text = this.texts[Number(value)];
				if (text === undefined) throw new BrokenWorkbook();
				return this.formatter.text(text, pattern);
			}
			case 'str':
				return this.formatter.text(unescape(value), pattern);
			case 'b':
				return isTrue(value.trim()) ? 'TRUE' : 'FALSE';
			case 'e':
				return cellError(value);
			case 'd':
				return this.numberCell(this.formatter.daysOf(value), pattern);
			default:
				return value.trim() === '' ? undefined : this.numberCell(Number(value), pattern);
		}
	}

	private numberCell(number: number, pattern: string | undefined): Cell {
		if (!Number.isFinite(number)) throw new BrokenWorkbook();
		return { number, shown: this.formatter.number(number, pattern) };
	}

	private addMerged(reference: string): void {
		const [first = '', last = first] = reference.split(':');
		if (this.sheet.merged.length >= MOST_MERGED) throw new BrokenWorkbook();
		this.sheet.merged.push({
			top: rowOf(first),
			bottom: rowOf(last),
			left: columnOf(first),
			right: columnOf(last),
		});
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

function withoutPrefix(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}

function isTrue(value: string | undefined): boolean {
	return value === '1' || value === 'true';
}

/** `C7` is column 2. */
function columnOf(reference: string): number {
	const letters = /^\$?([A-Z]{1,3})\$?\d+$/.exec(reference)?.[1];
	if (letters === undefined) throw new BrokenWorkbook();
	let column = 0;
	for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
	return column - 1;
}

function rowOf(reference: string): number {
	return Number(/(?<!\d)\d+$/.exec(reference)?.[0] ?? 0);
}

/** Characters that XML cannot hold are written `_x000D_`. Source: ECMA-376, section 22.4.2.4. */
function unescape(text: string): string {
	return text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) =>
		String.fromCharCode(parseInt(code, 16)),
	);
}

function cellError(value: string): Cell {
	return {
		code: 'CELL_ERROR',
		message: `the cell shows the error ${oneLine(value, 20)}`,
		hint: 'Correct the formula, or write the value itself.',
	};
}

function notCalculated(): Cell {
	return {
		code: 'NOT_CALCULATED',
		message: 'the formula has not been calculated',
		hint: 'Open the file in a spreadsheet program and save it again.',
	};
}

/** A refusal that is thrown on. */
function again(refusal: Refusal): Refusal {
	return refusal;
}

function unreadable(): Refusal {
	return new Refusal(
		'UNREADABLE_FILE',
		'The workbook cannot be read: it is damaged, or larger than a workbook of recipients can be',
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
