import { WAIT_INDEFINITELY } from 'n8n-workflow';
import { refuseObjects } from '../../messages/objects';
import { Refusal } from '../../messages/refusal';
import type { Template } from '../../messages/template';
import type { ItemParameters } from '../input/parameters';
import { pageText, withoutLink } from './link';

/** The question on the linked page. */
export interface Question {
	title: string;
	text: string;
	/** The page's text after the answer. */
	thanks: string;
	answer: Approval | FreeText;
}

interface Approval {
	kind: 'approval';
	approve: string;
	/** Null if there is no such button. */
	decline: string | null;
}

interface FreeText {
	kind: 'freeText';
	submit: string;
}

/** The heading of the page, and its text after the answer, unless the user wrote others. */
export const USUAL_TITLE = 'Please answer';
export const USUAL_THANKS = 'Your answer was received. You can close this page.';

/** The lengths of the units of a time limit, in milliseconds. */
const UNITS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/**
 * Reads the question of the page.
 *
 * @param readable makes texts readable, see `toolInputReader`
 * @throws Refusal when the kind of answer is unknown, or a text has an object in it
 */
export function readQuestion(
	item: ItemParameters,
	message: Template,
	readable: (text: string) => string,
): Question {
	const textOf = (name: string) =>
		refuseObjects(readable(pageText(item.optionStretches(name))), 'The page');
	return {
		title: textOf('responseFormTitle') || USUAL_TITLE,
		text: textOf('responseFormDescription') || item.encoded(withoutLink(message)),
		thanks: textOf('formSubmittedText') || USUAL_THANKS,
		answer: readWantedAnswer(item),
	};
}

function readWantedAnswer(item: ItemParameters): Question['answer'] {
	const kind = item.oneOf('responseType', 'Response Type', ['approval', 'freeText']);
	if (kind === 'freeText') {
		return { kind, submit: item.optionText('responseFormButtonLabel') || 'Submit' };
	}
	const value = (name: string) => item.textIn('approvalOptions.values', name);
	return {
		kind,
		approve: value('approveLabel') || 'Approve',
		decline: value('approvalType') === 'double' ? value('disapproveLabel') || 'Decline' : null,
	};
}

/**
 * Reads when to stop waiting.
 *
 * @param now milliseconds since 1970
 * @throws Refusal when it is not a time, or is in the past
 */
export function readTimeLimit(item: ItemParameters, now: number): Date {
	if (!item.hasOption('limitWaitTime')) return WAIT_INDEFINITELY;
	const values = 'options.limitWaitTime.values';
	const limit =
		item.textIn(values, 'limitType') === 'atSpecifiedTime'
			? item.moment(`${values}.maxDateAndTime`, 'Max Date and Time')
			: now + readInterval(item, values);
	if (limit > now) return new Date(limit);
	throw new Refusal(
		'INVALID_PARAMETER',
		'The time limit is in the past',
		'Choose a later date or a longer time under "Limit Wait Time".',
	);
}

/** In milliseconds. */
function readInterval(item: ItemParameters, values: string): number {
	const amount = Number(item.textIn(values, 'resumeAmount') || 1);
	const unit = item.textIn(values, 'resumeUnit') || 'hours';
	const length = Object.entries(UNITS).find(([name]) => name === unit)?.[1];
	// About a hundred years: JavaScript's dates have an upper limit.
	if (length !== undefined && amount > 0 && amount * length < 3.2e12) return amount * length;
	throw new Refusal(
		'INVALID_PARAMETER',
		'"Limit Wait Time" is not a valid length of time',
		'"Amount" must be a number above 0, and "Unit" must be minutes, hours or days.',
	);
}
