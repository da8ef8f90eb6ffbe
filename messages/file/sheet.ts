import { Refusal } from '../refusal';
import { MOST_COLUMNS, MOST_ROWS, shown } from './bounds';

/** What a file's table holds, whatever its format. */
export interface Sheet {
	/** Delimiters split the cells, so that a cell too many means a value that was split. */
	isDelimited: boolean;
	/** The rows that are not blank, in their order. */
	rows: SheetRow[];
	/** Cells that are merged into one; all but the first of them are blank. */
	merged: CellRange[];
}

export interface SheetRow {
	/** The number that a spreadsheet program shows for it, from 1. */
	row: number;
	hidden: boolean;
	/** By column, from 0; blank cells may be missing. */
	cells: ReadonlyArray<Cell | undefined>;
	/** The columns of the cells, where most of a row is blank and the cells stand without gaps. */
	columns?: readonly number[];
}

/** A row as it is kept: with as little room as its cells need. */
export function packRow({ row, hidden, cells }: SheetRow): SheetRow {
	const columns: number[] = [];
	for (let column = 0; column < cells.length; column++)
		if (cells[column] !== undefined) columns.push(column);
	// A copy has no room to grow.
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

/** A text as it is shown, a number, or a cell that shows nothing useful. */
export type Cell = string | NumberCell | CellFault;

export interface NumberCell {
	number: number;
	/** What the spreadsheet program shows for it. */
	shown: string | CellFault;
}

/** Why the content of a cell cannot be sent. */
export interface CellFault {
	code: 'CELL_ERROR' | 'NOT_CALCULATED' | 'CELL_FORMAT' | 'SHORTENED_VALUE';
	/** Goes on from `Row 7, column "Due":` */
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
		'Keep the columns Country, Mobile and those that the message uses.',
	);
}
