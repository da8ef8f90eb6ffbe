/**
 * The one door to saxes, a strict reader of XML piece by piece: a workbook's sheet can be too large
 * to be held whole. It is taken from exceljs, as a package of our own it would be a second copy.
 * Load it when a workbook is read, never at the top of a module.
 */
export { default as readXmlEvents } from 'exceljs/lib/utils/parse-sax';
