import { readPhoneNumber, readPhoneNumberOf } from '../../messages/phoneNumber';

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
		['9.19877E+11', '', 'INVALID_NUMBER'],
		['9,19877E+11', 'IN', 'INVALID_NUMBER'],
		// Not read as +61 23456789, a number in Australia.
		['6123456789', '', 'INVALID_NUMBER'],
		['6123456789', 'ES', 'INVALID_NUMBER'],
		['3056708084', '', 'INVALID_NUMBER'],
		['+1 305 670 8084, +1 305 670 8085', '', 'INVALID_NUMBER'],
		['+13056708084'.padEnd(101), '', 'INVALID_NUMBER'],
		['\u200e'.repeat(101), '', 'INVALID_NUMBER'],
		[null, '', 'INVALID_NUMBER'],
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
		expect(read).toThrow('"+1 3056708084" cannot be a phone number: it has more than 100 characters');
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
		['1305670808४', 'US', null, 'INVALID_NUMBER'],
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
		['15123456789', '49', '+4915123456789'],
		// Two lines that are none of a mobile phone.
		['4995583', '49', null],
	])('reads %j, which could be a number in two ways', (written, country, e164) => {
		const read = () => readPhoneNumberOf(written, country).e164;
		if (e164 === null) expect(read).toThrow('can be read in two ways: +494995583 and +4995583');
		else expect(read()).toBe(e164);
	});
});
