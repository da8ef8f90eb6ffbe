import { Workbook } from 'exceljs';
import JSZip from 'jszip';

/*
 * JSZip, which exceljs packs its files with, cuts a text into pieces of 16,384 UTF-16 units and
 * encodes each for itself: an emoji on such a border comes out as two U+FFFD. Bytes are not
 * encoded, so every text is made into bytes before it gets there.
 */
const zip = JSZip.prototype as { file(this: unknown, ...given: unknown[]): unknown };
const { file } = zip;
zip.file = function (...given) {
	const [name, data, ...options] = given;
	return typeof data === 'string' && options.length === 0
		? file.call(this, name, Buffer.from(data, 'utf8'))
		: file.apply(this, given);
};

/**
 * The one door to exceljs. It is large, so it is bundled into this file alone: load it with
 * `await import('../libraries/spreadsheet')` at the moment a workbook is written, never at the top
 * of a module. Workbooks are read without it (`messages/file/workbook.ts`).
 */
export { Workbook };
