import type { Cell } from '../file/sheet';
import { textOf } from '../file/values';
import { oneLine } from '../oneLine';
import type { Column, ConsentColumn, CountryColumns, NumberColumns } from './columns';
import { isFreeText } from './consent';
import { fold } from './fold';
import type { NumberForm, RowNumber } from './rowNumber';

/** What a file's columns were taken for, and how its rows were read; for the output. */
export interface Understood {
	/** Headings, as in the file. */
	phoneColumns: string[];
	countryColumns: string[];
	areaCodeColumns: string[];
	nameColumns: string[];
	consentColumns: string[];
	/** All rows below the headings that are not blank. */
	rows: number;
	/** How many numbers were read by which form. */
	forms: Partial<Record<NumberForm, number>>;
	/** Rows with several numbers in a cell, of which one is a mobile number. */
	oneOfSeveral: number;
	/** Rows of bookings that were canceled, refunded or archived. They are sent to. */
	bookingsOver: number;
}

/** Columns whose use is obvious, so that the output pane does not mention them. */
export function isObvious({ phoneColumns, countryColumns, consentColumns }: Understood): boolean {
	const isOnly = (headings: readonly string[], word: string) =>
		headings.every((heading) => fold(heading) === word);
	return (
		isOnly(phoneColumns, 'mobile') &&
		isOnly(countryColumns, 'country') &&
		consentColumns.length === 0
	);
}

/** UTF-16 units of a heading in the output, and headings of a kind. */
const LONGEST = 64;
const MOST = 20;

const OVER = /^(?:yes|y|true|1|x|canceled|cancelled|refunded|archived|deleted|not attending)$/;

/** Counts what was understood of a file. */
export class Understanding {
	private rows = 0;

	private oneOfSeveral = 0;

	private bookingsOver = 0;

	private readonly forms: Partial<Record<NumberForm, number>> = {};

	private readonly over: readonly Column[];

	constructor(
		private readonly numbers: NumberColumns,
		private readonly country: CountryColumns,
		private readonly consent: readonly ConsentColumn[],
		private readonly all: readonly Column[],
	) {
		this.over = all.filter(({ meaning }) => meaning?.kind === 'over');
	}

	/** Counts a row; null if its number could not be read. */
	add(found: RowNumber | null, cells: ReadonlyArray<Cell | undefined>): void {
		this.rows++;
		if (this.over.some(({ index }) => OVER.test(fold(textOf(cells[index] ?? '')))))
			this.bookingsOver++;
		if (found === null) return;
		this.forms[found.form] = (this.forms[found.form] ?? 0) + 1;
		if (found.number.isOneOfSeveral) this.oneOfSeveral++;
	}

	end(): Understood {
		const { numbers, country, consent, all, rows, forms, oneOfSeveral, bookingsOver } = this;
		const headings = (columns: ReadonlyArray<Column | undefined>) =>
			columns
				.flatMap((column) => (column === undefined ? [] : [oneLine(column.heading, LONGEST)]))
				.slice(0, MOST);
		return {
			phoneColumns: headings(numbers.columns),
			countryColumns: headings([country.beside, ...country.addresses]),
			areaCodeColumns: headings([numbers.area]),
			nameColumns: headings(all.filter(({ meaning }) => meaning?.kind === 'name')),
			consentColumns: headings(
				consent.flatMap(({ column, kind }) => (isFreeText(kind) ? [] : [column])),
			),
			rows,
			forms,
			oneOfSeveral,
			bookingsOver,
		};
	}
}
