/**
 * The only import of numfmt, which shows numbers as spreadsheet programs do. Load it when a workbook
 * is read, never at the top of a module.
 */
export {
	addLocale,
	format,
	getFormatDateInfo,
	isDateFormat,
	isValidFormat,
	tokenize,
} from 'numfmt';
