import type * as Formats from '../../libraries/numberFormats';
import { oneLine } from '../oneLine';
import { withoutTrailing } from '../trailing';
import { MOST_SHOWN, pastBound, shown } from './bounds';
import { inItsLanguage } from './dateWords';
import { readIsoDate } from './isoDates';
import type { CellFault, NumberCell } from './sheet';

/**
 * The formats that a workbook names only by number. Source: ECMA-376, part 1, section 18.8.30.
 *
 * 14 and 22 are dates in the format of each computer's settings, which the file does not contain. They are
 * shown with the year first, so that day and month cannot be confused. Formats that depend on the country in
 * other ways (5 to 8, 41 to 44, 23 to 36, 50 to 81) are missing.
 */
const BUILT_IN = new Map<number, string>([
	[0, 'General'],
	[1, '0'],
	[2, '0.00'],
	[3, '#,##0'],
	[4, '#,##0.00'],
	[9, '0%'],
	[10, '0.00%'],
	[11, '0.00E+00'],
	[12, '# ?/?'],
	[13, '# ??/??'],
	[14, 'yyyy-mm-dd'],
	[15, 'd-mmm-yy'],
	[16, 'd-mmm'],
	[17, 'mmm-yy'],
	[18, 'h:mm AM/PM'],
	[19, 'h:mm:ss AM/PM'],
	[20, 'h:mm'],
	[21, 'h:mm:ss'],
	[22, 'yyyy-mm-dd hh:mm'],
	[37, '#,##0;-#,##0'],
	[38, '#,##0;-#,##0'],
	[39, '#,##0.00;-#,##0.00'],
	[40, '#,##0.00;-#,##0.00'],
	[45, 'mm:ss'],
	[46, '[h]:mm:ss'],
	[47, 'mm:ss.0'],
	[48, '##0.0E+0'],
	[49, '@'],
]);

/** UTF-16 units. Source: Excel's specifications and limits. */
const LONGEST_PATTERN = 255;
/** UTF-16 units of a text that a format changes; a text may be shared by very many cells. */
const LONGEST_CHANGED = 255;
/** The language of a currency. It is ignored: separators are those of the program. */
const LANGUAGE = /(?:\[\$-[^\]]*\]|(\[\$[^\]-]*)-[^\]]*(?=\]))/g;
/** Years of Japanese eras and the Buddhist calendar, which the library shows as Gregorian years. */
const ERA = /^(?:[^"\\[]|"[^"]*"|\\.|\[[^\]]*\])*?(?:g|b|e(?![+-]))/i;

/** The day that dates count from: in files of old Macs from 1904, 1,462 days later. */
const DAYS_FROM_1900_TO_1904 = 1462;
const DAYS_FROM_1900_TO_1970 = 25_569;
const SECONDS_PER_DAY = 86_400;
/** Excel counts a February 29, 1900, so days before March 1 of that year are off by one. */
const FIRST_OF_MARCH_1900 = 61;
/** Spreadsheets keep 15 digits; the rest are zeros. Source: Excel's specifications and limits. */
const LARGEST_EXACT = 1e15;

/**
 * The pattern of a number format.
 *
 * @param own the workbook's own patterns, by number
 * @returns undefined for a format that the file does not define
 */
export function patternOf(id: number, own: ReadonlyMap<number, string>): string | undefined {
	const isSystemDate = id === 14 || id === 22;
	return isSystemDate ? BUILT_IN.get(id) : (own.get(id) ?? BUILT_IN.get(id));
}

/** How the numbers with a pattern are shown. */
type Shape =
	| { kind: 'plain' }
	| { kind: 'unreadable'; fault: CellFault }
	| { kind: 'number'; pattern: string; changesTexts: boolean }
	| {
			kind: 'date';
			pattern: string;
			changesTexts: boolean;
			/** Whether it shows a day, and not only a time of day or a number of hours. */
			isCalendar: boolean;
			/** Whether it shows seconds, and fractions of them. */
			seconds: 'none' | 'whole' | 'fractions';
	  };

/** Shows the cells of one workbook as a spreadsheet program in English does. */
export class CellFormatter {
	private readonly shapes = new Map<string, Shape>();

	/** UTF-16 units of all texts that formats made. */
	private made = 0;

	/**
	 * @param formats the library, loaded
	 * @param from1904 whether the workbook's dates count from 1904
	 */
	constructor(
		private readonly formats: typeof Formats,
		private readonly from1904: boolean,
	) {}

	/** A text with what its format adds; most formats do not change a text. */
	text(text: string, pattern: string | undefined): string | CellFault {
		if (pattern === undefined) return text;
		const shape = this.shapeOf(pattern);
		if (shape.kind === 'plain' || shape.kind === 'unreadable' || !shape.changesTexts) return text;
		// Very many cells may share a short text.
		const isRepeated = pattern.indexOf('@') !== pattern.lastIndexOf('@');
		if (isRepeated || text.length > LONGEST_CHANGED) return notReadable(pattern);
		return this.counted(this.formats.format(shape.pattern, text));
	}

	/**
	 * A number, or a date, which is a number of days with a date's format.
	 *
	 * @param pattern undefined for one that the file does not define
	 */
	number(value: number, pattern: string | undefined): string | CellFault {
		if (pattern === undefined) return NOT_IN_FILE;
		const shape = this.shapeOf(pattern);
		if (shape.kind === 'unreadable') return shape.fault;
		if (shape.kind === 'date') {
			const date = this.date(value, shape);
			return typeof date === 'string' ? this.counted(date) : date;
		}
		if (Math.abs(value) >= LARGEST_EXACT) return tooLong(value);
		if (shape.kind === 'plain') return this.plain(value);
		return this.counted(this.formats.format(shape.pattern, atTie(value)).trim());
	}

	/**
	 * A date, a time or a duration in ISO 8601, e.g. `2024-03-01T09:30:00`. Without its own format it is shown
	 * with the year first.
	 */
	iso(written: string, pattern: string | undefined): NumberCell | CellFault {
		const date = readIsoDate(written);
		if (date === undefined) return notIso(written);
		const isPlain = pattern !== undefined && this.shapeOf(pattern).kind === 'plain';
		const number = date.isDate ? this.serialOf(date.days) : date.days;
		return { number, shown: this.number(number, isPlain ? date.pattern : pattern) };
	}

	private serialOf(since1970: number): number {
		const since1900 = since1970 + DAYS_FROM_1900_TO_1970;
		if (this.from1904) return since1900 - DAYS_FROM_1900_TO_1904;
		return since1900 < FIRST_OF_MARCH_1900 ? since1900 - 1 : since1900;
	}

	private date(value: number, shape: Shape & { kind: 'date' }): string | CellFault {
		try {
			const days = this.roundDays(value, shape);
			const bounds = { dateErrorThrows: true, dateSpanLarge: false };
			return this.formats.format(shape.pattern, days, bounds).trim();
		} catch {
			return notADate(value);
		}
	}

	private counted(made: string): string {
		this.made += made.length;
		if (this.made > MOST_SHOWN) {
			throw pastBound(
				`has number formats that show more than ${shown(MOST_SHOWN)} characters in all`,
			);
		}
		return made;
	}

	/** Without the exponent that a narrow column causes. */
	private plain(value: number): string {
		if (Number.isInteger(value)) return String(value);
		const shown = this.formats.format('General', value);
		if (!shown.includes('E')) return shown;
		return Math.abs(value) >= 1
			? String(value)
			: withoutTrailing(withoutTrailing(value.toFixed(20), '0'), '.');
	}

	/**
	 * Half a second before midnight is midnight of the next day if seconds are shown, and the previous minute
	 * if not. The library would show the old day with the new time.
	 */
	private roundDays(value: number, shape: Shape & { kind: 'date' }): number {
		const days = shape.isCalendar && this.from1904 ? value + DAYS_FROM_1900_TO_1904 : value;
		if (shape.seconds === 'fractions') return days;
		// Times are binary fractions of days, so a difference of a millisecond is ignored.
		const seconds = Math.round(days * SECONDS_PER_DAY * 1000) / 1000;
		const whole = shape.seconds === 'whole' ? Math.round(seconds) : Math.floor(seconds);
		return whole / SECONDS_PER_DAY;
	}

	private shapeOf(pattern: string): Shape {
		let shape = this.shapes.get(pattern);
		if (shape === undefined) {
			shape = this.readPattern(pattern);
			this.shapes.set(pattern, shape);
		}
		return shape;
	}

	private readPattern(pattern: string): Shape {
		if (pattern === '@' || pattern.toLowerCase() === 'general') return { kind: 'plain' };
		const { formats } = this;
		if (pattern.length > LONGEST_PATTERN || !formats.isValidFormat(pattern))
			return { kind: 'unreadable', fault: notReadable(pattern) };
		const changesTexts = formats.format(pattern, 'x') !== 'x';
		if (!formats.isDateFormat(pattern))
			return { kind: 'number', pattern: pattern.replace(LANGUAGE, '$1'), changesTexts };
		if (ERA.test(pattern)) return { kind: 'unreadable', fault: notReadable(pattern) };
		const date = inItsLanguage(pattern, formats);
		if (date === undefined) return { kind: 'unreadable', fault: unknownWords(pattern) };
		const { year, month, day, seconds } = formats.getFormatDateInfo(date);
		return {
			kind: 'date',
			pattern: date,
			changesTexts,
			isCalendar: year || month || day,
			seconds: !seconds ? 'none' : /s\.0/i.test(date) ? 'fractions' : 'whole',
		};
	}
}

/**
 * A fraction that rounds like its 15 digits: 1.005 is a little less in binary, but spreadsheet programs show
 * 1.01.
 */
function atTie(value: number): number {
	return Number.isInteger(value) ? value : value * (1 + 2 * Number.EPSILON);
}

const FORMAT_AS_TEXT = 'Choose another number format for the column, or enter the value as text.';

const NOT_IN_FILE: CellFault = {
	code: 'CELL_FORMAT',
	message: 'its number format depends on the computer, so it is not certain what it shows',
	hint: FORMAT_AS_TEXT,
};

function notReadable(pattern: string): CellFault {
	return {
		code: 'CELL_FORMAT',
		message: `its number format "${oneLine(pattern, 40)}" cannot be read`,
		hint: FORMAT_AS_TEXT,
	};
}

function unknownWords(pattern: string): CellFault {
	return {
		code: 'CELL_FORMAT',
		message: `its number format "${oneLine(pattern, 40)}" shows a date in a language or calendar that the file does not name or that is not supported`,
		hint: FORMAT_AS_TEXT,
	};
}

function notIso(written: string): CellFault {
	return {
		code: 'CELL_FORMAT',
		message: `"${oneLine(written, 40)}" is stored as a date or time, but is not a valid one`,
		hint: FORMAT_AS_TEXT,
	};
}

function notADate(value: number): CellFault {
	return {
		code: 'CELL_FORMAT',
		message: `${value} is shown as a date, but is not a valid one`,
		hint: FORMAT_AS_TEXT,
	};
}

function tooLong(value: number): CellFault {
	return {
		code: 'SHORTENED_VALUE',
		message: `${value.toPrecision(15)} has more digits than a spreadsheet keeps in a number`,
		hint: 'Format the column as text and enter the value again.',
	};
}
