/**
 * The only import of libphonenumber-js, with its full metadata: the small set cannot distinguish existing
 * numbers from those that only have the right length. The build bundles it into this file.
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
