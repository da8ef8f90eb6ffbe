import type * as Formats from '../../libraries/numberFormats';

/*
 * Names of months and days, and AM and PM, in the language that a number format names:
 * `[$-540A]d mmmm` is Spanish. The library knows some languages and uses English for all others, so we give
 * it the names and remove other language tags.
 */

/** Formats that use each computer's date and time settings, which no file contains. */
const SYSTEM_DATE = 'yyyy-mm-dd';
const SYSTEM_TIME = 'hh:mm:ss';

/**
 * Windows' languages by the low ten bits of their numbers, if these bits mean only one language. Source:
 * [MS-LCID] 2.2, also for those below.
 */
const LANGUAGES = new Map<number, string>(
	[
		'01 ar,02 bg,03 ca,05 cs,06 da,07 de,08 el,09 en,0a es,0b fi,0c fr,0d he,0e hu,0f is,10 it,11 ja',
		'12 ko,13 nl,15 pl,16 pt,17 rm,18 ro,19 ru,1b sk,1c sq,1d sv,1e th,1f tr,20 ur,21 id,22 uk,23 be',
		'24 sl,25 et,26 lv,27 lt,28 tg,29 fa,2a vi,2b hy,2d eu,2f mk,30 st,31 ts,32 tn,33 ve,34 xh,35 zu',
		'36 af,37 ka,38 fo,39 hi,3a mt,3d yi,3e ms,3f kk,40 ky,41 sw,42 tk,44 tt,45 bn,47 gu,48 or,49 ta',
		'4a te,4b kn,4c ml,4d as,4e mr,4f sa,52 cy,53 km,54 lo,55 my,56 gl,57 kok,58 mni,5a syr,5b si',
		'5c chr,5e am,61 ne,62 fy,63 ps,64 fil,65 dv,66 bin,67 ff,68 ha,69 ibb,6a yo,6b qu,6c nso,6d ba',
		'6e lb,6f kl,70 ig,71 kr,72 om,73 ti,74 gn,75 haw,76 la,77 so,78 ii,79 pap,7a arn,7c moh,7e br',
		'80 ug,81 mi,82 oc,83 co,84 gsw,85 sah,86 quc,87 rw,88 wo,8c fa-AF,91 gd,92 ckb',
	]
		.join(',')
		.split(',')
		.map((entry) => entry.split(' '))
		.map(([bits = '', language = '']) => [parseInt(bits, 16), language]),
);

/** The numbers whose low bits are shared by several languages, or whose words differ. */
const VARIANTS = new Map<number, string>(
	[
		'0004 zh,0404 zh-Hant,0804 zh,0c04 zh-Hant,1004 zh,1404 zh-Hant,7804 zh,7c04 zh-Hant',
		'0014 nb,0414 nb,7c14 nb,0814 nn,7814 nn,0c07 de-AT',
		'001a hr,041a hr,101a hr,141a bs,681a bs,781a bs,201a bs-Cyrl,641a bs-Cyrl',
		'081a sr-Latn,181a sr-Latn,241a sr-Latn,2c1a sr-Latn,701a sr-Latn',
		'0c1a sr,1c1a sr,281a sr,301a sr,6c1a sr',
		'002c az,042c az,782c az,082c az-Cyrl,742c az-Cyrl',
		'002e hsb,042e hsb,082e dsb,7c2e dsb',
		'003b se,043b se,083b se,0c3b se,103b smj,143b smj,183b sma,1c3b sma,203b sms,243b smn',
		'003c ga,083c ga,043c gd',
		'0043 uz,0443 uz,7c43 uz,0843 uz-Cyrl,7843 uz-Cyrl',
		'0046 pa,0446 pa,0846 pa-Arab,7c46 pa-Arab',
		'0050 mn,0450 mn,7850 mn,0451 bo,0051 bo,0c51 dz',
		'0059 sd,0859 sd,7c59 sd,0459 sd-Deva,0060 ks,0460 ks,0860 ks-Deva',
		'085f tzm,7c5f tzm,105f zgh,785f zgh',
	]
		.join(',')
		.split(',')
		.map((entry) => entry.split(' '))
		.map(([id = '', language = '']) => [parseInt(id, 16), language]),
);

/** All of these tags, for formats that spell them out, e.g. `[$-es-MX]`. */
const TAGS = new Set([...LANGUAGES.values(), ...VARIANTS.values()]);

/** Regions that write Chinese with traditional characters. */
const TRADITIONAL = new Set(['tw', 'hk', 'mo', 'hant']);

/** Windows' numbers for Gregorian calendars: none, the usual one, and those with names of other languages. */
const OUR_CALENDARS = new Set([0, 1]);
const OTHER_GREGORIAN_CALENDARS = new Set([2, 9, 10, 11, 12]);

/** Words in dates of languages other than English. */
const FOREIGN_WORD =
	/\b(?:de|del|di|do|da|den|der|des|du|le|la|el|els|af|om|kl|uhr|um|dne|ta|din|al|sata)\b/i;

/** AM and PM as some formats write them, which the library reads as text. */
const OTHER_NOON = /上午\/下午|午前\/午後|오전\/오후/;

interface Language {
	/** Undefined for no tag, null if unknown. */
	tag: string | undefined | null;
	calendar: 'ours' | 'gregorian' | 'other';
	system?: 'date' | 'time';
}

const NO_LANGUAGE: Language = { tag: undefined, calendar: 'ours' };

/**
 * The pattern of a date for the library: with names in the language of its tag, and without other tags.
 *
 * @returns undefined if it shows words in an unknown language, or has a calendar other than the Gregorian
 */
export function inItsLanguage(pattern: string, formats: typeof Formats): string | undefined {
	const sections: string[] = [];
	/** The languages of its words; the library knows one for a pattern. */
	const keys = new Set<string>();
	for (const tokens of sectionsOf(pattern, formats)) {
		const { tag, calendar, system } = languageOf(tokens);
		if (system !== undefined) return system === 'date' ? SYSTEM_DATE : SYSTEM_TIME;
		const hasDate = tokens.some(
			({ type, raw }) => type === 'datetime' && /^(?:[yd]|m{3,})/i.test(raw),
		);
		const isOtherNoon = OTHER_NOON.test(tokens.map(({ raw }) => raw).join(''));
		if ((hasDate && calendar === 'other') || isOtherNoon) return undefined;
		let key = '';
		if (tokens.some(isWord)) {
			if (tag === null || calendar !== 'ours') return undefined;
			if (tag === undefined && isForeign(tokens)) return undefined;
			const hasDay = tokens.some(({ type, raw }) => type === 'datetime' && /^dd?$/i.test(raw));
			const names = tag === undefined ? '' : namesOf(tag, hasDay, formats);
			if (names === undefined) return undefined;
			key = names;
			keys.add(key);
		}
		const rest = tokens.map(({ type, raw, value }) =>
			type === 'locale' ? withoutLanguage(String(value)) : raw,
		);
		sections.push((key === '' ? '' : `[$-${key}]`) + rest.join(''));
	}
	return keys.size > 1 ? undefined : sections.join(';');
}

type Token = ReturnType<typeof Formats.tokenize>[number];

function sectionsOf(pattern: string, formats: typeof Formats): Token[][] {
	const sections: Token[][] = [[]];
	for (const token of formats.tokenize(pattern)) {
		if (token.type === 'break') sections.push([]);
		else sections[sections.length - 1]?.push(token);
	}
	return sections;
}

/** The name of a month or a day, AM or PM. */
function isWord({ type, raw }: Token): boolean {
	return type === 'ampm' || (type === 'datetime' && /^(?:m{3,}|d{3,}|a{3,})$/i.test(raw));
}

/**
 * Whether the texts next to the names are in a language other than English, e.g. `d "de" mmmm`: a pattern
 * without a language is shown in the computer's language.
 */
function isForeign(tokens: readonly Token[]): boolean {
	const text = tokens
		.map(({ type, value }) => (/^(?:string|escaped|char)$/.test(type) ? String(value) : ' '))
		.join('');
	return FOREIGN_WORD.test(text) || /\p{L}/u.test(text.replace(/[a-z]+/gi, ''));
}

/** `[$€]` of `[$€-407]`, nothing of `[$-407]`. */
function withoutLanguage(value: string): string {
	const dash = value.indexOf('-');
	const currency = dash < 0 ? value : value.slice(0, dash);
	return currency === '' ? '' : `[$${currency}]`;
}

function languageOf(tokens: readonly Token[]): Language {
	let language = NO_LANGUAGE;
	for (const { type, value } of tokens) {
		if (type !== 'locale') continue;
		const text = String(value);
		const dash = text.indexOf('-');
		if (dash < 0) continue;
		const code = text.slice(dash + 1).trim();
		// Without a digit it is a tag: `[$-de]`.
		const isNumber = /^[\da-f]{1,8}$/i.test(code) && /\d/.test(code);
		if (code !== '') language = isNumber ? ofNumber(code) : ofTag(code);
	}
	return language;
}

/**
 * A number of eight hexadecimal digits: two for the digits' script, two for the calendar, four for
 * the language. Of the latter, `FC19` is Russian with the names in the form used next to a day.
 *
 * Source: ECMA-376, part 1, section 18.8.31; [MS-LCID]
 */
function ofNumber(code: string): Language {
	const number = parseInt(code, 16);
	const id = number % 0x10000;
	const calendar = calendarOf(Math.floor(number / 0x10000) % 0x100);
	if (id === 0xf800) return { tag: null, calendar, system: 'date' };
	if (id === 0xf400) return { tag: null, calendar, system: 'time' };
	if (id === 0) return { tag: undefined, calendar };
	return { tag: VARIANTS.get(id) ?? LANGUAGES.get(id % 0x400) ?? null, calendar };
}

/** The value of a number for `ofNumber`, which may lack its last four digits; NaN for none. */
function calendarIdOf(code: string): number {
	if (!/^[\da-f]{1,8}$/.test(code)) return NaN;
	const number = parseInt(code, 16);
	return (number > 0xffff ? Math.floor(number / 0x10000) : number) % 0x100;
}

function calendarOf(id: number): Language['calendar'] {
	if (OUR_CALENDARS.has(id)) return 'ours';
	return OTHER_GREGORIAN_CALENDARS.has(id) ? 'gregorian' : 'other';
}

/** A tag such as `es-MX` or `sr-Cyrl-RS`, with a number after a comma for another calendar. */
function ofTag(code: string): Language {
	const [tag = '', extra = '0', ...more] = code.toLowerCase().split(',');
	if (tag === 'x-sysdate') return { tag: null, calendar: 'ours', system: 'date' };
	if (tag === 'x-systime') return { tag: null, calendar: 'ours', system: 'time' };
	const [language = '', ...parts] = tag.split(/[-_]/);
	const calendar = more.length === 0 ? calendarOf(calendarIdOf(extra)) : 'other';
	if (language === 'no') return { tag: 'nb', calendar };
	if (language === 'zh') {
		const isTraditional = parts.some((part) => TRADITIONAL.has(part));
		return { tag: isTraditional ? 'zh-Hant' : 'zh', calendar };
	}
	if (language === 'prs') return { tag: 'fa-AF', calendar };
	if (language === 'ku') return { tag: parts.includes('arab') ? 'ckb' : null, calendar };
	const variant = [...TAGS].find((each) => each.toLowerCase() === `${language}-${parts[0] ?? ''}`);
	return { tag: variant ?? (TAGS.has(language) ? language : null), calendar };
}

/** The library's names by tag and form; empty if there are none. */
const known = new Map<string, string>();

/**
 * Gives the library the names of a language.
 *
 * @param hasDay whether months are next to their day: some languages decline them there
 * @returns the library's key; empty for English, undefined for a language that has no names here
 */
function namesOf(tag: string, hasDay: boolean, formats: typeof Formats): string | undefined {
	if (tag === 'en') return '';
	const id = `${tag} ${String(hasDay)}`;
	let key = known.get(id);
	if (key === undefined) {
		const names = makeNames(tag, hasDay);
		// The first letter is not hexadecimal: the library looks for hexadecimal numbers first.
		key = names === undefined ? '' : `names${known.size}`;
		if (names !== undefined) formats.addLocale(names, key);
		known.set(id, key);
	}
	return key === '' ? undefined : key;
}

interface Names {
	mmmm: string[];
	mmm: string[];
	dddd: string[];
	ddd: string[];
	ampm: string[];
}

/** Undefined if this computer's Intl does not have the language. */
function makeNames(tag: string, hasDay: boolean): Names | undefined {
	if (Intl.DateTimeFormat.supportedLocalesOf([tag]).length === 0) return undefined;
	const long = monthsOf(tag, 'long', hasDay);
	const names = {
		mmmm: long,
		mmm: monthsOf(tag, 'short', hasDay).map((name, month) =>
			/\p{L}/u.test(name) ? name : (long[month] ?? ''),
		),
		dddd: weekdaysOf(tag, 'long'),
		ddd: weekdaysOf(tag, 'short'),
		ampm: noonOf(tag),
	};
	const isComplete = Object.values(names).every((list) =>
		list.every((name) => /\p{L}/u.test(name) && !/^M\d\d$/.test(name)),
	);
	return isComplete ? names : undefined;
}

function formatOf(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const common = { calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC' };
	return new Intl.DateTimeFormat(tag, { ...common, ...options });
}

function monthsOf(tag: string, month: 'long' | 'short', hasDay: boolean): string[] {
	const alone = formatOf(tag, { month });
	const besideDay = formatOf(tag, { month, day: 'numeric' });
	return Array.from({ length: 12 }, (_, index) => {
		const date = new Date(Date.UTC(2024, index, 1));
		const name = alone.format(date);
		const declined = partOf(besideDay, date, 'month');
		// Chinese has digits there, and Catalan "de", which patterns have elsewhere.
		const isDeclined = hasDay && /\p{L}/u.test(declined) && !declined.endsWith(name);
		return plain(isDeclined ? declined : name);
	});
}

function weekdaysOf(tag: string, weekday: 'long' | 'short'): string[] {
	const format = formatOf(tag, { weekday });
	// January 1, 2023 was a Sunday.
	return Array.from({ length: 7 }, (_, day) =>
		plain(format.format(new Date(Date.UTC(2023, 0, 1 + day)))),
	);
}

function noonOf(tag: string): string[] {
	const format = formatOf(tag, { hour: 'numeric', hour12: true });
	return ['AM', 'PM'].map((english, index) => {
		const name = partOf(format, new Date(Date.UTC(2024, 0, 1, 9 + 12 * index)), 'dayPeriod');
		return name === '' ? english : plain(name);
	});
}

function partOf(
	format: Intl.DateTimeFormat,
	date: Date,
	type: Intl.DateTimeFormatPartTypes,
): string {
	return format.formatToParts(date).find((part) => part.type === type)?.value ?? '';
}

/** With only those spaces that a text message can show in any encoding. */
function plain(name: string): string {
	return name.replace(/\s+/g, ' ').trim();
}
