/**
 * The one door to exceljs. It is large, so it is bundled into this file alone: load it with
 * `await import('../libraries/spreadsheet')` at the moment a workbook is written, never at the top
 * of a module. Workbooks are read without it (`messages/file/workbook.ts`).
 */
export { Workbook } from 'exceljs';
