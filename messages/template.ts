import { Refusal } from './refusal';

/** A message with places to fill, written `##name##`. */
export interface Template {
	text: string;
	/** The names of the variables, as `variableName` makes them, in the order of their first use. */
	names: readonly string[];
}

/** The longest name of a variable, in UTF-16 units. */
const LONGEST_NAME = 64;

/** A candidate; the bound keeps the search linear in the text. */
const PLACEHOLDER = /##([\p{L}\p{M}\p{N}_. \u00a0-]{1,80})##/gu;

/**
 * The one form of a variable's name, whoever wrote it: lower case, one space between words, none
 * around them, and accents on their letters (NFC), as files come with either form.
 */
export function variableName(written: string): string {
	return written.trim().replace(/\s+/g, ' ').normalize('NFC').toLowerCase();
}

/**
 * Reads the placeholders of a message: `##name##`, where the name has letters of any script,
 * digits, `_`, `-`, `.` and inner spaces, 64 characters at most. Case does not matter. All else is
 * text, so also a lone `##` and `## ##`.
 */
export function parseTemplate(text: string): Template {
	const names = new Set<string>();
	replacePlaceholders(text, (name, written) => {
		names.add(name);
		return written;
	});
	return { text, names: [...names] };
}

/**
 * The text of a template with its variables filled in, in one pass: a value that holds `##x##` is
 * not filled again.
 *
 * @param variables values by name, the names as `variableName` makes them
 * @throws Refusal `MISSING_VARIABLE` for a placeholder without a value, or with a blank one
 */
export function fillTemplate(template: Template, variables: ReadonlyMap<string, string>): string {
	return replacePlaceholders(template.text, (name, written) => {
		const value = variables.get(name);
		if (value === undefined || value.trim() === '') {
			throw new Refusal(
				'MISSING_VARIABLE',
				`The message has ${written}, and there is no value for it`,
				`Give every recipient a value for "${name}", or take ${written} out of the message.`,
			);
		}
		return value;
	});
}

/**
 * The text of a template with its placeholders renamed.
 *
 * @param rename gets each name as `variableName` makes it
 */
export function renamePlaceholders(template: Template, rename: (name: string) => string): string {
	return replacePlaceholders(template.text, (name) => `##${rename(name)}##`);
}

function replacePlaceholders(
	text: string,
	replacement: (name: string, written: string) => string,
): string {
	let result = '';
	let done = 0;
	const search = new RegExp(PLACEHOLDER);
	for (let found = search.exec(text); found !== null; found = search.exec(text)) {
		const [written, inner = ''] = found;
		const name = variableName(inner);
		if (name === '' || name.length > LONGEST_NAME) {
			// Its end may be the beginning of a placeholder: `## ##name##`.
			search.lastIndex -= 2;
			continue;
		}
		result += text.slice(done, found.index) + replacement(name, written);
		done = found.index + written.length;
	}
	return result + text.slice(done);
}
