/** The one door to csv-parse. Load it when a file is read, never at the top of a module. */
export { CsvError, parse } from 'csv-parse/sync';
