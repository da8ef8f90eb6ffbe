/**
 * The one door to numfmt, which shows numbers as spreadsheet programs do. Load it when a workbook
 * is read, never at the top of a module.
 */
export { format, getFormatDateInfo, isDateFormat, isValidFormat } from 'numfmt';
