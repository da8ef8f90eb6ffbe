import { Readable } from 'node:stream';
import fc from 'fast-check';
import {
	readPhoneNumber,
	readPhoneNumberOf,
	type PhoneNumber,
} from '../../../messages/phoneNumber';
import { zonesOfNumber } from '../../../messages/hours/numberZones';
import { readHours, readZone } from '../../../messages/hours/settings';
import { LeftOutNumbers } from '../../../messages/lists/consent';
import { readDoNotSend } from '../../../messages/lists/doNotSend';
import { readRecipientList } from '../../../messages/recipients';
import { Refusal } from '../../../messages/refusal';
import { fillTemplate, parseTemplate, variableName } from '../../../messages/template';
import { BrokenAnswer, readBody } from '../../../http/body';
import { literalsIn } from '../../../runtime/input/expressionParts';
import { LONGEST_ANSWER, readAnswer } from '../../../runtime/wait/answers';
import { questionPage } from '../../../runtime/wait/page';
import type { Question } from '../../../runtime/wait/question';
import { leafOf, NUMBERS, pieces, rubble, samples, spoiled, text } from '../../hostile';
import { describeParsers } from './fuzz';
import {
	expectFit,
	expectFitProblem,
	expectJson,
	expectTrue,
	readTwice,
	waitTwice,
} from './oracles';

const written = [
	...['+1 (305) 670-8084', '0034 612 34 56 78', '13056708084', '98770 12345', '9.19877E+11', '+91'],
	...[
		'tel:+447700900123',
		'030 1234567',
		'٠١٢٣٤٥٦٧٨٩',
		'+1305670808４',
		'x123',
		';ext=5',
		'+',
		'00',
	],
];
const number = fc.oneof(
	{ weight: 3, arbitrary: spoiled(written).map((each) => each.slice(0, 60)) },
	{ weight: 3, arbitrary: leafOf([...written, ...NUMBERS]) },
	{
		weight: 3,
		arbitrary: fc.string({ unit: fc.constantFrom(...'+0123456789 -().'.split('')), maxLength: 20 }),
	},
	{ weight: 1, arbitrary: fc.tuple(text, fc.nat(50)).map(([each, times]) => each.repeat(times)) },
);
const country = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.constantFrom('', 'US', 'us', 'IN', 'UK', 'DE', 'AR', '91', '+1', '0044'),
	},
	{ weight: 1, arbitrary: fc.oneof(text, rubble, fc.constantFrom('constructor', '999', '0')) },
);

/** The digits of any script, as those of ours. */
function digitsOf(value: string): string {
	const digits = Array.from(value.normalize('NFKC')).map((each) => {
		const zero = /\p{Nd}/u.test(each) ? zeroOf(each.codePointAt(0) ?? 0) : null;
		return zero === null ? '' : String((each.codePointAt(0) ?? 0) - zero);
	});
	return digits.join('');
}

/** Decimal digits stand in tens, from zero to nine. */
function zeroOf(code: number): number {
	let zero = code;
	while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
	return zero;
}

function expectNumber(
	{ e164, digits, countryCode, nationalNumber }: PhoneNumber,
	from: string,
): void {
	expectTrue(/^\+[1-9]\d{5,16}$/.test(e164), 'no number', e164);
	expectTrue(e164 === `+${digits}` && digits === countryCode + nationalNumber, 'forms that differ');
	// The code of a country may be added and that of a city moved; the last digits stay.
	expectTrue(digitsOf(from).endsWith(digits.slice(-4)), 'another number', [from, e164]);
}

function expectRefusal(error: Error | undefined): void {
	if (error instanceof Refusal) expectFitProblem(error);
}

const approval: Question = {
	title: 'Title',
	text: 'Text',
	thanks: 'Thanks',
	answer: { kind: 'approval', approve: 'Yes', decline: 'No' },
};
const questions: Question[] = [
	approval,
	{ ...approval, answer: { kind: 'approval', approve: 'Yes', decline: null } },
	{ ...approval, answer: { kind: 'freeText', submit: 'Send' } },
];

const charset = fc.constantFrom(
	...['', 'utf-8', 'iso-8859-1', 'windows-1252', 'utf-16le', 'utf-16be', 'shift_jis', 'gb18030'],
	...['utf-7', 'replacement', 'x-user-defined', 'constructor', '"utf-8"', 'ISO-2022-JP', 'none'],
);
const body = fc.record({
	bytes: fc.oneof(
		fc.oneof(spoiled(samples), text).map((each) => Buffer.from(each)),
		fc.oneof(spoiled(samples), text).map((each) => Buffer.from(each, 'utf16le')),
		fc
			.tuple(charset, text)
			.map(([each, rest]) => Buffer.from(`<?xml version="1.0" encoding="${each}"?><a>${rest}</a>`)),
		fc.uint8Array({ maxLength: 300 }),
	),
	cuts: fc.array(fc.nat(400), { maxLength: 8 }),
	contentType: fc.oneof(
		charset.map((each) => `text/xml; charset=${each}`),
		fc.constantFrom<unknown>(undefined, null, '', ['text/xml; charset=utf-8'], 7),
		text,
	),
	most: fc.constantFrom(20_000_000, 20_000_000, 100, 0),
	end: fc.constantFrom<'whole' | 'broken' | 'coded'>('whole', 'whole', 'broken', 'coded'),
});

/** The bytes in pieces, some of them empty, as a connection brings them; it may fail at its end. */
function streamOf(bytes: Uint8Array, cuts: readonly number[], error: Error | null): Readable {
	const places = [0, ...cuts, bytes.length].map((each) => Math.min(each, bytes.length));
	places.sort((one, other) => one - other);
	const parts = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
	function* piecesOf() {
		for (const part of parts) yield Buffer.from(part);
		if (error !== null) throw error;
	}
	return Readable.from(piecesOf(), { objectMode: true });
}

describeParsers('texts', (fuzz) => {
	fuzz('readPhoneNumber', fc.tuple(number, country), ([each, place]) => {
		const { value, error } = readTwice(() => readPhoneNumber(each, place), Refusal);
		expectRefusal(error);
		if (value !== undefined) expectNumber(value, each);
	});

	const ours = (each: string) => (/[^\P{Nd}0-9]/u.test(each) ? digitsOf(each) : null);
	fuzz(
		'readPhoneNumberOf',
		fc.tuple(number, country),
		([each, place]) => {
			const { value, error } = readTwice(() => readPhoneNumberOf(each, place), Refusal);
			expectRefusal(error);
			if (value === undefined) return;
			expectNumber(value, each);
			const plain = /^\p{Nd}+$/u.test(each) ? ours(each) : null;
			if (plain !== null)
				expectTrue(readPhoneNumberOf(plain, place).e164 === value.e164, 'by script');
		},
		{ found: [['13056708084٣٤٥٦٧٨٩', 'us']] },
	);

	const separator = fc.constantFrom(',', ';', '\n', '\t', ', ', '，', '、', '\u2028');
	const list = fc.oneof(
		fc
			.array(fc.tuple(number, separator), { maxLength: 8 })
			.map((each) => each.map((pair) => pair.join('')).join('')),
		fc.array(fc.oneof(number, fc.integer(), fc.double(), fc.anything()), { maxLength: 8 }),
		fc.array(fc.oneof(number, fc.integer()), { maxLength: 8 }).map((each) => JSON.stringify(each)),
		spoiled(['["+13056708084", 13056708085]', '+13056708084,+13056708085;x']),
		fc.anything(),
	);
	fuzz('readRecipientList', fc.tuple(list, country), async ([each, place]) => {
		const { value: listed, error } = await waitTwice(
			() => readRecipientList(each, place, () => Promise.resolve()),
			Refusal,
		);
		expectRefusal(error);
		if (listed === undefined) return;
		expectTrue(listed.length > 0, 'an empty list');
		const whole = typeof each === 'string' || Array.isArray(each) ? JSON.stringify(each) : '';
		for (const entry of listed) {
			if (entry.recipient === null) {
				expectTrue(entry.written.length <= 101, 'an entry without end');
				expectTrue(entry.problems.length > 0, 'no problem');
				for (const problem of entry.problems) expectFitProblem(problem);
				continue;
			}
			const { digits } = entry.recipient.number;
			if (whole !== '') expectTrue(digitsOf(whole).includes(digits.slice(-4)), 'another', digits);
		}
	});

	const entry = fc.oneof(
		number,
		fc.anything(),
		fc.dictionary(fc.constantFrom('phone', 'To', 'number', 'mobile', 'json', '__proto__'), number),
	);
	fuzz(
		'readDoNotSend',
		fc.tuple(fc.oneof(list, fc.array(entry)), country),
		async ([each, place]) => {
			const numbers = new LeftOutNumbers();
			const { value: unread, error } = await waitTwice(
				() => readDoNotSend(each, place, numbers, () => Promise.resolve()),
				Refusal,
			);
			expectRefusal(error);
			if (unread === undefined) return;
			expectTrue(unread.examples.length <= Math.min(5, unread.count), 'examples without end');
			for (const example of unread.examples) expectTrue(example.length < 100, 'a long example');
		},
	);

	const time = fc.oneof(spoiled(['09:00', '20:00', '24:00', '8:30:00']), fc.anything());
	const days = fc.oneof(fc.array(fc.integer({ min: -1, max: 9 })), fc.anything());
	fuzz('readHours', fc.tuple(time, time, days), (given) => {
		const { value: hours, error } = readTwice(() => readHours(...given), Refusal);
		expectRefusal(error);
		if (hours === undefined) return;
		expectTrue(hours.from >= 0 && hours.from < hours.to && hours.to <= 1440, 'hours of no day');
		expectTrue(hours.days.size > 0, 'no day');
	});

	const zone = fc.oneof(spoiled(['America/New_York', 'UTC', '+05:00']), fc.anything());
	fuzz('readZone', zone, (given) => {
		const { value: found, error } = readTwice(() => readZone(given), Refusal);
		expectRefusal(error);
		if (typeof found !== 'string') return;
		expect(() => new Intl.DateTimeFormat('en', { timeZone: found })).not.toThrow();
	});

	fuzz('zonesOfNumber', fc.oneof(number, text), (given) => {
		const { zones, isKnown } = zonesOfNumber(String(given));
		expectTrue(zones.length <= 50 && (zones.length > 0 || !isKnown), 'no zone');
	});

	/** Nothing that anybody can see, or a word that programs write in place of a value. */
	const WORD_FOR_NOTHING =
		/^[\s\p{Cf}\p{Variation_Selector}\u034f\u115f\u1160\u2800\u3164\uffa0]*$|^\s*(?:undefined|null|NaN|Invalid date(?:time)?|#.*|loading(?:\.{3}|…)|\p{L}+ ?: ?5\d\d)\s*$/iu;

	/** Texts and placeholders that were typed, and what expressions gave, in any order. */
	const name = fc.constantFrom(
		...['name', 'Var 1', 'É', 'constructor', '__proto__', 'x'.repeat(1000)],
		...['Amount (USD)', 'Item #1', 'a & b', '.*', '\\'],
	);
	const part = fc.oneof(
		name.map((each) => ({ name: each, text: `##${each}##`, isTyped: true })),
		fc.oneof(text, pieces).map((each) => ({
			name: null,
			text: each.replaceAll('#', ''),
			isTyped: true,
		})),
		fc.oneof(text, pieces, fc.constantFrom('##name##', '##', '#')).map((each) => ({
			name: null,
			text: each,
			isTyped: false,
		})),
	);
	const message = fc.array(part, { maxLength: 8 });
	fuzz(
		'parseTemplate, by its parts',
		fc.tuple(message, leafOf(['a', '##name##'])),
		([parts, value]) => {
			const template = parseTemplate(parts);
			const names = parts.flatMap((each) => (each.name === null ? [] : [variableName(each.name)]));
			expectTrue(
				template.names.join() === [...new Set(names)].join(),
				'other names',
				template.names,
			);
			const variables = new Map(template.names.map((each) => [each, value]));
			const filled = readTwice(() => fillTemplate(template, variables), Refusal);
			expectRefusal(filled.error);
			const expected = parts.map((each) => (each.name === null ? each.text : value)).join('');
			if (filled.value !== undefined)
				expectTrue(filled.value === expected, 'another text', filled.value);
			else expectTrue(WORD_FOR_NOTHING.test(value) && names.length > 0, 'refused');
		},
		{ found: [[[{ name: 'x'.repeat(1000), text: `##${'x'.repeat(1000)}##`, isTyped: true }], '']] },
	);

	const unit = fc.constantFrom(
		...['#', '##', 'a', 'B', ' ', '\u0301', 'x1', '\n', '##a##', '-', '_', 'ß', '\ufffc', '('],
	);
	const typed = fc.oneof(fc.string({ unit, maxLength: 100 }), rubble, text);
	const stretch = fc.record({ text: typed, isTyped: fc.boolean() });
	fuzz(
		'parseTemplate',
		fc.tuple(fc.array(stretch, { maxLength: 4 }), fc.array(typed, { maxLength: 3 })),
		([stretches, headings]) => {
			const { value: template, error } = readTwice(
				() => parseTemplate(stretches, headings),
				Refusal,
			);
			expectRefusal(error);
			if (template === undefined) return;
			const { parts, names } = template;
			const same = parts.map((each) => (typeof each === 'string' ? each : each.written)).join('');
			expectTrue(same === stretches.map((each) => each.text).join(''), 'another text', same);
			for (const found of names) expectTrue(variableName(found) === found, 'no name', found);
			if (stretches.every((each) => !each.isTyped)) expectTrue(names.length === 0, 'parsed', names);
		},
	);

	/** An expression in braces, in which texts and code have been mixed. */
	const code = fc
		.array(
			fc.oneof(
				fc.constantFrom(...'"\'`${}/*\\[]()n'.split(''), '${', '//', '##a##', '\\u0061'),
				text,
			),
			{
				maxLength: 20,
			},
		)
		.map((each) => each.join(''));
	fuzz('literalsIn', code, (each) => {
		for (const { text: said, offsets } of readTwice(() => literalsIn(each)).value ?? []) {
			expectTrue(offsets.length === said.length + 1, 'offsets without units', said);
			const isOrdered = offsets.every((at, index) => at >= (offsets[index - 1] ?? 0));
			expectTrue(isOrdered && (offsets.at(-1) ?? 0) <= each.length, 'no such place', offsets);
		}
	});

	const given = fc.oneof(
		fc.record({
			answer: fc.oneof(leafOf(['approve', 'decline', 'Approve', '\r\n']), fc.anything()),
		}),
		fc.tuple(text, fc.nat(200)).map(([each, times]) => ({ answer: each.repeat(times) })),
		fc.anything(),
	);
	fuzz('readAnswer', fc.tuple(fc.nat(2), given), ([index, sent]) => {
		const question = questions[index] ?? approval;
		const answer = readTwice(() => readAnswer(question, sent)).value ?? null;
		if (answer === null) return;
		expectJson(answer);
		const { answer: said } = sent as { answer: string };
		if (question.answer.kind === 'freeText') {
			const words = answer.text as string;
			expectTrue(words !== '' && words.length <= LONGEST_ANSWER, 'no answer', words);
			expectTrue(said.replaceAll('\r\n', '\n').includes(words), 'another answer', words);
			return;
		}
		expectTrue(said === (answer.approved === true ? 'approve' : 'decline'), 'no such answer', said);
	});

	fuzz('questionPage', fc.tuple(fc.nat(2), fc.oneof(text, rubble)), ([index, each]) => {
		const question = { ...(questions[index] ?? approval), title: each, text: each };
		const page = readTwice(() => questionPage(question)).value ?? '';
		// The elements are those of the page without anything of the user's.
		const tags = (html: string) => html.match(/<\/?[a-z!]+|=["']/gi)?.join();
		const plain = questionPage({ ...question, title: '', text: '' });
		expectTrue(tags(page) === tags(plain), 'markup of the user’s');
	});

	fuzz('readBody', body, async ({ bytes, cuts, contentType, most, end }) => {
		const error = end === 'whole' ? null : new Error('aborted');
		if (end === 'coded') Object.assign(error ?? {}, { code: 'ECONNRESET' });
		const read = () => readBody(streamOf(bytes, cuts, error), contentType, 60_000, most);
		const { value: inPieces, error: broken } = await waitTwice(read, BrokenAnswer);
		if (bytes.length > most) {
			// It is given up before it breaks off, or it has broken off.
			expectTrue(inPieces === '' || broken !== undefined, 'too much was read');
			return;
		}
		expectTrue((broken !== undefined) === (error !== null), 'whole, or broken off');
		if (broken !== undefined) {
			expectFit((broken as BrokenAnswer).code, 40);
			return;
		}
		const whole = await readBody(bytes, contentType, 60_000, most);
		expectTrue(inPieces === whole, 'another text in pieces');
		const isPlain =
			!/charset/i.test(String(contentType)) &&
			!/encoding/i.test(Buffer.from(bytes).toString('latin1'));
		if (isPlain) expectTrue(whole === new TextDecoder().decode(bytes), 'another text');
	});
});
