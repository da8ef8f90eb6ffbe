import { Breaks } from '../../../messages/breaks';
import { pastBound } from '../../../messages/file/bounds';
import { readWorkbookXml, type Attributes, type Handler } from '../../../messages/file/xml';
import { Archive } from '../../../messages/file/zip';

/** A row that is not empty. */
export interface Row {
	/** From 1. */
	readonly number: number;
	/** By column, from 1; blank cells are missing. */
	readonly cells: ReadonlyMap<number, Content>;
}

/** A text, or the kind of another content. */
export type Content = string | Other;

export interface Other {
	readonly kind: 'a number' | 'a formula' | 'another kind of cell';
}

/** Limits of the whole workbook; 50,000 recipients need about a tenth. */
const MOST_ELEMENTS = 3_000_000;
const MOST_CHARACTERS = 30_000_000;
/** Excel's limit. */
const MOST_ROW = 1_048_576;

/**
 * The rows of a workbook's first sheet.
 *
 * Not with exceljs, which inflates without a limit and takes hours for short ranges (merged cells,
 * validations, names) that anybody can upload. The readers of `messages/file/`, which have limits,
 * read the archive and the XML; their meaning is decided here independently.
 *
 * @throws Refusal beyond a limit; other errors if it is not a workbook
 */
export async function readFirstSheet(content: Uint8Array): Promise<Row[]> {
	const { SaxesParser } = await import('saxes');
	const archive = new Archive(content);
	const breaks = new Breaks(() => new Promise((resolve) => setImmediate(resolve)));
	let elements = 0;
	let characters = 0;
	const read = (path: string, handler: Handler) => {
		const counting: Handler = {
			open: (name, attributes) => {
				if (++elements > MOST_ELEMENTS)
					throw pastBound(`has more than ${MOST_ELEMENTS} elements in all`);
				handler.open?.(name, attributes);
			},
			text: (text) => {
				characters += text.length;
				if (characters > MOST_CHARACTERS)
					throw pastBound(`has more than ${MOST_CHARACTERS} characters in all`);
				handler.text?.(text);
			},
			close: (name) => handler.close?.(name),
		};
		return readWorkbookXml(archive.text(path), counting, { SaxesParser, breaks });
	};

	const root = await relationships(read, '_rels/.rels', '');
	const workbook = [...root.values()].find(({ type }) => type === 'officeDocument')?.path;
	if (workbook === undefined) throw new Error('no workbook');
	const folder = workbook.slice(0, workbook.lastIndexOf('/') + 1);
	const links = `${folder}_rels/${workbook.slice(folder.length)}.rels`;
	const parts = await relationships(read, links, folder);
	let first: string | undefined;
	await read(workbook, {
		open: (name, attributes) => {
			if (name !== 'sheet') return;
			const key = Object.keys(attributes).find((each) => each.endsWith(':id')) ?? '';
			first ??= attributes[key];
		},
	});
	const sheet = parts.get(first ?? '')?.path;
	if (sheet === undefined) throw new Error('no sheet');
	const shared = [...parts.values()].find(({ type }) => type === 'sharedStrings')?.path;
	const texts = new TextReader();
	if (shared !== undefined) await read(shared, texts);
	const rows = new RowReader(texts.all);
	await read(sheet, rows);
	return rows.all;
}

/** The targets of a part's relationships, by id. */
async function relationships(
	read: (path: string, handler: Handler) => Promise<void>,
	path: string,
	folder: string,
): Promise<Map<string, { type: string; path: string }>> {
	const parts = new Map<string, { type: string; path: string }>();
	await read(path, {
		open: (name, { Id, Type = '', Target = '' }) => {
			if (name !== 'Relationship' || Id === undefined) return;
			const type = Type.slice(Type.lastIndexOf('/') + 1);
			const target = Target.startsWith('/') ? Target.slice(1) : folder + Target;
			parts.set(Id, { type, path: target });
		},
	});
	return parts;
}

/** The shared texts of cells. A text with several formats is not plain text. */
class TextReader implements Handler {
	readonly all: Content[] = [];

	private content = '';

	private isRich = false;

	private isInside = false;

	open(name: string): void {
		if (name === 'si' || name === 'is') [this.content, this.isRich] = ['', false];
		if (name === 'r') this.isRich = true;
		if (name === 't') this.isInside = true;
	}

	text(text: string): void {
		if (this.isInside) this.content += text;
	}

	close(name: string): void {
		if (name === 't') this.isInside = false;
		if (name === 'si') this.all.push(this.result());
	}

	/** The latest one. */
	result(): Content {
		return this.isRich ? { kind: 'another kind of cell' } : unescapeXml(this.content);
	}
}

interface OpenCell {
	column: number;
	type: string;
	isFormula: boolean;
	/** The content of `<v>`. */
	value: string;
}

class RowReader implements Handler {
	readonly all: Row[] = [];

	private row: { number: number; cells: Map<number, Content> } | undefined;

	private cell: OpenCell | undefined;

	private readonly inline = new TextReader();

	private isValue = false;

	private lastRow = 0;

	private lastColumn = 0;

	constructor(private readonly texts: readonly Content[]) {}

	open(name: string, attributes: Attributes): void {
		if (name === 'row') this.openRow(attributes);
		else if (name === 'c') this.openCell(attributes);
		else if (name === 'v') this.isValue = true;
		else if (name === 'f' && this.cell !== undefined) this.cell.isFormula = true;
		else this.inline.open(name);
	}

	text(text: string): void {
		if (this.isValue && this.cell !== undefined) this.cell.value += text;
		else this.inline.text(text);
	}

	close(name: string): void {
		if (name === 'v') this.isValue = false;
		else if (name === 'c') this.closeCell();
		else if (name === 'row') this.closeRow();
		else this.inline.close(name);
	}

	private openRow({ r = String(this.lastRow + 1) }: Attributes): void {
		const number = /^\d{1,7}$/.test(r) ? Number(r) : 0;
		if (number <= this.lastRow || number > MOST_ROW) throw new Error('rows out of order');
		this.row = { number, cells: new Map() };
		[this.lastRow, this.lastColumn] = [number, 0];
	}

	private openCell({ r, t = 'n' }: Attributes): void {
		const column = r === undefined ? this.lastColumn + 1 : columnOf(r);
		if (column <= this.lastColumn) throw new Error('cells out of order');
		this.lastColumn = column;
		this.cell = { column, type: t, isFormula: false, value: '' };
		this.inline.open('is');
	}

	private closeCell(): void {
		const { cell, row } = this;
		this.cell = undefined;
		if (cell === undefined || row === undefined) throw new Error('a cell outside of a row');
		const content = this.contentOf(cell);
		if (content !== undefined) row.cells.set(cell.column, content);
	}

	private contentOf({ type, value, isFormula }: OpenCell): Content | undefined {
		if (isFormula) return { kind: 'a formula' };
		if (type === 'inlineStr') return this.inline.result();
		if (value === '') return undefined;
		if (type === 'n') return { kind: 'a number' };
		if (type === 'str') return unescapeXml(value);
		if (type !== 's') return { kind: 'another kind of cell' };
		const text = /^\d{1,7}$/.test(value) ? this.texts[Number(value)] : undefined;
		if (text === undefined) throw new Error('no such text');
		return text;
	}

	private closeRow(): void {
		const { row } = this;
		if (row === undefined) throw new Error('a row that was not open');
		if (row.cells.size > 0) this.all.push(row);
		this.row = undefined;
	}
}

/** `C7` is 3. */
function columnOf(reference: string): number {
	const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(reference)?.[1];
	if (letters === undefined) throw new Error('no cell has such a name');
	return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** Source: ECMA-376, part 1, section 22.4.2.4. */
function unescapeXml(text: string): string {
	return text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) =>
		String.fromCharCode(parseInt(code, 16)),
	);
}
