import {
	Question,
	saysOf,
	verdictOf,
	isConsentKind,
	type ConsentKind,
	type LeftOut,
	type LeftOutNumbers,
	type Verdict,
} from '../../messages/lists/consent';
import { fold, splitWords } from '../../messages/lists/fold';
import { meaningOf } from '../../messages/lists/headings';
import { oneLine } from '../../messages/oneLine';
import { attempt, Refusal } from '../../messages/refusal';
import type { ItemParameters } from '../input/parameters';

/**
 * Whether recipients are sent to who said neither yes nor no. Never as a tool: a model does not know whether a
 * message is marketing.
 *
 * @throws Refusal when the setting is not valid
 */
export function sendsNotSaid(item: ItemParameters): boolean {
	// Saved workflows of earlier versions do not have it.
	const choice = item.text('notSaid');
	if (choice === '' || item.isTool) return false;
	return item.oneOf('notSaid', 'Consent Missing', ['leaveOut', 'send']) === 'send';
}

/**
 * Reads the item's field that says whether its recipient opted out, if the user named one. The name of the field
 * decides what yes means, as a heading does, or the words in it; any other name means an opt-out.
 *
 * @param numbers gets the recipient's number if it is left out
 * @param hasField whether any item has a field
 * @returns why the recipient is left out, with the number as far as it is known; undefined if it is not
 * @throws Question `UNKNOWN_CONSENT` for a value that is not a known word, or if no item has the field
 */
export function readItemConsent(
	item: ItemParameters,
	numbers: LeftOutNumbers,
	hasField: (name: string) => boolean,
): { leftOut: LeftOut; to: string } | undefined {
	const field = item.optionText('optOutField').trim();
	if (field === '') return undefined;
	const found = item.field(field);
	if (found === undefined && !hasField(field)) throw noField(field);
	const kind = Array.isArray(found) ? 'tags' : kindOf(field);
	const text = textOf(found);
	const verdict = text === null ? null : verdictOf(kind, text);
	if (verdict === null) throw unknownValue(item.itemIndex, field, text);
	const leftOut = leftOutOf(
		verdict,
		saysOf(`item ${item.itemIndex}, field`, field, text ?? ''),
		item,
	);
	if (leftOut === undefined) return undefined;
	const number = attempt(() => item.phoneNumber('to'));
	if (number instanceof Refusal) {
		const written = item.text('to');
		numbers.addUnread(written, leftOut);
		return { leftOut, to: oneLine(written, 100) };
	}
	numbers.add(number.e164, leftOut);
	return { leftOut, to: number.e164 };
}

function leftOutOf(verdict: Verdict, says: string, item: ItemParameters): LeftOut | undefined {
	if (verdict === 'optedOut') return { reason: 'optedOut', says };
	if (verdict === 'notSaid' && !sendsNotSaid(item)) return { reason: 'notSaid', says };
	return undefined;
}

/** What the last part of the field's name means: `properties.sms_opt_out`. */
function kindOf(field: string): ConsentKind {
	const kind = (meaningOf(field) ?? meaningOf(field.slice(field.lastIndexOf('.') + 1)))?.kind;
	if (kind === undefined || !isConsentKind(kind) || kind === 'yesDate')
		return saysYes(field) ? 'consent' : 'out';
	return INSTEAD[kind] ?? kind;
}

/** What a field means that the user named, where a heading alone leaves it open. */
const INSTEAD: Partial<Record<ConsentKind, ConsentKind>> = {
	leftMailing: 'outDate',
	notes: 'out',
	name: 'out',
	perhapsOut: 'out',
	perhapsConsent: 'consent',
	perhapsStatus: 'marketingStatus',
};

/**
 * Whether the name of a field that is not a known heading says who agreed, e.g. `hs_sms_opt_in` or `acceptsMarketing`:
 * a no in it is an opt-out.
 */
function saysYes(field: string): boolean {
	const name = fold(splitWords(field));
	return AGREED.test(name) && !DISAGREED.test(name);
}

const AGREED =
	/\b(?:opt(?:ed|s)? ?ins?|consent(?:ed|s)?|subscribe[dr]?|subscription|accept(?:ed|s)?|allow(?:ed|s)?|permission|agree[ds]?|granted|acept[ao]|aceita|accepte|accetta|einwilligung)\b/;
const DISAGREED =
	/\b(?:not?|never|dont|out|without|un|non|withdr(?:awn|ew)|revoked|refused|declined|missing|lost|ended)\b/;

/** A value as text; null for an object. A list is read like tags. */
function textOf(value: unknown): string | null {
	if (value === undefined || value === null) return '';
	if (Array.isArray(value)) {
		const texts = value.map(textOf);
		return texts.includes(null) ? null : texts.join(', ');
	}
	if (typeof value === 'string') return value.trim();
	return typeof value === 'boolean' || typeof value === 'number' ? String(value) : null;
}

function unknownValue(itemIndex: number, field: string, text: string | null): Question {
	const shown = text === null ? 'is an object' : `says "${oneLine(text, 40)}"`;
	return new Question(
		'UNKNOWN_CONSENT',
		`It is unclear who opted out: item ${itemIndex}, field "${oneLine(field, 64)}" ${shown}`,
		'The field must have yes or no, or a word such as "subscribed" or "unsubscribed".',
	);
}

function noField(field: string): Question {
	return new Question(
		'UNKNOWN_CONSENT',
		`No item has the field "${oneLine(field, 64)}", so it is unclear who opted out`,
		'Correct the name in the option "Opt-Out Field". For a nested field, write e.g. properties.sms_opt_out.',
	);
}
