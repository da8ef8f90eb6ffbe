import { readPhoneNumber } from '../../messages/phoneNumber';

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
