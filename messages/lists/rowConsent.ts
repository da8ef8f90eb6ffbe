import { unwrapped } from '../file/values';
import { oneLine } from '../oneLine';
import type { Column, ConsentColumn } from './columns';
import {
	agreedAgain,
	isDoubtful,
	isFreeText,
	isNoDate,
	Question,
	saysOf,
	stricter,
	verdictOf,
	type ConsentKind,
	type LeftOut,
	type Verdict,
} from './consent';
import { isNoteOfNo } from './headings';

/** What a consent cell has: its text, as written, or null if it has an error or no value of its own. */
export type ConsentText = (column: ConsentColumn['column']) => string | null;

/** Different values of a column that are remembered with what they mean. */
const MOST_REMEMBERED = 1_000;
/** UTF-16 units of a value that is remembered. */
const LONGEST_REMEMBERED = 100;
/** Rows that an error names. */
const ROWS_SHOWN = 5;

/** Reads what the rows of a file say about consent. */
export class RowConsent {
	private readonly known = new Map<ConsentColumn, Map<string, Verdict | null>>();

	private readonly outDates: readonly ConsentColumn[];

	private readonly yesDates: readonly ConsentColumn[];

	private readonly others: readonly ConsentColumn[];

	private unknown = 0;

	/** What to do about the first unknown value. */
	private hint = '';

	private readonly examples: string[] = [];

	/** @param leavesOutNotSaid whether those who said neither yes nor no are left out */
	constructor(
		columns: readonly ConsentColumn[],
		private readonly leavesOutNotSaid: boolean,
	) {
		this.outDates = columns.filter(({ kind }) => kind === 'outDate');
		this.yesDates = columns.filter(({ kind }) => kind === 'yesDate');
		this.others = columns.filter(({ kind }) => kind !== 'outDate' && kind !== 'yesDate');
	}

	/** Why a row is left out; undefined if it is not. */
	read(row: number, textOf: ConsentText): LeftOut | undefined {
		let verdict: Verdict = 'nothing';
		let says = '';
		const take = (each: Verdict, { column }: ConsentColumn, text: string) => {
			if (stricter(verdict, each) === verdict) return;
			verdict = each;
			says = saysOf(`row ${row}, column`, column.heading, text);
		};
		const doubts: Array<[ConsentColumn, string | null]> = [];
		for (const each of this.others) {
			const text = textOf(each.column);
			const found = text === null ? ofError(each) : this.verdictOf(each, text);
			if (found !== null) take(found, each, text ?? '');
			else if (isDoubtful(each.kind)) doubts.push([each, text]);
			else this.addUnknown(row, each, text);
		}
		for (const each of this.outDates) {
			const text = trimmed(textOf(each.column));
			if (text === null) this.addUnknown(row, each, text);
			else if (
				!isNoDate(text) &&
				!this.yesDates.some(({ column }) => agreedAgain(text, trimmed(textOf(column)) ?? ''))
			)
				take('optedOut', each, text);
		}
		// Nothing is asked about people who are left out anyway.
		const open = stricter(verdict, 'optedOut') === verdict ? [] : doubts;
		for (const [each, text] of open) this.addUnknown(row, each, text);
		return this.leftOut(verdict, says);
	}

	/**
	 * Why a row is left out whose number could not be read: `+1 305 670 8084 (do not text)`. Such words without a number
	 * may be a heading of the rows below, which is a question.
	 *
	 * @param column the one with the number
	 */
	readNumbers(row: number, column: Column, texts: readonly string[]): LeftOut | undefined {
		const said = texts.find(isNoteOfNo);
		if (said === undefined) return undefined;
		const says = saysOf(`row ${row}, column`, column.heading, said);
		if (/(?:\d\D{0,5}){7}/.test(said.slice(0, 100))) return { reason: 'optedOut', says };
		this.addUnknown(row, { column, kind: 'notes' }, said);
		return undefined;
	}

	private leftOut(verdict: Verdict, says: string): LeftOut | undefined {
		if (verdict === 'optedOut') return { reason: 'optedOut', says };
		if (verdict === 'notSaid' && this.leavesOutNotSaid) return { reason: 'notSaid', says };
		return undefined;
	}

	/** @throws Question `UNKNOWN_CONSENT` if values were read that are not known words */
	refuseUnknown(): void {
		if (this.unknown === 0) return;
		const more = this.unknown - this.examples.length;
		throw new Question(
			'UNKNOWN_CONSENT',
			`It is unclear who opted out: ${this.examples.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
			this.hint,
		);
	}

	private verdictOf(each: ConsentColumn, text: string): Verdict | null {
		let known = this.known.get(each);
		if (known === undefined) this.known.set(each, (known = new Map<string, Verdict | null>()));
		const remembered = known.get(text);
		if (remembered !== undefined) return remembered;
		const verdict = verdictOf(each.kind, unwrapped(text.trim()));
		if (text.length <= LONGEST_REMEMBERED && known.size < MOST_REMEMBERED) known.set(text, verdict);
		return verdict;
	}

	private addUnknown(row: number, { column, kind }: ConsentColumn, text: string | null): void {
		if (this.unknown++ === 0) this.hint = hintOf(kind);
		if (this.examples.length >= ROWS_SHOWN) return;
		const shown = text === null ? 'cannot be read' : `says "${oneLine(text, 40)}"`;
		this.examples.push(`row ${row}, column "${oneLine(column.heading, 64)}" ${shown}`);
	}
}

function hintOf(kind: ConsentKind): string {
	if (isFreeText(kind))
		return 'Delete these rows, or correct the cells. If these people may be texted, rename or remove the column.';
	if (isDoubtful(kind))
		return 'If the column says who must not be texted, name it "SMS Opt Out" and write yes or no. If not, rename or remove it.';
	return 'Write yes or no, or a word such as "subscribed" or "unsubscribed". If the column is not about texts, rename or remove it.';
}

/** What an error in a cell says. */
function ofError({ kind }: ConsentColumn): Verdict | null {
	return isFreeText(kind) ? 'nothing' : null;
}

function trimmed(text: string | null): string | null {
	return text === null || text === '' ? text : unwrapped(text.trim());
}
