import { Refusal } from '../refusal';
import { MOST_COLUMNS, MOST_ROWS, shown } from './bounds';

/** The table of a file in any format. */
export interface Sheet {
	/** Whether delimiters separate the cells: then an extra cell means that a value was split. */
	isDelimited: boolean;
	/** The sheet's name in a workbook. */
	name?: string;
	/** The names of the other sheets of a workbook that are not hidden. They are not read. */
	others?: string[];
	/** The rows that are not blank, in order. */
	rows: SheetRow[];
	/** Ranges of merged cells; all but the first cell of each are blank. */
	merged: CellRange[];
}

export interface SheetRow {
	/** Its number as a spreadsheet program shows it, from 1. */
	row: number;
	hidden: boolean;
	/** By column, from 0; blank cells may be missing. */
	cells: ReadonlyArray<Cell | undefined>;
	/** The columns of the cells, if most of the row is blank and the cells are stored without gaps. */
	columns?: readonly number[];
}

/** A row in the least memory that its cells need. */
export function packRow({ row, hidden, cells }: SheetRow): SheetRow {
	const columns: number[] = [];
	for (let column = 0; column < cells.length; column++)
		if (cells[column] !== undefined) columns.push(column);
	// A copy has no spare capacity.
	if (cells.length <= 2 * columns.length + 4) return { row, hidden, cells: cells.slice() };
	return { row, hidden, cells: columns.map((column) => cells[column]), columns };
}

/** A row's cells by their columns. */
export function cellsOf({ cells, columns }: SheetRow): ReadonlyArray<Cell | undefined> {
	if (columns === undefined) return cells;
	const placed: Array<Cell | undefined> = [];
	for (const [index, column] of columns.entries()) placed[column] = cells[index];
	return placed;
}

/** A text as shown, a number, or a cell without a usable value. */
export type Cell = string | NumberCell | CellFault;

export interface NumberCell {
	number: number;
	/** What the spreadsheet program shows for it. */
	shown: string | CellFault;
}

/** Why the content of a cell cannot be sent. */
export interface CellFault {
	code: 'CELL_ERROR' | 'NOT_CALCULATED' | 'CELL_FORMAT' | 'SHORTENED_VALUE';
	/** Continues `Row 7, column "Due":` */
	message: string;
	hint: string;
}

/** Rows from 1, columns from 0, both ends included. */
export interface CellRange {
	top: number;
	bottom: number;
	left: number;
	right: number;
}

export function isBlank(cell: Cell | undefined): boolean {
	return cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

export function tooManyRows(): Refusal {
	return new Refusal(
		'TOO_MANY_ROWS',
		`The file has more than ${shown(MOST_ROWS)} rows`,
		'Split it into several files.',
	);
}

export function tooManyColumns(): Refusal {
	return new Refusal(
		'TOO_MANY_COLUMNS',
		`The file has more than ${MOST_COLUMNS} columns`,
		'Keep the columns with the number, its country, consent, and those that the message uses.',
	);
}
