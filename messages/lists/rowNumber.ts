import { errorOf } from '../file/cellTexts';
import type { Cell } from '../file/sheet';
import { textOf, unwrapped, writtenOf } from '../file/values';
import { LONGEST_NUMBER } from '../file/bounds';
import { oneLine } from '../oneLine';
import { looksLikeCallingCode, readContactNumber, type ContactNumber } from '../phoneNumber';
import { attempt, Refusal } from '../refusal';
import type { Column, CountryColumns, NumberColumns } from './columns';
import { countryOf } from './countries';
import { labelOf } from './headings';

/** How the country of a number was found. */
export type NumberForm =
	| 'withPlus'
	| 'withCountryColumn'
	| 'withAddressCountry'
	| 'withDefaultCountry'
	| 'digitsOnly';

/** The number of a row. */
export interface RowNumber {
	number: ContactNumber;
	form: NumberForm;
}

/** What is wrong with a row, in a column of it. */
interface Fault {
	code: string;
	message: string;
	hint: string;
}
export type Report = (column: Column | null, fault: Fault) => null;

type Cells = ReadonlyArray<Cell | undefined>;

/** A cell with a number: a text, or a number as a spreadsheet has it. */
interface Written {
	column: Column;
	text: string | number;
}

const HOW_TO_WRITE_COUNTRY =
	'Write the country as a calling code, e.g. 91, as two letters, e.g. IN, or as its name.';

/** Reads the numbers of the rows of a file. */
export class RowNumbers {
	/** How many rows have different numbers in columns that fit equally, and some of them. */
	differing = 0;

	readonly examples: string[] = [];

	constructor(
		private readonly columns: NumberColumns,
		private readonly country: CountryColumns,
		private readonly defaultCountry: string,
		private readonly isMergedCountry: (row: number) => boolean,
	) {}

	/** The number of a row; null after a problem. */
	read(row: number, cells: Cells, report: Report): RowNumber | null {
		const { extension, how } = this.columns;
		const found =
			how === 'labeled'
				? this.readLabeled(cells, row, report)
				: this.readColumns(cells, row, report);
		const hasExtension = extension !== undefined && trimmedOf(cells[extension.index]) !== '';
		if (found !== null && hasExtension) {
			return report(extension, {
				code: 'INVALID_NUMBER',
				message: 'the number has an extension, and an extension cannot receive texts',
				hint: 'Enter a number without an extension, or delete the row.',
			});
		}
		return found;
	}

	/** The number of the only column, or of several that must not differ. */
	private readColumns(cells: Cells, row: number, report: Report): RowNumber | null {
		const { columns } = this.columns;
		const [first, ...rest] = columns;
		if (rest.length === 0) return this.readOne(first, cells, row, report);
		const filled = columns.filter(({ index }) => trimmedOf(cells[index]) !== '');
		const [only = first, ...others] = filled;
		if (others.length === 0) return this.readOne(only, cells, row, report);
		const read = filled.map((column) => this.readOne(column, cells, row, () => null));
		const [same = null] = read;
		const numbers = read.map((each) => each?.number.number.e164);
		if (same !== null && numbers.every((number) => number === numbers[0])) return same;
		this.differing++;
		const shown = filled.map((column, index) => numbers[index] ?? trimmedOf(cells[column.index]));
		if (this.examples.length < 3)
			this.examples.push(`row ${row} has ${oneLine(shown.slice(0, 3).join(' and '), 100)}`);
		return this.readOne(only, cells, row, report);
	}

	/** The number that is labeled as a mobile phone, or the only one that is not labeled as anything else. */
	private readLabeled(cells: Cells, row: number, report: Report): RowNumber | null {
		const { columns, labels } = this.columns;
		const filled = columns.flatMap((column, place) => {
			const label = labels[place];
			const written = label === undefined ? '' : trimmedOf(cells[label.index]);
			const kind = labelOf(written) ?? 'phone';
			return trimmedOf(cells[column.index]) === '' ? [] : [{ column, kind, written }];
		});
		for (const kind of ['mobile', 'phone'] as const) {
			const [first, ...rest] = filled.filter((each) => each.kind === kind);
			if (first === undefined) continue;
			const found = this.readOne(first.column, cells, row, report, kind === 'phone');
			const others = rest.map(({ column }) => this.readOne(column, cells, row, report, false));
			if (found === null || others.includes(null)) return null;
			const { e164 } = found.number.number;
			const other = others.find((each) => each?.number.number.e164 !== e164);
			if (!other) return found;
			return report(first.column, {
				code: 'INVALID_NUMBER',
				message: `the row has more than one such number: ${e164} and ${other.number.number.e164}`,
				hint: 'Keep the number that should get the message, or choose its column in the option "Phone Number Column".',
			});
		}
		const [first] = filled;
		if (first === undefined) return this.readOne(columns[0], cells, row, report);
		return report(first.column, {
			code: 'LANDLINE_NUMBER',
			message: `the number is labeled "${oneLine(first.written, 40)}", not as a mobile phone`,
			hint: 'Label it "Mobile" if it receives texts, or delete the row.',
		});
	}

	/** @param isCheckedForLandlines whether a landline is refused; by default, in columns of any phones */
	private readOne(
		column: Column,
		cells: Cells,
		row: number,
		report: Report,
		isCheckedForLandlines = this.columns.how === 'phone',
	): RowNumber | null {
		const text = this.textOf(column, cells, report);
		const written = text === null ? null : this.withAreaCode({ column, text }, cells, report);
		const place = this.placeOf(text ?? '', cells, row, report);
		if (written === null || place === null) return null;
		const { relation, country, form } = place;
		const number = attempt(() => readContactNumber(written.text, country, relation));
		if (number instanceof Refusal) {
			const isCountry = number.code === 'INVALID_COUNTRY' && this.country.beside !== undefined;
			return report(isCountry ? (this.country.beside ?? column) : column, number);
		}
		if (isCheckedForLandlines && number.isLandline()) {
			return report(column, {
				code: 'LANDLINE_NUMBER',
				message: `${number.number.e164} is a landline, which cannot receive texts`,
				hint: 'Enter a mobile number, or delete the row. If landlines receive your texts, choose the column in the option "Phone Number Column".',
			});
		}
		return { number, form };
	}

	/** What is written for the number, or null. */
	private textOf(column: Column, cells: Cells, report: Report): string | number | null {
		const cell = cells[column.index];
		if (typeof cell === 'object' && 'code' in cell) return report(column, cell);
		if (typeof cell === 'object') return cell.number;
		const written = cell?.trim() ?? '';
		if (written.length > LONGEST_NUMBER) {
			return report(column, {
				code: 'INVALID_NUMBER',
				message: `"${oneLine(written, 40)}" has more than ${LONGEST_NUMBER} characters`,
				hint: 'Enter one phone number per row.',
			});
		}
		const text = unwrapped(written);
		const error = errorOf(text);
		if (error !== undefined) return report(column, error);
		if (text.replace(/\p{Cf}/gu, '') !== '') return text;
		const { beside } = this.columns;
		const isBesideFilled = beside !== undefined && trimmedOf(cells[beside.index]) !== '';
		return report(column, {
			code: 'EMPTY_NUMBER',
			message: isBesideFilled
				? `the phone number is empty; "${oneLine(beside.heading, 64)}" has one, which may be a landline`
				: 'the phone number is empty',
			hint: 'Fill it in, or delete the row.',
		});
	}

	/** The number with the area code from its own column before it. */
	private withAreaCode({ column, text }: Written, cells: Cells, report: Report): Written | null {
		const { area } = this.columns;
		const written = String(text);
		if (area === undefined || isInternational(written)) return { column, text };
		const code = trimmedOf(cells[area.index]).replace(/[()\s]/g, '');
		if (/^\d{1,6}$/.test(code)) {
			const digits = written.replace(/\D/g, '');
			// Some fill in the area code twice.
			const isTwice = digits.startsWith(code) && digits.length >= code.length + 8;
			return { column, text: isTwice ? written : `${code} ${written}` };
		}
		return report(area, {
			code: 'INVALID_NUMBER',
			message:
				code === '' ? 'the area code is empty' : `"${oneLine(code, 40)}" is not an area code`,
			hint: 'Fill it in, or write the number with a plus sign and the country code.',
		});
	}

	/** The country of a number, and how it was found; null after a problem. */
	private placeOf(
		text: string | number,
		cells: Cells,
		row: number,
		report: Report,
	): { country: string; relation: 'code' | 'country' | 'default'; form: NumberForm } | null {
		const { beside, addresses } = this.country;
		const hasPlus = /^[^\p{Nd}+＋]{0,30}[+＋]/u.test(String(text));
		const form = hasPlus ? 'withPlus' : 'withCountryColumn';
		const given =
			beside === undefined ? '' : this.readCountry(beside, cells[beside.index], row, report);
		if (given === null) return null;
		if (given !== '' && looksLikeCallingCode(given))
			return { country: given, relation: 'code', form };
		if (given !== '') {
			const code = codeOf(given);
			// A complete number needs no country, and an address may be anything.
			if (hasPlus && code === null) return { country: '', relation: 'default', form };
			return { country: code ?? given, relation: 'country', form };
		}
		if (hasPlus) return { country: '', relation: 'default', form };
		const found = this.readAddresses(addresses, cells, row, report);
		if (found === null) return null;
		if (found !== '') return { country: found, relation: 'default', form: 'withAddressCountry' };
		const { defaultCountry } = this;
		return {
			country: defaultCountry,
			relation: 'default',
			form: defaultCountry.trim() === '' ? 'digitsOnly' : 'withDefaultCountry',
		};
	}

	/** The country of the row's addresses, empty if there is none, or null after a problem. */
	private readAddresses(
		addresses: readonly Column[],
		cells: Cells,
		row: number,
		report: Report,
	): string | null {
		let found = '';
		for (const column of addresses) {
			const written = this.readCountry(column, cells[column.index], row, report);
			if (written === null) return null;
			if (written === '') continue;
			const country = looksLikeCallingCode(written)
				? written
				: (codeOf(written)?.toUpperCase() ?? null);
			if (country === null) {
				return report(column, {
					code: 'INVALID_COUNTRY',
					message: `"${oneLine(written, 40)}" is not a country`,
					hint: HOW_TO_WRITE_COUNTRY,
				});
			}
			if (found !== '' && found !== country) {
				return report(column, {
					code: 'INVALID_COUNTRY',
					message: `the row has addresses in two countries, "${oneLine(found, 40)}" and "${oneLine(written, 40)}"`,
					hint: 'Write the number with a plus sign and the country code, or choose the column in the option "Country Column".',
				});
			}
			found = country;
		}
		return found;
	}

	/** The country as written, empty if there is none, or null after a problem. */
	private readCountry(
		column: Column,
		cell: Cell | undefined,
		row: number,
		report: Report,
	): string | null {
		if (typeof cell === 'object' && 'code' in cell) return report(column, cell);
		const written = cell === undefined ? '' : writtenOf(cell);
		if (written.length > LONGEST_NUMBER) {
			return report(column, {
				code: 'INVALID_COUNTRY',
				message: `"${oneLine(written, 40)}" has more than ${LONGEST_NUMBER} characters`,
				hint: HOW_TO_WRITE_COUNTRY,
			});
		}
		const text = unwrapped(written);
		const error = errorOf(text);
		if (error !== undefined) return report(column, error);
		if (text === '' && column === this.country.beside && this.isMergedCountry(row)) {
			return report(column, {
				code: 'MERGED_CELL',
				message: 'the cell is merged with others, so it has no country of its own',
				hint: 'Unmerge the cells, and fill in the country in each row.',
			});
		}
		return text;
	}
}

/** The code of a country; null for an unknown word. */
function codeOf(written: string): string | null {
	return /^[a-z]{2}$/i.test(written) ? written : countryOf(written);
}

function isInternational(written: string): boolean {
	return /^[^\d+＋]{0,30}(?:[+＋]|00)/.test(written);
}

/** What a cell has, for a look whether it is filled. */
function trimmedOf(cell: Cell | undefined): string {
	if (cell === undefined) return '';
	return typeof cell === 'object' && 'code' in cell ? 'error' : unwrapped(writtenOf(cell)).trim();
}

/** All texts of a row that may be numbers of the same person. */
export function numbersWritten({ columns, others }: NumberColumns, cells: Cells): string[] {
	return [...columns, ...others].flatMap(({ index }) => {
		const cell = cells[index];
		if (cell === undefined) return [];
		return typeof cell === 'string' ? [textOf(cell)] : [writtenOf(cell)];
	});
}
