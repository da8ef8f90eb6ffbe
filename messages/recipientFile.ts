import { readCsv } from './file/csv';
import { readRows, type FileRecipients, type RowOptions } from './file/rows';
import { readWorkbook } from './file/workbook';
import { Question } from './lists/consent';
import { wordsOfNo } from './lists/headings';
import { checkDefaultCountry } from './phoneNumber';
import { oneLine } from './oneLine';
import { Refusal } from './refusal';

/** A file of an n8n item. */
export interface RecipientFile {
	bytes: Uint8Array;
	/** Its name, with its extension; may be empty. */
	name: string;
	mimeType: string;
}

/** The largest file, in bytes: a workbook of 500,000 recipients has about 16 MB. */
const MOST_BYTES = 25 * 1024 * 1024;

const SAVE_AS = 'Open it in a spreadsheet program and save it as .xlsx, or as "CSV UTF-8".';

/**
 * Reads a file of recipients: an Excel workbook (.xlsx; its first sheet that is visible and not
 * empty) or a CSV file. The content decides which, not the name.
 *
 * Numbers and dates are read as a spreadsheet program in English shows them. Each row becomes a recipient
 * or a list of its problems; blank rows are left out.
 *
 * A file or a sheet whose name says that it lists people who opted out is not read, nor a workbook that also has such a
 * sheet.
 *
 * @returns the rows in their order, and what the columns were taken for
 * @throws Refusal when the file cannot be used at all: `EMPTY_FILE`, `FILE_TOO_LARGE`,
 *   `UNSUPPORTED_FILE`, `UNREADABLE_FILE`, `FILE_ENCODING`, `BROKEN_CSV`, `NO_ROWS`,
 *   `MISSING_COLUMN`, `DUPLICATE_COLUMN`, `TOO_MANY_ROWS`, `TOO_MANY_COLUMNS`, `INVALID_COUNTRY`;
 *   Question if only the user can say who gets the message: `OPT_OUT_LIST`, `AMBIGUOUS_COLUMN`, `UNKNOWN_CONSENT`
 */
export async function readRecipientFile(
	file: RecipientFile,
	options: RowOptions,
): Promise<FileRecipients> {
	checkDefaultCountry(options.defaultCountry);
	const { bytes } = file;
	if (bytes.length === 0)
		throw new Refusal('EMPTY_FILE', 'The file is empty', 'Use an .xlsx or .csv file.');
	if (bytes.length > MOST_BYTES) {
		throw new Refusal(
			'FILE_TOO_LARGE',
			`The file has ${Math.ceil(bytes.length / 1024 / 1024)} MB, and the limit is 25 MB`,
			'Split it into several files, or save it without pictures.',
		);
	}
	refuseNameOfNo('file', file.name);
	const { pause } = options;
	const sheet = await (beginsWith(bytes, ZIP)
		? readWorkbook(bytes, pause)
		: readCsv(textOf(file), pause));
	refuseNameOfNo('sheet', sheet.name ?? '');
	for (const other of sheet.others ?? []) refuseOtherSheet(other);
	return await readRows(sheet, options);
}

/** UTF-16 units of a name that are looked at. */
const LONGEST_NAME = 200;

function refuseNameOfNo(what: 'file' | 'sheet', name: string): void {
	const words = wordsOfNo(name.slice(0, LONGEST_NAME));
	if (words === null) return;
	throw new Question(
		'OPT_OUT_LIST',
		`The name of the ${what}, "${oneLine(name, 100)}", says "${words}", so it may list people who must not be texted`,
		`If so, use its numbers in the option "Do Not Send To". If these people may be texted, rename the ${what}.`,
	);
}

function refuseOtherSheet(name: string): void {
	const words = wordsOfNo(name.slice(0, LONGEST_NAME));
	if (words === null) return;
	throw new Question(
		'OPT_OUT_LIST',
		`The workbook also has the sheet "${oneLine(name, 100)}", whose name says "${words}". Only the first sheet is read`,
		'If it lists people who must not be texted, use its numbers in the option "Do Not Send To". Then use a workbook without it.',
	);
}

const ZIP = [0x50, 0x4b];
/** Old Office files, and new ones that are encrypted: an OLE compound file. */
const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const PDF = [0x25, 0x50, 0x44, 0x46];

/** The bytes of a file that may be text. */
function textOf({ bytes, name, mimeType }: RecipientFile): Uint8Array {
	if (beginsWith(bytes, OLE)) {
		throw new Refusal(
			'UNSUPPORTED_FILE',
			'The file is password-protected, or a workbook in the old format (.xls)',
			`${SAVE_AS} Remove the password.`,
		);
	}
	if (beginsWith(bytes, PDF) || /^(?:image|audio|video|font)\//i.test(mimeType)) {
		const shown = name === '' ? 'The file' : `"${oneLine(name, 100)}"`;
		throw new Refusal(
			'UNSUPPORTED_FILE',
			`${shown} is neither a workbook nor a CSV file`,
			'Use an .xlsx or .csv file.',
		);
	}
	return bytes;
}

function beginsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
	return signature.every((byte, index) => bytes[index] === byte);
}
