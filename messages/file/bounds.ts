import { Refusal } from '../refusal';

/*
 * The limits of a file of recipients, besides its bytes (`recipientFile.ts`). Files come from anyone, so
 * everything in them needs a limit. No program writes as much of anything.
 */

/** The rows of the largest sheet. Source: Excel's specifications and limits. */
export const MOST_ROWS = 1_048_576;
/** More columns than anyone needs in a message. */
export const MOST_COLUMNS = 200;
/** Cells that are not blank, in total. With as many, a sheet takes about 1 GB of memory. */
export const MOST_CELLS = 10_000_000;
/** Invalid rows; the problems of each take about 1 kB. */
export const MOST_BAD_ROWS = 100_000;
/** UTF-16 units of a heading. */
export const LONGEST_HEADING = 1_000;

/** UTF-16 units of a record in a CSV file. The longest SMS has 39,015: 255 parts of 153. */
export const LONGEST_RECORD = 1_000_000;
/** Values of a record: the columns of the largest sheet. Source: as for the rows. */
export const MOST_VALUES = 16_384;

/** Parts of a workbook: it has some dozens, and one for each picture. */
export const MOST_PARTS = 10_000;
/** Bytes of a part's name. */
export const LONGEST_PART_NAME = 255;
/** Bytes of all parts together, decompressed: a sheet of a million rows has about 200 MB. */
export const MOST_BYTES = 300_000_000;
/**
 * How many times its size a workbook may grow when it is decompressed, and how many bytes it may have in
 * any case. Sheets grow to 10 or 20 times their size, ZIP bombs to 1,000 times.
 */
export const MOST_GROWTH = { times: 100, bytes: 20_000_000 };

/** The nesting of elements: a sheet needs about a dozen levels. */
export const MOST_DEPTH = 100;
/** Elements of a part: a sheet of a million rows and ten columns has about 30 million. */
export const MOST_ELEMENTS = 50_000_000;
/**
 * UTF-16 units from the end of one tag or text to that of the next: the 32,767 characters of a cell
 * (source: as for the rows) have 229,369 if each is written as `_x0041_`.
 */
export const LONGEST_XML = 300_000;
/** UTF-16 units of a text in a cell, before escapes such as `_x0041_` are decoded. */
export const LONGEST_CELL = 250_000;
/** UTF-16 units of a number, a date, or a word such as TRUE in a cell. */
export const LONGEST_NUMBER = 100;
/** UTF-16 units of a reference to a row, a cell or a range, e.g. `$A$1:$XFD$1048576`. */
export const LONGEST_REFERENCE = 40;

/** Relationships of a part, and sheets of a workbook. */
export const MOST_RELATIONSHIPS = 10_000;
export const MOST_SHEETS = 10_000;
/** Texts that cells share. */
export const MOST_TEXTS = 5_000_000;
/** Cell styles: Excel has 65,490; and number formats, of which it has about 250. */
export const MOST_STYLES = 100_000;
export const MOST_FORMATS = 10_000;
/** UTF-16 units of all texts that number formats make. */
export const MOST_SHOWN = 100_000_000;
/** Ranges of merged cells. */
export const MOST_MERGED = 1_000_000;

/**
 * The refusal of a file that exceeds one of these limits.
 *
 * @param what continues `The file ` or `The workbook `, e.g. `has more than 5 parts`
 */
export function pastBound(what: string, subject: 'file' | 'workbook' = 'workbook'): Refusal {
	return new Refusal(
		'UNREADABLE_FILE',
		`The ${subject} ${what}`,
		'A list of recipients needs far less. Copy the columns that you need into a new file, and use that.',
	);
}

/** A limit as errors show it. */
export function shown(bound: number): string {
	return bound.toLocaleString('en');
}
