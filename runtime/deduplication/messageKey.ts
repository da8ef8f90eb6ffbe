import {
	fillTemplate,
	parseTemplate,
	showPlaceholder,
	type Stretch,
} from '../../messages/template';
import { refuseMissingValue } from './keyParts';

/** What tells a message from all others that the node ever sends. */
export interface MessageKey {
	/** What the user gave, and the number that it goes to: no two numbers have the same key. */
	text: string;
	/**
	 * How versions that knew no number in it would have recorded it; null where they had it, too.
	 */
	earlier: string | null;
	/** Whether it is the same for all items, but for the number. */
	isFixed: boolean;
}

/** The deduplication keys of one item's messages. */
export interface KeyMaker {
	/** The variables that the keys are made of. */
	names: readonly string[];
	/**
	 * @param number whom the message goes to, E.164; empty where it goes to nobody
	 * @returns null where the user gave no key
	 * @throws Refusal when a placeholder in the key has no value
	 */
	for(number: string, variables: ReadonlyMap<string, string>): MessageKey | null;
}

export const NO_KEYS: KeyMaker = { names: [], for: () => null };

/**
 * @param stretches what the user gave; `##name##` in what was typed stands for the recipient's own value
 * @param headings the names of all variables that there are
 * @param hadNumber whether keys always had the number: in lists and files
 */
export function keyMaker(
	stretches: readonly Stretch[],
	headings: readonly string[],
	hadNumber: boolean,
): KeyMaker {
	const template = parseTemplate(stretches, headings);
	const { parts, names } = template;
	// In a list or file, the key of a campaign is the same for all.
	const isFixed = !hadNumber && names.length === 0 && stretches.every(({ isTyped }) => isTyped);
	return {
		names,
		for(number, variables) {
			for (const part of parts) {
				if (typeof part === 'string') continue;
				refuseMissingValue(showPlaceholder(part.written), variables.get(part.name) ?? '');
			}
			const given = fillTemplate(template, variables, 'deduplication key').trim();
			const text = number === '' ? given : `${given} ${number}`;
			return { text, earlier: hadNumber || text === given ? null : given, isFixed };
		},
	};
}
