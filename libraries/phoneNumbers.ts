/**
 * The one door to libphonenumber-js, with its full metadata: the small set cannot tell a number
 * that exists from one that only has the right length. The build bundles it into this file.
 */
export {
	getCountries,
	getCountryCallingCode,
	isSupportedCountry,
	parsePhoneNumberWithError,
	ParseError,
	validatePhoneNumberLength,
} from 'libphonenumber-js/max';
export type { CountryCode, PhoneNumber as ParsedNumber } from 'libphonenumber-js/max';
