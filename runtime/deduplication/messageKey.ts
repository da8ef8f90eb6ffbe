import {
	fillTemplate,
	parseTemplate,
	refuseIncomplete,
	showPlaceholder,
	type Stretch,
} from '../../messages/template';
import { refuseMissingValue } from './keyParts';

/** Identifies a message among all that the node ever sends. */
export interface MessageKey {
	/** The user's key and the recipient's number, so that no two numbers share a key. */
	text: string;
	/**
	 * The same without the number, as earlier versions recorded it; null if they included the number.
	 */
	earlier: string | null;
	/** Whether it is the same for all items, except for the number. */
	isFixed: boolean;
}

/** The deduplication keys of one item's messages. */
export interface KeyMaker {
	/** The variables in the keys. */
	names: readonly string[];
	/**
	 * @param number the recipient, E.164; empty if there is none
	 * @returns null if the user set no key
	 * @throws Refusal when a placeholder in the key has no value
	 */
	for(number: string, variables: ReadonlyMap<string, string>): MessageKey | null;
}

export const NO_KEYS: KeyMaker = { names: [], for: () => null };

/**
 * @param stretches the user's key; a typed `##name##` stands for the recipient's own value
 * @param headings the names of all variables
 * @param hadNumber whether keys always included the number, as in lists and files
 */
export function keyMaker(
	stretches: readonly Stretch[],
	headings: readonly string[],
	hadNumber: boolean,
): KeyMaker {
	refuseIncomplete(stretches, headings, 'deduplication key');
	const template = parseTemplate(stretches, headings);
	const { parts, names } = template;
	// In a list or file, it is normal that all recipients share a campaign's key.
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
