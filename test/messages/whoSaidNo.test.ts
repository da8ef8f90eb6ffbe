import fc from 'fast-check';
import { FUZZ_TIMES } from '../fuzzing';
import { readLists } from './files';

/*
 * Nobody gets a message whose row, or another row of the same number, says no: over files with any headings,
 * values, languages, polarity, order and duplicates. What a row says is decided here when it is made, so no table of
 * the code is used.
 */

/** What somebody said. Only `yes` may get the message in any case. */
type Said = 'yes' | 'no' | 'nothing';

/** Columns in which yes means an opt-out. */
const OUT = [
	...[
		'SMS Opt Out',
		'Opt Out',
		'Opted Out',
		'optout',
		'Do Not Text',
		'Do Not SMS',
		'Do Not Contact',
	],
	...['Do Not Call', 'DNC', 'DND', 'No SMS', 'SMS Blacklisted', 'blacklisted', 'Blocklisted'],
	...['Unsubscribed', 'Suppressed', 'Stop', 'No contactar', 'No enviar SMS', 'Baja', 'Baja SMS'],
	...[
		'Não perturbe',
		'Descadastrado',
		'Désabonné',
		'Désinscrit',
		'STOP SMS',
		'Keine SMS',
		'Abgemeldet',
	],
	...[
		'Deceased',
		'Do Not Phone',
		'Never Text',
		'SMS Disabled',
		'Wypisany',
		'Kara Liste',
		'Geen SMS',
	],
	...['Ikke SMS', 'Ei tekstiviestejä', 'Nezasílat SMS', 'Tiltólista', 'Dezabonat', 'Μαύρη λίστα'],
	...['Отписан', 'Чёрный список', 'Не турбувати'],
];
/** Columns in which yes means that texts are welcome, and no that they are not. */
const CONSENT = [
	...['SMS Consent', 'SMS Opt-In', 'Mobile SMS Opt-in', 'Opted In', 'Text Opt In', 'OK to Text'],
	...['Has SMS Permission', 'Acepta SMS', 'Consentimiento SMS', 'Aceita SMS', 'Accepte les SMS'],
	...['Einwilligung SMS', 'Contact by SMS', 'Permission to Text', 'Zgoda na SMS', 'SMS İzni'],
	...[
		'SMS-samtycke',
		'Toestemming SMS',
		'Souhlas SMS',
		'Acord SMS',
		'Согласие на СМС',
		'Згода на SMS',
	],
];
/** The same about marketing: no may mean that nobody asked. */
const MARKETING = ['Accepts SMS Marketing'];
const STATUS = [
	...['SMS Subscription Status', 'SMS subscriber status', 'SMS Consent Status', 'Opt-In Status'],
	...['Subscription Status', 'SMS Marketing Status', 'SMS Marketing Consent'],
];
const DATES = ['Date Unsubscribed', 'Opted Out At', 'SMS Opt-Out Date'];
const TAGS = ['Tags', 'Labels'];
/** What decides nothing, although it seems to say the opposite. */
const EMAIL = [
	'Email Opt Out',
	'Opted out of email: News',
	'Email Marketing Consent',
	'Fax Opt Out',
];

const YES = [
	...[
		'yes',
		'Y',
		'TRUE',
		'true',
		't',
		'1',
		'x',
		'X',
		'on',
		'checked',
		'Sí',
		'si',
		'Sim',
		'oui',
		'Ja',
	],
	...['WAHR', 'vrai', 'verdadero', 'Verdadeiro', 'vero', ' yes ', "'1", '="TRUE"'],
	...[
		'tak',
		'Evet',
		'kyllä',
		'ano',
		'igen',
		'DOĞRU',
		'WAAR',
		'Да',
		'так',
		'ναι',
		'PRAWDA',
		'ИСТИНА',
	],
];
const NO = [
	...[
		'no',
		'N',
		'FALSE',
		'false',
		'f',
		'0',
		'off',
		'Não',
		'non',
		'Nein',
		'FALSCH',
		'faux',
		'falso',
	],
	...[
		'nie',
		'Hayır',
		'HAYIR',
		'nej',
		'nei',
		'ei',
		'nee',
		'ne',
		'nem',
		'nu',
		'όχι',
		'ΟΧΙ',
		'нет',
		'ні',
	],
	...['FAŁSZ', 'YANLIŞ', 'ONWAAR', 'HAMIS', 'ЛОЖЬ'],
];
const MAY = [
	'ONAY',
	'Subscribed',
	'SUBSCRIBED',
	'Opted In',
	'opted_in',
	'Granted',
	'Allow',
	'Active',
];
const NEVER = [
	...['Unsubscribed', 'UNSUBSCRIBED', 'Opted Out', 'opted-out', 'STOP', 'Blocked', 'Blacklisted'],
	...['Suppressed', 'Revoked', 'Withdrawn', 'Do Not Allow', 'DND', 'Deceased', 'RET'],
];
const NOBODY = [
	...['Not subscribed', 'Never subscribed', 'NEVER_SUBSCRIBED', 'nonsubscribed', 'Pending'],
	...['Not specified', 'Unknown', 'NULL', 'n/a', '-', ''],
];

/** A column: its headings, and the values for what somebody said. */
interface Kind {
	headings: readonly string[];
	values: Record<Said, readonly string[]>;
	/** What a row says that says nothing else. */
	silent: 'yes' | 'nothing';
}

const KINDS: readonly Kind[] = [
	{
		headings: OUT,
		// An opt-out column never says that somebody agreed.
		values: { yes: [...NO, ''], no: [...YES, ...NEVER, '2026-01-02'], nothing: [...NO, ''] },
		silent: 'yes',
	},
	{
		headings: CONSENT,
		values: { yes: [...YES, ...MAY], no: [...NO, ...NEVER], nothing: NOBODY },
		silent: 'nothing',
	},
	{
		headings: MARKETING,
		values: { yes: [...YES, ...MAY], no: NEVER, nothing: [...NO, ...NOBODY] },
		silent: 'nothing',
	},
	{ headings: STATUS, values: { yes: MAY, no: NEVER, nothing: NOBODY }, silent: 'nothing' },
	{
		// One without any value says nothing.
		headings: ['Status'],
		values: { yes: MAY, no: NEVER, nothing: NOBODY.filter((each) => each !== '') },
		silent: 'nothing',
	},
	{
		headings: DATES,
		values: {
			yes: [''],
			no: ['2024-03-01', '2024-03-01T10:00:00Z', '3/1/2024', '01.03.2024 10:00'],
			nothing: [''],
		},
		silent: 'yes',
	},
	{
		headings: TAGS,
		values: {
			yes: ['', 'vip', 'VIP, PS-Accepts-SMS', 'opt-in 2024'],
			no: ['dnd', 'vip, Do Not Text', 'vip; sms opt out', 'a ::: unsubscribed', 'x|DND'],
			nothing: [''],
		},
		silent: 'yes',
	},
];

/** Ways to write a heading that mean the same. */
const STYLES: readonly ((heading: string) => string)[] = [
	(heading) => heading,
	(heading) => heading.toUpperCase(),
	(heading) => heading.toLowerCase().replace(/[ -]/g, '_'),
	(heading) => `${heading}?`,
	(heading) => `Contact ${heading}`,
	(heading) => `${heading} (Contact)`,
	(heading) => `${heading.replace(/[ -]/g, '_')}__c`,
	(heading) => `  ${heading.replace(/ /g, '  ')}`,
	(heading) => `${heading}:`,
	(heading) => heading.normalize('NFD'),
];

/** Ways to write a number of the United States. */
const FORMS: readonly ((national: string) => string)[] = [
	(national) => `+1${national}`,
	(national) => `1${national}`,
	(national) => `'+1 ${national.slice(0, 3)}-${national.slice(3, 6)}-${national.slice(6)}`,
	(national) => `(${national.slice(0, 3)}) ${national.slice(3, 6)}-${national.slice(6)}`,
	(national) => `001${national}`,
	(national) => `tel:+1${national}`,
	(national) => `+1${national} ::: +1 ${national}`,
	// With the area code missing nobody can read it.
	(national) => national.slice(3),
];
const UNREADABLE = FORMS.length - 1;
const PHONES = [
	'Mobile',
	'Phone Number',
	'Celular',
	'Mobiltelefon',
	'Person - Phone',
	'Cell Phone',
];

const nationals = Array.from({ length: 6 }, (_, index) => `305670${8084 + index}`);

interface Person {
	number: number;
	form: number;
	/** What the row says in each column of the file. */
	said: readonly Said[];
	/** Which of the values that say so. */
	value: readonly number[];
	email: number;
}

interface Table {
	phone: number;
	kinds: readonly { kind: number; heading: number; style: number }[];
	people: readonly Person[];
	email: number | null;
	order: number;
	delimiter: string;
	/** Where a word is that nobody knows; null for nowhere. */
	unknown: number | null;
}

const said = fc.constantFrom<Said>('yes', 'yes', 'yes', 'no', 'nothing');
const table: fc.Arbitrary<Table> = fc.record({
	phone: fc.nat(PHONES.length - 1),
	kinds: fc.array(
		fc.record({
			kind: fc.nat(KINDS.length - 1),
			heading: fc.nat(),
			style: fc.nat(STYLES.length - 1),
		}),
		{ minLength: 1, maxLength: 3 },
	),
	people: fc.array(
		fc.record({
			number: fc.nat(nationals.length - 1),
			form: fc.oneof(
				{ weight: 9, arbitrary: fc.nat(UNREADABLE - 1) },
				{ weight: 1, arbitrary: fc.constant(UNREADABLE) },
			),
			said: fc.array(said, { minLength: 3, maxLength: 3 }),
			value: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
			email: fc.nat(),
		}),
		{ minLength: 1, maxLength: 8 },
	),
	email: fc.option(fc.nat(EMAIL.length - 1)),
	order: fc.nat(),
	delimiter: fc.constantFrom(',', ';', '\t'),
	unknown: fc.oneof(
		{ weight: 11, arbitrary: fc.constant(null) },
		{ weight: 1, arbitrary: fc.nat() },
	),
});

const at = <Value>(list: readonly Value[], index: number): Value =>
	list[index % list.length] as Value;

/** The columns that a file of this table has: each heading once. */
function columnsOf({ kinds }: Table) {
	const taken = new Set<string>();
	return kinds.flatMap(({ kind, heading, style }) => {
		const { headings, values, silent } = at(KINDS, kind);
		const name = at(headings, heading);
		if (taken.has(name)) return [];
		taken.add(name);
		return [{ heading: at(STYLES, style)(name), values, silent, name }];
	});
}

/** A cell, with the quotation marks that it needs. */
const cell = (text: string) => (/[",;\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function contentOf(given: Table): string {
	const columns = columnsOf(given);
	const rows = given.people.map(({ number, form, said: all, value, email }) => {
		const texts = columns.map(({ values }, index) =>
			at(values[all[index] ?? 'yes'], value[index] ?? 0),
		);
		const more = given.email === null ? [] : [at([...YES, ...NO, ...NEVER], email)];
		return [at(FORMS, form)(at(nationals, number)), ...texts, ...more];
	});
	const headings = [
		at(PHONES, given.phone),
		...columns.map(({ heading }) => heading),
		...(given.email === null ? [] : [at(EMAIL, given.email)]),
	];
	if (given.unknown !== null) {
		const row = at(rows, given.unknown);
		row[1] = 'perhaps';
	}
	const places = headings.map((_, index) => (index + given.order) % headings.length);
	return [headings, ...rows]
		.map((row) => places.map((place) => cell(row[place] ?? '')).join(given.delimiter))
		.join('\n');
}

/** By number: whether any row of it says no, and whether all rows of it say yes. */
function truthOf(tables: readonly Table[]) {
	const no = new Set<string>();
	const unclear = new Set<string>();
	const readable = new Set<string>();
	for (const each of tables) {
		const columns = columnsOf(each);
		const replaced = each.unknown === null ? -1 : each.unknown % each.people.length;
		for (const [row, { number, form, said: all }] of each.people.entries()) {
			const e164 = `+1${at(nationals, number)}`;
			if (form < UNREADABLE) readable.add(e164);
			const words = columns.map((_, index) =>
				row === replaced && index === 0 ? 'yes' : (all[index] ?? 'yes'),
			);
			if (words.includes('no')) no.add(e164);
			// A row without a yes says nothing if a column asks for one.
			const isOpen = each.unknown !== null;
			if (
				!isOpen &&
				words.some((word, index) => word === 'nothing' && columns[index]?.silent === 'nothing')
			)
				unclear.add(e164);
		}
	}
	return { no, unclear, readable };
}

const files = fc.array(table, { minLength: 1, maxLength: 2 });
/** Files in `npm test`; CI makes five times as many. */
const FILES = 1_000 * FUZZ_TIMES;

it('sends nothing to anybody who said no', async () => {
	let reached = 0;
	let spared = 0;
	await fc.assert(
		fc.asyncProperty(files, fc.boolean(), async (tables, sendsNotSaid) => {
			const contents = tables.map((each) => ({ content: contentOf(each) }));
			const read = await readLists(contents, { defaultCountry: 'US', sendsNotSaid });
			const { no, unclear, readable } = truthOf(tables);
			expect(read.sent.filter((number) => no.has(number))).toEqual([]);
			if (!sendsNotSaid) expect(read.sent.filter((number) => unclear.has(number))).toEqual([]);
			// A word that nobody knows stops the run, except among tags and dates, and in a status of anything.
			const isAsked = tables.some((each) => {
				const [first] = columnsOf(each);
				const isFree = ['Status', ...TAGS, ...DATES].includes(first?.name ?? '');
				return each.unknown !== null && !isFree;
			});
			if (isAsked) expect([read.refused, ...read.sent]).toEqual(['UNKNOWN_CONSENT']);
			else if (tables.every(({ unknown }) => unknown === null)) {
				expect(read.refused).toBeNull();
				const expected = [...readable].filter(
					(number) => !no.has(number) && (sendsNotSaid || !unclear.has(number)),
				);
				expect([...new Set(read.sent)].sort()).toEqual(expected.sort());
			}
			reached += read.sent.length;
			spared += no.size;
		}),
		{ numRuns: FILES },
	);
	// The files are neither all refused nor all without anybody who said no.
	expect(reached).toBeGreaterThan(FILES / 2);
	expect(spared).toBeGreaterThan(FILES / 2);
}, 120_000);
