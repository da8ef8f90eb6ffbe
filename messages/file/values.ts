import { isBlankText, wordForNothing } from '../missing';
import { unwrap } from '../writtenNumber';
import { errorOf, unwrapText } from './cellTexts';
import type { Cell, CellFault } from './sheet';

/*
 * The content of cells: for messages as they show it, for numbers with all of their digits.
 */

/** UTF-16 units; a longer value is a mistake in the file, such as a missing quotation mark. */
const LONGEST_VALUE = 1_000;
/** UTF-16 units up to which a value is processed: spaces around it may make it longer. */
const LONGEST_LOOKED_AT = 2 * LONGEST_VALUE;

/** Control characters except line breaks, and replacement characters: a text message cannot show them. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const UNSENDABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufffd-\uffff]|\p{Cs}/u;

/** What a cell shows; empty for a fault. */
export function textOf(cell: Cell): string {
	if (typeof cell === 'string') return cell;
	return 'number' in cell && typeof cell.shown === 'string' ? cell.shown : '';
}

/**
 * The value for a message. A text that is too long for one is not processed, because many cells may share it.
 */
export function valueOf(cell: Cell): string {
	const text = textOf(cell);
	if (text.length > LONGEST_LOOKED_AT) return text;
	const value = text.trim().replace(/\r\n?/g, '\n');
	return typeof cell === 'string' ? unwrapText(value) : value;
}

/** The content of a cell: all digits of a number, whatever the cell shows. */
export function writtenOf(cell: Cell): string {
	return typeof cell === 'object' && 'number' in cell ? String(cell.number) : textOf(cell).trim();
}

/** A text without what protects it in spreadsheets. */
export function unwrapped(text: string): string {
	return unwrap(unwrapText(text));
}

export function faultOf(cell: Cell): CellFault | undefined {
	if (typeof cell === 'string') return undefined;
	if ('code' in cell) return cell;
	return typeof cell.shown === 'string' ? undefined : cell.shown;
}

export function faultOfValue(
	value: string,
): { code: string; message: string; hint: string } | undefined {
	if (value.length <= LONGEST_VALUE && isBlankText(value)) {
		return {
			code: 'EMPTY_VARIABLE',
			message: 'the value is empty, but the message needs it',
			hint: 'Fill it in, or delete the row.',
		};
	}
	if (value.length > LONGEST_VALUE) {
		return {
			code: 'LONG_VALUE',
			message: `the value has ${value.length} characters, and the limit is ${LONGEST_VALUE}`,
			hint: 'Shorten it. In a CSV file, a quotation mark may be missing at the end of a value.',
		};
	}
	const error = errorOf(value);
	if (error !== undefined) return error;
	const word = wordForNothing(value);
	if (word !== null) {
		return {
			code: 'EMPTY_VARIABLE',
			message: `the value is "${word}", which programs write if there is none, but the message needs it`,
			hint: 'Fill it in, or delete the row.',
		};
	}
	if (UNSENDABLE.test(value)) {
		return {
			code: 'BROKEN_TEXT',
			message: 'the value has characters that cannot be displayed',
			hint: 'Enter it again. Common causes are tabs and text saved in another encoding.',
		};
	}
	return undefined;
}
