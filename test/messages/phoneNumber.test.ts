import { inspect } from 'node:util';
import { readPhoneNumber, readPhoneNumberOf, readReportedNumber } from '../../messages/phoneNumber';
import { readRecipientList } from '../../messages/recipients';
import { read, summaryOf } from './files';

/** The number that was read, or the code of the refusal. */
function outcomeOf(task: () => { e164: string }): string {
	try {
		return task().e164;
	} catch (error) {
		return (error as { code?: string }).code ?? String(error);
	}
}

function messageOf(task: () => unknown): string {
	try {
		return `no refusal: ${JSON.stringify(task())}`;
	} catch (error) {
		return (error as Error).message;
	}
}

describe('phone numbers as people write them', () => {
	it.each([
		['+1 (305) 670-8084', '', '+13056708084', '1', '3056708084'],
		['0034 612 34 56 78', '', '+34612345678', '34', '612345678'],
		['00 34 612345678', 'US', '+34612345678', '34', '612345678'],
		['13056708084', '', '+13056708084', '1', '3056708084'],
		[13056708084, '', '+13056708084', '1', '3056708084'],
		['919999999999', '', '+919999999999', '91', '9999999999'],
		['tel:+13056708084', '', '+13056708084', '1', '3056708084'],
		['(305) 670-8084', 'US', '+13056708084', '1', '3056708084'],
		['305.670.8084', 'us', '+13056708084', '1', '3056708084'],
		['13056708084', 'US', '+13056708084', '1', '3056708084'],
		['011 34 612 34 56 78', 'US', '+34612345678', '34', '612345678'],
		['612 34 56 78', 'ES', '+34612345678', '34', '612345678'],
		['099999 99999', 'IN', '+919999999999', '91', '9999999999'],
		['07700 900123', 'GB', '+447700900123', '44', '7700900123'],
		['+39 02 3661 8300', '', '+390236618300', '39', '0236618300'],
		['\u202a+1 305\u00a0670\u20118084\u202c', '', '+13056708084', '1', '3056708084'],
		['+٣٤٦١٢٣٤٥٦٧٨', '', '+34612345678', '34', '612345678'],
	])('%j (%s)', (written, country, e164, countryCode, nationalNumber) => {
		expect(readPhoneNumber(written, country)).toEqual({
			e164,
			digits: e164.slice(1),
			countryCode,
			nationalNumber,
		});
	});

	it.each([
		['', '', 'MISSING_NUMBER'],
		['   ', '', 'MISSING_NUMBER'],
		['hello', '', 'INVALID_NUMBER'],
		['call +1 305 670 8084', '', 'INVALID_NUMBER'],
		['+1 305 670 80', '', 'INVALID_NUMBER'],
		['+1 305 670 8084 999', '', 'INVALID_NUMBER'],
		['+1 305 670 8084 ext. 5', '', 'INVALID_NUMBER'],
		['+999 123456789', '', 'INVALID_NUMBER'],
		// Not read as +61 23456789, a number in Australia.
		['6123456789', '', 'INVALID_NUMBER'],
		['6123456789', 'ES', 'INVALID_NUMBER'],
		['3056708084', '', 'INVALID_NUMBER'],
		['+1 305 670 8084, +1 305 670 8085', '', 'INVALID_NUMBER'],
		['\u200e'.repeat(101), '', 'INVALID_NUMBER'],
		[{ phone: '+13056708084' }, '', 'INVALID_NUMBER'],
		[1.5, '', 'INVALID_NUMBER'],
		['+13056708084', 'XX', 'INVALID_COUNTRY'],
		['3056708084', 'United States', 'INVALID_COUNTRY'],
	])('refuses %j (%s)', (written, country, code) => {
		expect(() => readPhoneNumber(written, country)).toThrow(
			expect.objectContaining({ name: 'Refusal', code }) as Error,
		);
	});
});

it('says what is wrong with a text that is too long for any number', () => {
	const long = `+1${' '.repeat(100)}3056708084`;
	for (const read of [() => readPhoneNumber(long, ''), () => readPhoneNumberOf(long, 'US')]) {
		expect(read).toThrow(
			'"+1 3056708084" is not a valid phone number: it has more than 100 characters',
		);
	}
});

it('says what was written on one line, and not without end', () => {
	for (const [written, country] of [
		[`1\n\u0007${'x'.repeat(5000)}`, ''],
		['1', `U\nS${'x'.repeat(5000)}`],
	] as const) {
		expect(() => readPhoneNumber(written, country)).toThrow(/^(?=.{1,200}$)\P{Cc}*…" \P{Cc}*$/u);
	}
});

describe('phone numbers with their country beside them', () => {
	it.each([
		// Calling codes, as a column of them is written.
		['98770 12345', '91', '+919877012345', '91'],
		['98770 12345', '+91', '+919877012345', '91'],
		['98770 12345', '0091', '+919877012345', '91'],
		['98770 12345', ' 91 ', '+919877012345', '91'],
		['98770 12345', 'IN', '+919877012345', '91'],
		['98770 12345', 'in', '+919877012345', '91'],
		['098770 12345', '91', '+919877012345', '91'],
		// With the country's code all the same.
		['919877012345', '91', '+919877012345', '91'],
		['+91 98770 12345', '91', '+919877012345', '91'],
		['0091 98770 12345', 'IN', '+919877012345', '91'],
		// National numbers that begin like the country's code.
		['9198770123', '91', '+919198770123', '91'],
		['3933312345', '39', '+393933312345', '39'],
		['7012345678', '7', '+77012345678', '7'],
		// Calling codes of several countries.
		['(305) 670-8084', '1', '+13056708084', '1'],
		['416 967 1111', '1', '+14169671111', '1'],
		['416 967 1111', 'US', '+14169671111', '1'],
		['13056708084', '1', '+13056708084', '1'],
		['07911 123456', '44', '+447911123456', '44'],
		['07911 123456', 'UK', '+447911123456', '44'],
		['8 916 123-45-67', '7', '+79161234567', '7'],
		['9161234567', 'RU', '+79161234567', '7'],
		['02 3661 8300', '39', '+390236618300', '39'],
		// Digits of other scripts count like ours.
		['٩٨٧٧٠ ١٢٣٤٥', '91', '+919877012345', '91'],
		['۹۱۹۸۷۷۰۱۲۳۴۵', 'IN', '+919877012345', '91'],
		['４９１５１１２３４５６７８', 'DE', '+4915112345678', '49'],
		['٤٩١٥١١٢٣٤٥٦٧٨', '49', '+4915112345678', '49'],
		['13056708084٣٤٥٦٧٨٩', 'US', null, 'INVALID_NUMBER'],
		['1305670808४', 'US', '+13056708084', '1'],
		// Written with the code for calls abroad.
		['011 91 98770 12345', 'US', null, 'COUNTRY_MISMATCH'],
		['011 91 98770 12345', '1', null, 'INVALID_NUMBER'],
		['+1 305 670 8084', '91', null, 'COUNTRY_MISMATCH'],
		['0034 612 34 56 78', 'IN', null, 'COUNTRY_MISMATCH'],
		// Too long for a number of India, and one of the United States.
		['13056708084', '91', null, 'COUNTRY_MISMATCH'],
		['98770 12345', '999', null, 'INVALID_COUNTRY'],
		['98770 12345', '091', null, 'INVALID_COUNTRY'],
		['98770 12345', 'India', null, 'INVALID_COUNTRY'],
		['98770 12345', 'XX', null, 'INVALID_COUNTRY'],
		['98770 12345', '1-242', null, 'INVALID_COUNTRY'],
		['98770 12345', '-91', null, 'INVALID_COUNTRY'],
		['98770', '91', null, 'INVALID_NUMBER'],
		['hello', '91', null, 'INVALID_NUMBER'],
		['305 670 8084 ext. 5', '1', null, 'INVALID_NUMBER'],
		['98770 12345, 98770 12346', '91', null, 'INVALID_NUMBER'],
		['98770123451234567890', '91', null, 'INVALID_NUMBER'],
	])('%j in %j: %s', (written, country, e164, codeOrRefusal) => {
		const read = () => readPhoneNumberOf(written, country);
		if (e164 === null) {
			const refusal = { name: 'Refusal', code: codeOrRefusal };
			expect(read).toThrow(expect.objectContaining(refusal) as Error);
		} else {
			expect(read()).toEqual({
				e164,
				digits: e164.slice(1),
				countryCode: codeOrRefusal,
				nationalNumber: e164.slice(1 + codeOrRefusal.length),
			});
		}
	});

	it.each([
		// With the country's code a mobile phone of Germany; 04915 is also a town's code.
		['4915123456789', '49', '+4915123456789'],
		['015123456789', '49', '+4915123456789'],
		// Without its 0, it could be a number in Texas as well.
		['15123456789', '49', null],
		// Two lines that are none of a mobile phone.
		['4995583', '49', null],
	])('reads %j, which could be a number in two ways', (written, country, e164) => {
		const read = () => readPhoneNumberOf(written, country).e164;
		if (e164 === null) expect(read).toThrow(/ can be read in two ways: \+49\d+ and \+\d+$/);
		else expect(read()).toBe(e164);
	});
});

interface Row {
	written: unknown;
	/** The default country, where there is one. */
	country?: string;
	/** The country that stands beside the number, where one does. */
	beside?: string;
	/** In E.164, or a refusal's code. */
	expected: string;
	/** Part of the refusal's message. */
	says?: string;
}

const TWO_WAYS = 'can be read in two ways: ';
const TABLES: Record<string, Row[]> = {
	'digits with their country code, beside a default country': [
		{ written: '4915112345678', country: 'DE', expected: '+4915112345678' },
		{ written: 4915112345678, country: 'de', expected: '+4915112345678' },
		{ written: '49 151 12345678', country: 'DE', expected: '+4915112345678' },
		{ written: '٤٩١٥١١٢٣٤٥٦٧٨', country: 'DE', expected: '+4915112345678' },
		{ written: '62812345678', country: 'ID', expected: '+62812345678' },
		{ written: '62 812 3456 7890', country: 'ID', expected: '+6281234567890' },
		{ written: '38343201234', country: 'XK', expected: '+38343201234' },
		{ written: '436641234567', country: 'AT', expected: '+436641234567' },
		{ written: '819012345678', country: 'JP', expected: '+819012345678' },
		{ written: '919877012345', country: 'IN', expected: '+919877012345' },
		{ written: '5511987654321', country: 'BR', expected: '+5511987654321' },
		{ written: '13056708084', country: 'US', expected: '+13056708084' },
		{ written: '13056708084', country: 'CA', expected: '+13056708084' },
	],
	'digits of another country, beside a default country': [
		{
			written: '447400123456',
			country: 'IN',
			expected: 'INVALID_NUMBER',
			says: `${TWO_WAYS}+91447400123456, which does not exist, and +447400123456`,
		},
		{
			written: '33612345678',
			country: 'AT',
			expected: 'INVALID_NUMBER',
			says: `${TWO_WAYS}+4333612345678 and +33612345678`,
		},
		{
			written: '34612345678',
			country: 'US',
			expected: 'INVALID_NUMBER',
			says: 'is not a valid number in the default country "US"; with a plus sign, it would be +34612345678',
		},
		{ written: '33 6 12 34 56 78', country: 'DE', expected: 'INVALID_NUMBER', says: TWO_WAYS },
		{ written: '447400123456', country: 'JP', expected: 'INVALID_NUMBER' },
		{ written: '13056708084', country: 'DE', expected: 'INVALID_NUMBER' },
		{ written: '919877012345', country: 'ID', expected: 'INVALID_NUMBER' },
		{ written: '13812345678', country: 'CN', expected: '+8613812345678' },
		{
			written: '15123456789',
			country: 'CN',
			expected: 'INVALID_NUMBER',
			says: `${TWO_WAYS}+8615123456789 and +15123456789`,
		},
		{ written: '84981234567', country: 'BR', expected: 'INVALID_NUMBER', says: '+84981234567' },
	],
	'national numbers that look like one of another country': [
		{ written: '3055550101', country: 'US', expected: '+13055550101' },
		// Norway has such mobile phones.
		{ written: '4795550101', country: 'US', expected: 'INVALID_NUMBER', says: '+4795550101' },
		{ written: '(479) 555-0101', country: 'US', expected: '+14795550101' },
		{ written: '479-555-0101', country: 'US', expected: '+14795550101' },
		{ written: '479.555.0101', country: 'US', expected: '+14795550101' },
		{ written: '47 95 55 01 01', country: 'US', expected: 'INVALID_NUMBER', says: TWO_WAYS },
		{ written: '(47) 95550101', country: 'US', expected: 'INVALID_NUMBER', says: TWO_WAYS },
		{ written: '14795550101', country: 'US', expected: '+14795550101' },
		{ written: '(84) 98123-4567', country: 'BR', expected: 'INVALID_NUMBER', says: TWO_WAYS },
		{ written: '015123456789', country: 'DE', expected: '+4915123456789' },
		{ written: '15123456789', country: 'DE', expected: 'INVALID_NUMBER', says: '+15123456789' },
		// Gabon has numbers with and without a 0 before them.
		{ written: '05 59 63 94', country: 'GA', expected: 'INVALID_NUMBER', says: TWO_WAYS },
	],
	'the country beside the number': [
		{ written: '33612345678', beside: 'AT', expected: 'INVALID_NUMBER', says: TWO_WAYS },
		{ written: '33612345678', beside: 'DE', expected: 'INVALID_NUMBER', says: TWO_WAYS },
		{ written: '66812345678', beside: 'AT', expected: 'INVALID_NUMBER', says: TWO_WAYS },
		{ written: '447400123456', beside: 'IN', expected: 'COUNTRY_MISMATCH' },
		// In India the 0 is optional; +95 9 1234567 is an old number in Myanmar.
		{ written: '9591234567', beside: '91', expected: '+919591234567' },
		{ written: '4795550101', beside: 'US', expected: '+14795550101' },
		{ written: '5215562000000', beside: 'MX', expected: '+525562000000' },
		{ written: '5215562001234', beside: '52', expected: '+525562001234' },
		{ written: -612345644, beside: 'ES', expected: 'INVALID_NUMBER', says: 'negative' },
		{ written: '919877000000', beside: 'IN', expected: 'SHORTENED_NUMBER' },
		{ written: '(+91) 98770 12345', beside: 'IN', expected: '+919877012345' },
	],
	'signs, decimals, exponents, lost digits': [
		...['-612345644', '\u2212612345644', '\u2013612345644', ' - 612 345 644', '(612345644)'],
		...['(612.345.644)', '612345644-', '-+34612345644', '+-34612345644', '(-612345644)'],
		...[-612345644, -612345644n],
	]
		.map(
			(written): Row => ({ written, country: 'ES', expected: 'INVALID_NUMBER', says: 'negative' }),
		)
		.concat(
			[
				'9.19877E+11',
				'9,19877E+11',
				'9.19877e11',
				'+9.19877E+11',
				'٩٫١٩E+11'.replace('٫', '.'),
			].map((written) => ({
				written,
				country: 'IN',
				expected: 'SHORTENED_NUMBER',
				says: 'shortened',
			})),
			[
				919877000000,
				'919877000000',
				'919877000000.0',
				"'919877000000",
				'９１９８７７００００００',
			].map((written) => ({ written, expected: 'SHORTENED_NUMBER', says: 'zeros' })),
			[1.5, 13055550101.5, '13055550101.5', '13055550101,25'].map((written) => ({
				written,
				expected: 'INVALID_NUMBER',
				says: 'it has decimals',
			})),
			[1e21, 2 ** 60, Infinity, 10n ** 30n].map((written) => ({
				written,
				expected: 'INVALID_NUMBER',
				says: 'too large for a number',
			})),
			{ written: NaN, expected: 'INVALID_NUMBER', says: 'it is not a number' },
			{ written: '+919877000000', expected: '+919877000000' },
			{ written: '+34-612345678', expected: '+34612345678' },
			{ written: '+13055550101.0', expected: '+13055550101' },
			{ written: '0013055550101,00', expected: '+13055550101' },
			// Mobile numbers of Curaçao have eight digits; with seven it is none.
			{ written: '+5999508109.0', expected: '+59995081090' },
			// Without a plus sign, zeros after a dot are decimals: +243 887903 is too short, so this is no number of
			// Congo, though +243 8879030 is one.
			...['243887903', '243887903.0', '243887903,00', 243887903].map((written) => ({
				written,
				country: 'BA',
				expected: '+387243887903',
			})),
			{ written: '+91 98770 00000', expected: '+919877000000' },
			{ written: '0091 98770 00000', expected: '+919877000000' },
			{ written: '9877000000', country: 'IN', expected: '+919877000000' },
		),
	'what programs put around a number': [
		"'+13055550101",
		'\u2019+13055550101',
		"'13055550101",
		'="+13055550101"',
		'="13055550101"',
		'"+13055550101"',
		'13055550101.0',
		'13055550101,00',
		13055550101.0,
		13055550101n,
		'tel:+1-305-555-0101',
		'tel:%2B13055550101',
		'tel:305-555-0101;phone-context=+1',
		'sms:+13055550101',
		'whatsapp:+13055550101',
		'13055550101@s.whatsapp.net',
		'13055550101:7@s.whatsapp.net',
		'13055550101@c.us',
	].map((written) => ({ written, expected: '+13055550101' })),
	'a plus sign, and what stands in its place': [
		{ written: '(+44) 7911 123456', expected: '+447911123456' },
		{ written: '( +44 ) 7911 123456', expected: '+447911123456' },
		{ written: '+(44) 7911 123456', expected: '+447911123456' },
		{ written: '(0044) 7911 123456', expected: '+447911123456' },
		{ written: '(00 44)7911 123456', expected: '+447911123456' },
		{ written: '(+44 7911 123456)', expected: '+447911123456' },
		{ written: '+44 (0)7911 123456', expected: '+447911123456' },
		{ written: '0044 (0)7911 123456', expected: '+447911123456' },
		{ written: '+34 (0)612345678', expected: '+34612345678' },
		{ written: '+39 (0)2 3661 8300', expected: '+390236618300' },
		{ written: '+39 (0)347 123 4567', expected: '+393471234567' },
		{ written: '+0044 7911 123456', expected: '+447911123456' },
		{ written: '\uff0b44 7911 123456', expected: '+447911123456' },
		{ written: '\ufe6244 7911 123456', expected: '+447911123456' },
		{ written: '\u279544 7911 123456', expected: '+447911123456' },
		{ written: '011 44 7911 123456', country: 'US', expected: '+447911123456' },
		{ written: '00 44 7911 123456', country: 'US', expected: '+447911123456' },
		{ written: '0011 44 7911 123456', country: 'AU', expected: '+447911123456' },
		{ written: '010 44 7911 123456', country: 'JP', expected: '+447911123456' },
		{ written: '8~10 44 7911 123456', country: 'RU', expected: '+447911123456' },
		{ written: '0015 44 7911 123456', country: 'BR', expected: '+447911123456' },
		{ written: '0055 11 98123-4567', country: 'BR', expected: '+5511981234567' },
		// 008 is one of Indonesia's codes for calls abroad.
		{ written: '0081 90 1234 5678', country: 'ID', expected: 'INVALID_NUMBER', says: TWO_WAYS },
		{ written: '++447911123456', expected: 'INVALID_NUMBER' },
		{ written: '+07911123456', expected: 'INVALID_NUMBER' },
	],
	'digits and separators of any script': [
		...['１３０５５５５０１０１', '١٣٠٥٥٥٥٠١٠١', '۱۳۰۵۵۵۵۰۱۰۱', '१३०५५५५०१०१', '১৩০৫৫৫৫০১০১'],
		...['๑๓๐๕๕๕๕๐๑๐๑', '𝟏𝟑𝟎𝟓𝟓𝟓𝟓𝟎𝟏𝟎𝟏', '𝟷𝟹𝟶𝟻𝟻𝟻𝟻𝟶𝟷𝟶𝟷', '𞥑𞥓𞥐𞥕𞥕𞥕𞥕𞥐𞥑𞥐𞥑'],
		...['1\u2011305\u2011555\u20110101', '1\u2212305\u2212555\u22120101', '1／305／5550101'],
		...[
			'1\u30fc305\u30fc555\u30fc0101',
			'1·305·555·0101',
			'1．305．555．0101',
			'+1（305）555-0101',
		],
		...[
			'\u202a+1\u00a0305\u2009555\u202f0101\u202c',
			'\u200b13055550101\ufeff',
			'1\u00ad3055550101',
		],
	].map((written) => ({ written, expected: '+13055550101' })),
	'more or less than a number': [
		{ written: '0151 1234567/8', country: 'DE', expected: 'INVALID_NUMBER', says: 'more than one' },
		{
			written: '0151 1234567/68',
			country: 'DE',
			expected: 'INVALID_NUMBER',
			says: 'more than one',
		},
		{ written: '030 1234567/1234568', country: 'DE', expected: 'INVALID_NUMBER' },
		{ written: '0664 1234567\n8', country: 'AT', expected: 'INVALID_NUMBER' },
		{ written: '0151/12345678', country: 'DE', expected: '+4915112345678' },
		{ written: '+49/151/12345678', expected: '+4915112345678' },
		{ written: '+44 7911 123456²', expected: 'INVALID_NUMBER' },
		{ written: '+44 7911 123456;ext=4', expected: 'INVALID_NUMBER' },
		{ written: 'tel:+447911123456;ext=4', expected: 'INVALID_NUMBER', says: 'extension' },
		{ written: '123456789012345@lid', expected: 'INVALID_NUMBER' },
		{ written: '447911123456@g.us', expected: 'INVALID_NUMBER' },
		{ written: `+4479${'1'.repeat(97)}`, expected: 'INVALID_NUMBER', says: '100 characters' },
		{ written: `1${'0'.repeat(300_000)}1`, expected: 'INVALID_NUMBER', says: '100 characters' },
		{ written: `+44 7911 123456${' '.repeat(300_000)}`, expected: '+447911123456' },
	],
	'nothing, and what is not a text': [
		...[null, undefined, '', ' \u200b', {}, [], [null], { phone: null }],
	]
		.map((written): Row => ({ written, expected: 'MISSING_NUMBER', says: 'is empty' }))
		.concat(
			{ written: ['+13055550101'], expected: 'INVALID_NUMBER', says: 'is a list' },
			{ written: { phone: '+13055550101' }, expected: 'INVALID_NUMBER', says: 'is an object' },
			{ written: new Date(0), expected: 'INVALID_NUMBER', says: 'is an object' },
			{ written: true, expected: 'INVALID_NUMBER', says: '"true" is not a valid' },
			{ written: false, expected: 'INVALID_NUMBER', says: '"false" is not a valid' },
		),
	'the default country': [
		...['GB', 'gb', 'UK', ' uk ', 'Uk', '\uff35\uff2b', '44', '+44', '0044', '\u200eGB'],
	].map((country): Row => ({ written: '07911 123456', country, expected: '+447911123456' })),
	'old forms of numbers': [
		{ written: '+52 1 55 1234 5678', expected: '+525512345678' },
		{ written: '+5215512345678', country: 'MX', expected: '+525512345678' },
		{ written: '5215512345678', expected: '+525512345678' },
		{ written: '5215512345678', country: 'MX', expected: '+525512345678' },
		{ written: '0052 1 55 1234 5678', expected: '+525512345678' },
		{ written: '+52 044 55 1234 5678', expected: '+525512345678' },
		{ written: '+52 01 55 1234 5678', expected: '+525512345678' },
		{ written: '044 55 1234 5678', country: 'MX', expected: '+525512345678' },
		{ written: '045 55 1234 5678', country: 'MX', expected: '+525512345678' },
		{ written: '01 55 1234 5678', country: 'MX', expected: '+525512345678' },
		{ written: '55 1234 5678', country: 'MX', expected: '+525512345678' },
		// Also a number in New Jersey.
		{ written: '1 551 234 5678', country: 'MX', expected: 'INVALID_NUMBER', says: TWO_WAYS },
		{ written: '011 15-2345-6789', country: 'AR', expected: '+5491123456789' },
		{ written: '11 15 2345 6789', country: 'AR', expected: '+5491123456789' },
		{ written: '0351 15 234 5678', country: 'AR', expected: '+5493512345678' },
		{ written: '+54 11 15 2345 6789', expected: '+5491123456789' },
		{ written: '+54 9 11 15 2345 6789', expected: '+5491123456789' },
		{ written: '+54 9 11 2345 6789', expected: '+5491123456789' },
		// A landline stays one.
		{ written: '+54 11 2345 6789', expected: '+541123456789' },
		{ written: '+55 11 6123-4567', expected: '+5511961234567' },
		{ written: '+55 11 8123-4567', expected: '+5511981234567' },
		{ written: '(11) 9123-4567', country: 'BR', expected: '+5511991234567' },
		{ written: '551191234567', country: 'BR', expected: '+5511991234567' },
		{ written: '551191234567', expected: '+5511991234567' },
		{ written: '551191234567@s.whatsapp.net', expected: '+5511991234567' },
		{ written: '+55 11 3123-4567', expected: '+551131234567' },
		{ written: '+55 11 98123-4567', expected: '+5511981234567' },
		{ written: '+84 168 123 4567', expected: '+84381234567' },
		{ written: '0168 123 4567', country: 'VN', expected: '+84381234567' },
		{ written: '0120 123 4567', country: 'VN', expected: '+84701234567' },
		{ written: '0199 123 4567', country: 'VN', expected: '+84591234567' },
		{ written: '+229 97 12 34 56', expected: '+2290197123456' },
		{ written: '97 12 34 56', country: 'BJ', expected: '+2290197123456' },
		// Digits alone might be a national number elsewhere, e.g. in Brazil.
		{ written: '22997123456', expected: 'INVALID_NUMBER' },
		{ written: '22997123456', country: 'BR', expected: '+5522997123456' },
		// Its new prefix depends on the operator.
		{ written: '+225 07 12 34 56', expected: 'INVALID_NUMBER' },
	],
};

function nameOf({ written, country, beside, expected }: Row): string {
	const place = country ?? beside ?? 'no country';
	return `${inspect(written).slice(0, 60)} (${place}): ${expected}`;
}

describe.each(Object.entries(TABLES))('%s', (_, rows) => {
	it.each(rows.map((row) => [nameOf(row), row] as const))('%s', (_name, row) => {
		const { written, country = '', beside, expected, says } = row;
		const task = () =>
			beside === undefined ? readPhoneNumber(written, country) : readPhoneNumberOf(written, beside);
		expect(outcomeOf(task)).toBe(expected);
		if (says !== undefined) expect(messageOf(task)).toContain(says);
	});
});

const pause = () => Promise.resolve();

/** Wherever a number comes from, it is read alike. */
describe('a number from anywhere', () => {
	it.each<[unknown, string, string]>([
		['4915112345678', 'DE', '+4915112345678'],
		['33612345678', 'AT', 'INVALID_NUMBER'],
		['-612345644', 'ES', 'INVALID_NUMBER'],
		['919877000000', '', 'SHORTENED_NUMBER'],
		['9.19877E+11', '', 'SHORTENED_NUMBER'],
		['(+44) 7911 123456', '', '+447911123456'],
		["'+13055550101", '', '+13055550101'],
		['13055550101.0', '', '+13055550101'],
		['\uff0b１３０５６７０８０８４', '', '+13056708084'],
		['+52 1 55 1234 5678', '', '+525512345678'],
		['07911 123456', 'UK', '+447911123456'],
	])('%j (%s) in To, a list, an array and a file', async (written, country, expected) => {
		expect(outcomeOf(() => readPhoneNumber(written, country))).toBe(expected);
		expect(summaryOf(await readRecipientList(written, country, pause))).toEqual([expected]);
		expect(summaryOf(await readRecipientList([written], country, pause))).toEqual([expected]);
		expect(summaryOf(await read(`Mobile,x\n${String(written)},y\n`, { country }))).toEqual([
			expected,
		]);
	});
});

it.each(['#N/A', 'n/a', '#DIV/0!', '/', 'undefined'])('%s has no number in it', (written) => {
	const refusal = messageOf(() => readPhoneNumber(written, ''));
	expect(refusal).toContain('is not a valid phone number');
});

describe('numbers that gateways report', () => {
	it.each<[string, string | null, string]>([
		['5215562000000', null, '+525562000000'],
		['525562000000', null, '+525562000000'],
		['+52 1 55 6200 0000', null, '+525562000000'],
		['5215562000000', '52', '+525562000000'],
		['15562000000', 'MX', '+525562000000'],
		['551161234567', null, '+5511961234567'],
		// No spreadsheet has had them.
		['919877000000', null, '+919877000000'],
		['919877000000', '91', '+919877000000'],
		['9877000000', 'IN', '+919877000000'],
		['4795550101', 'US', '+14795550101'],
		['4795550101', null, '+4795550101'],
		['13056708084', 'nowhere', '+13056708084'],
		['0034612345678', '52', '+34612345678'],
		['12345', null, 'INVALID_NUMBER'],
		['ACME', null, 'INVALID_NUMBER'],
		['', null, 'MISSING_NUMBER'],
	])('%j in %j: %s', (written, country, expected) => {
		expect(outcomeOf(() => readReportedNumber(written, country))).toBe(expected);
	});
});
