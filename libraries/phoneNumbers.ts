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
/** The metadata that the functions above use. */
export { default as metadata } from 'libphonenumber-js/metadata.max.json';
export type { CountryCode, MetadataJson, PhoneNumberType } from 'libphonenumber-js/max';
