import { oneLine } from '../oneLine';
import { fold } from './fold';
import { Refusal } from '../refusal';
import { isConsentKind, Question, type ConsentKind } from './consent';
import { isUnclear, maySayNo, type HeadingKind, type HeadingMeaning } from './headings';

/** A column of a file, by its heading. */
export interface Column {
	index: number;
	/** As in the file. */
	heading: string;
	/** Equal headings have the same key. */
	key: string;
	/** Its name in the message. */
	name: string;
	isUsed: boolean;
	/** What its heading means; null if it is not a known one. */
	meaning: HeadingMeaning | null;
}

/** Where the number of a row is. */
export interface NumberColumns {
	/**
	 * - `named`: one column, by the user or by the heading "Mobile"
	 * - `mobile`, `phone`: one of these, or several that must not differ
	 * - `labeled`: several, each with a label beside it
	 */
	how: 'named' | 'mobile' | 'phone' | 'labeled';
	columns: readonly [Column, ...Column[]];
	/** The columns with the labels, by place. */
	labels: ReadonlyArray<Column | undefined>;
	/** A phone of an unknown line beside a mobile number: named if that is empty, never sent to. */
	beside: Column | undefined;
	/** The area code that belongs before the number. */
	area: Column | undefined;
	extension: Column | undefined;
	/** Columns with other numbers of the same person. */
	others: readonly Column[];
}

/** Where the country of a row is. */
export interface CountryColumns {
	/** A calling code or a country, beside the number. */
	beside: Column | undefined;
	/** Only a hint: the countries of addresses. */
	addresses: readonly Column[];
}

/** A column that can leave recipients out. */
export interface ConsentColumn {
	column: Column;
	kind: ConsentKind;
}

/** What the values of a column look like; counted over all rows. */
export interface ColumnValues {
	/** Calling codes. */
	numeric: number;
	/** Of them, those with `+` or `00` before them, and those with a single 0. */
	international: number;
	national: number;
	letters: number;
	filled: number;
	/** Amounts, counts and times. */
	counts: number;
	countries: number;
	/** Whether all values are words of a status. */
	areStatus: boolean;
	/** Whether all values are lists of channels. */
	areChannels: boolean;
}

const CHOOSE = 'Choose the column in the option "Phone Number Column".';

/** The columns of a kind. */
function ofKind(columns: readonly Column[], ...kinds: readonly HeadingKind[]): Column[] {
	return columns.filter(({ meaning }) => meaning !== null && kinds.includes(meaning.kind));
}

/**
 * The column that the user names.
 *
 * @throws Refusal `MISSING_COLUMN`, or `DUPLICATE_COLUMN` if there are several
 */
function named(columns: readonly Column[], key: string, written: string, option: string): Column {
	const [found, twin] = columns.filter((column) => column.key === key);
	if (found === undefined) {
		throw new Refusal(
			'MISSING_COLUMN',
			`The file has no column "${oneLine(written, 64)}". ${listHeadings(columns)}`,
			`Correct the option "${option}", or remove it.`,
		);
	}
	if (twin !== undefined) throw twoColumns(found, twin);
	return found;
}

/**
 * Chooses the column with the phone numbers: the one that the user names, else "Mobile", else the mobile numbers,
 * else the phones of an unknown line. Landlines and the phones of others are never chosen.
 *
 * @param chosen the key and the text of the user's choice; null if there is none
 * @throws Refusal `MISSING_COLUMN` or `DUPLICATE_COLUMN`, and Question `AMBIGUOUS_COLUMN`
 */
export function chooseNumbers(
	columns: readonly Column[],
	chosen: { key: string; written: string } | null,
): NumberColumns {
	const single = (how: 'named' | 'mobile' | 'phone', ...found: readonly [Column, ...Column[]]) =>
		numberColumns(columns, how, found, []);
	if (chosen !== null) {
		const column = named(columns, chosen.key, chosen.written, 'Phone Number Column');
		return single('named', column);
	}
	const [mobileHeading, twin] = columns.filter(({ key }) => key === 'mobile');
	if (mobileHeading !== undefined && twin !== undefined) throw twoColumns(mobileHeading, twin);
	if (mobileHeading !== undefined) return single('named', mobileHeading);
	for (const kind of ['texts', 'mobile'] as const) {
		const [first, ...rest] = ofKind(columns, kind);
		if (first !== undefined) return single('mobile', first, ...rest);
	}
	const labeled = labeledNumbers(columns);
	if (labeled !== null) return labeled;
	for (const kind of ['phone', 'whatsapp', 'number'] as const) {
		const [first, ...rest] = ofKind(columns, kind);
		if (first !== undefined)
			return single(kind === 'whatsapp' ? 'mobile' : 'phone', first, ...rest);
	}
	const landlines = ofKind(columns, 'landline');
	if (landlines.length === 0) throw noNumber(columns);
	throw new Question(
		'AMBIGUOUS_COLUMN',
		`The file has only phones that may be landlines: ${quoted(landlines)}`,
		`If one of them has mobile numbers, choose it in the option "Phone Number Column".`,
	);
}

/** Numbers with labels beside them: `Phone 1 - Label` and `Phone 1 - Value`, or `line_type`. */
function labeledNumbers(columns: readonly Column[]): NumberColumns | null {
	const labels = ofKind(columns, 'label');
	const [first, ...rest] = ofKind(columns, 'phone');
	if (labels.length === 0 || first === undefined) return null;
	const phones = [first, ...rest] as const;
	const labelOfPhone = phones.map((phone) =>
		labels.find(({ meaning }) => meaning?.index === phone.meaning?.index),
	);
	if (labelOfPhone.every((label) => label === undefined)) return null;
	return numberColumns(columns, 'labeled', phones, labelOfPhone);
}

function numberColumns(
	columns: readonly Column[],
	how: NumberColumns['how'],
	chosen: readonly [Column, ...Column[]],
	labels: ReadonlyArray<Column | undefined>,
): NumberColumns {
	const isMobile = how === 'named' || how === 'mobile';
	const others = ofKind(columns, 'texts', 'mobile', 'phone', 'whatsapp', 'number').filter(
		(column) => !chosen.includes(column),
	);
	return {
		how,
		columns: chosen,
		labels,
		beside: isMobile ? others.find(({ meaning }) => meaning?.kind === 'phone') : undefined,
		area: areaOf(columns, chosen),
		// With a mobile number, it belongs to another phone.
		extension: isMobile ? undefined : ofKind(columns, 'extension')[0],
		others,
	};
}

/** The area code of the number: the only one, or the one just before it. */
function areaOf(
	columns: readonly Column[],
	[number, ...more]: readonly [Column, ...Column[]],
): Column | undefined {
	const areas = ofKind(columns, 'areaCode');
	if (areas.length === 0) return undefined;
	const [only] =
		areas.length === 1 ? areas : areas.filter(({ index }) => index === number.index - 1);
	if (only !== undefined && more.length === 0) return only;
	throw new Question(
		'AMBIGUOUS_COLUMN',
		`The file has area codes in ${quoted(areas)}, and it is unclear to which number they belong: ${quoted([number, ...more])}`,
		'Put the area code into the same cell as its number, or right before it.',
	);
}

/** The columns whose values decide what they are. */
export function undecided(columns: readonly Column[]): Column[] {
	return columns.filter((column) => {
		const kind = column.meaning?.kind;
		return (
			kind === 'prefix' ||
			kind === 'leftMailing' ||
			kind?.startsWith('perhaps') === true ||
			isCode(column) ||
			isChannel(column) ||
			isOpen(column) ||
			isSuspect(column)
		);
	});
}

/** `SMS`: a number, or yes and no. */
function isChannel({ meaning, heading }: Column): boolean {
	return meaning?.kind === 'mobile' && fold(heading) === 'sms';
}

/** A heading with which yes may mean an opt-out, or something else: `Blocked`, or a bus stop. */
function isOpen({ meaning, key }: Column): boolean {
	return meaning?.kind === 'perhapsOut' || key === 'stop';
}

/**
 * Decides by their values whether columns such as `Vorwahl` have calling codes or area codes, whether a column such as
 * `Kraj` has countries or regions, and whether `SMS` has numbers or says who may be texted.
 *
 * @param countryKey the key of the column that the user chose for the country
 * @throws Question `AMBIGUOUS_COLUMN`
 */
export function decideByValues(
	columns: readonly Column[],
	valuesOf: ReadonlyMap<Column, ColumnValues>,
	countryKey: string | undefined,
): void {
	for (const column of ofKind(columns, 'perhapsCountry')) {
		const { filled = 0, countries = 0 } = valuesOf.get(column) ?? {};
		const isCountry = filled > 0 && countries === filled;
		column.meaning = isCountry ? { kind: 'country', index: null } : null;
	}
	for (const column of columns.filter(isChannel)) {
		const { filled = 0, areStatus = false } = valuesOf.get(column) ?? {};
		if (filled > 0 && areStatus) column.meaning = { kind: 'perhapsConsent', index: null };
	}
	for (const column of ofKind(columns, 'prefix')) {
		const { filled = 0, international = 0, national = 0, letters = 0 } = valuesOf.get(column) ?? {};
		if (filled === 0 || letters > 0 || column.key === countryKey) column.meaning = null;
		else if (international === filled) column.meaning = { kind: 'callingCode', index: null };
		else if (national === filled) column.meaning = { kind: 'areaCode', index: null };
		else {
			throw new Question(
				'AMBIGUOUS_COLUMN',
				`The column ${quoted([column])} can have calling codes or area codes`,
				'Write calling codes with a plus sign, e.g. +49, and area codes with their 0, or choose the column in the option "Country Column".',
			);
		}
	}
}

/** `Country Code`: ISO codes in shops, calling codes elsewhere. */
function isCode({ meaning, key }: Column): boolean {
	return (
		(meaning?.kind === 'country' || meaning?.kind === 'perhapsCountry') &&
		/code$|^kod|kod(?:u|e)?$|^(?:cod|код|κωδικ)/.test(fold(key))
	);
}

/** A heading that is not known and seems to say who opted out. */
function isSuspect({ meaning, heading, isUsed }: Column): boolean {
	return meaning === null && !isUsed && maySayNo(heading);
}

/** Whether the values of a column show that it is about something else than who may be texted. */
function isAboutElse(column: Column, values: ColumnValues | undefined): boolean {
	if (values === undefined || values.filled === 0 || values.areStatus) return false;
	if (column.meaning?.kind === 'perhapsConsent') return true;
	return isOpen(column) && (values.counts > 0 || column.isUsed);
}

/**
 * Chooses the columns with the country.
 *
 * @param chosen the key and the text of the user's choice; null if there is none
 * @param valuesOf what is known of the columns in `undecided`
 * @throws Refusal `MISSING_COLUMN` or `DUPLICATE_COLUMN`, and Question `AMBIGUOUS_COLUMN`
 */
export function chooseCountry(
	columns: readonly Column[],
	chosen: { key: string; written: string } | null,
	valuesOf: ReadonlyMap<Column, ColumnValues>,
): CountryColumns {
	if (chosen !== null) {
		const beside = named(columns, chosen.key, chosen.written, 'Country Column');
		return { beside, addresses: [] };
	}
	const addresses = ofKind(columns, 'addressCountry');
	const countries = ofKind(columns, 'country');
	const own = countries.filter(({ key }) => key === 'country');
	const [first, twin] = own;
	if (first !== undefined && twin !== undefined) throw twoColumns(first, twin);
	const codes = countries.filter((column) => {
		const { numeric = 0, letters = 0 } = valuesOf.get(column) ?? {};
		return isCode(column) && numeric > 0 && letters === 0;
	});
	const beside =
		ofKind(columns, 'callingCode')[0] ??
		codes[0] ??
		first ??
		countries.find(isCode) ??
		countries[0];
	const { numeric = 0, letters = 0 } = (beside && valuesOf.get(beside)) ?? {};
	if (beside !== undefined && isCode(beside) && numeric > 0 && letters > 0) {
		throw new Question(
			'AMBIGUOUS_COLUMN',
			`The column ${quoted([beside])} has calling codes and country codes: ${numeric} of ${numeric + letters} rows have digits`,
			'Use one kind in all rows, or choose the column in the option "Country Column", so that each row is read separately.',
		);
	}
	return { beside, addresses };
}

/**
 * The columns that can leave recipients out.
 *
 * @throws Question `OPT_OUT_LIST` if the file lists people who left a mailing list, and `UNKNOWN_CONSENT` for a
 *   heading that seems to say who opted out and is not known
 */
export function consentColumns(
	columns: readonly Column[],
	valuesOf: ReadonlyMap<Column, ColumnValues>,
): ConsentColumn[] {
	const found: ConsentColumn[] = [];
	for (const column of columns) {
		const values = valuesOf.get(column);
		const { filled = 0, areStatus = false, areChannels = false } = values ?? {};
		if (filled > 0 && isSuspect(column) && isUnclear(column.heading)) {
			throw new Question(
				'UNKNOWN_CONSENT',
				`The column ${quoted([column])} seems to say who opted out, but the node does not know this heading`,
				'If it is about texts, name it "SMS Opt Out" (yes: never text). If not, rename or remove it.',
			);
		}
		const kind = isSuspect(column) ? 'perhapsOut' : column.meaning?.kind;
		if (kind === undefined || !isConsentKind(kind) || isAboutElse(column, values)) continue;
		if (kind === 'leftMailing' && filled > 0) {
			throw new Question(
				'OPT_OUT_LIST',
				`The column ${quoted([column])} has values, so this seems to be a list of people who unsubscribed`,
				'If so, use its numbers in the option "Do Not Send To". If these people may be texted, remove the column from the file.',
			);
		}
		const isStatus = kind === 'perhapsStatus' && filled > 0;
		if (isStatus && areStatus) found.push({ column, kind: 'marketingStatus' });
		else if (isStatus && areChannels && fold(column.heading) === 'consent')
			found.push({ column, kind: 'channels' });
		else found.push({ column, kind });
	}
	return found;
}

function noNumber(found: readonly Column[]): Refusal {
	return new Refusal(
		'MISSING_COLUMN',
		`The file has no column "Mobile". ${listHeadings(found)}`,
		'Put the heading "Mobile" above the phone numbers, in the first row, or choose the column in the option "Phone Number Column".',
	);
}

/** The question which of several columns with different numbers to use. */
export function differentNumbers(
	columns: readonly Column[],
	rows: number,
	examples: readonly string[],
): Question {
	return new Question(
		'AMBIGUOUS_COLUMN',
		`More than one column can be the phone number: ${quoted(columns)}. They differ in ${rows} ${rows === 1 ? 'row' : 'rows'}: ${examples.join('; ')}`,
		CHOOSE,
	);
}

export function twoColumns({ heading: one }: Column, { heading: other }: Column): Refusal {
	const [first, second] = [oneLine(one, 64), oneLine(other, 64)];
	const names = one === other ? `"${first}" twice` : `both "${first}" and "${second}"`;
	return new Refusal(
		'DUPLICATE_COLUMN',
		`The file has the column ${names}`,
		'Give each column its own heading. Case and spaces make no difference.',
	);
}

export function listHeadings(found: readonly Column[]): string {
	const shown = found.slice(0, 20).map(({ heading }) => `"${oneLine(heading, 40)}"`);
	const more = found.length > shown.length ? ` and ${found.length - shown.length} more` : '';
	return `Its headings are: ${shown.join(', ')}${more}`;
}

/** Headings as errors show them. */
function quoted(columns: readonly Column[]): string {
	const shown = columns.slice(0, 5).map(({ heading }) => `"${oneLine(heading, 64)}"`);
	const more = columns.length - shown.length;
	if (more > 0) return `${shown.join(', ')} and ${more} more`;
	const last = shown.pop() ?? '';
	return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
