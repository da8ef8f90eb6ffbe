import type { IDataObject } from 'n8n-workflow';
import type { Question } from './question';

/** The longest free text, in UTF-16 units. */
export const LONGEST_ANSWER = 5000;

/** The answer in a submitted form; null if it is not a valid answer to the question. */
export function readAnswer({ answer }: Question, body: unknown): IDataObject | null {
	const given = (body as { answer?: unknown } | null | undefined)?.answer;
	if (typeof given !== 'string') return null;
	if (answer.kind === 'freeText') {
		// Browsers write line breaks as CR LF.
		const text = given.replace(/\r\n/g, '\n').trim();
		return text === '' || text.length > LONGEST_ANSWER ? null : { text };
	}
	if (given === 'approve') return { approved: true };
	return given === 'decline' && answer.decline !== null ? { approved: false } : null;
}

/** The output's `data` after an answer. */
export function answered(given: IDataObject, now: Date): IDataObject {
	return { answered: true, ...given, respondedAt: now.toISOString() };
}

/** The output's `data` without an answer. */
export function noAnswer({ answer }: Question): IDataObject {
	const given = answer.kind === 'freeText' ? { text: null } : { approved: null };
	return { answered: false, ...given, respondedAt: null };
}
