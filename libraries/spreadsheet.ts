/**
 * The one door to exceljs. It is large, so it is bundled into this file alone: load it with
 * `await import('../libraries/spreadsheet')` at the moment a workbook is read or written, never
 * at the top of a module.
 */
export { Workbook } from 'exceljs';
