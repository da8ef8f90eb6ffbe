import { Workbook } from 'exceljs';
import JSZip from 'jszip';

/*
 * JSZip, which exceljs uses, cuts a text into pieces of 16,384 UTF-16 units and encodes each separately: an
 * emoji on such a border becomes two U+FFFD. So every text is converted to bytes first, which are not
 * encoded.
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
 * The only import of exceljs. It is large, so it is bundled only into this file: load it with
 * `await import('../libraries/spreadsheet')` when a workbook is written, never at the top of a
 * module. Workbooks are read without it (`messages/file/workbook.ts`).
 */
export { Workbook };
