import type { IDataObject } from 'n8n-workflow';
import { isObvious } from '../../messages/lists/understood';
import type { Planned } from '../plan/planned';

/**
 * What was understood of each file of a run, for the output of the file's first recipient: which columns were taken
 * for what, how many rows by which form, and how many of them are left out or invalid.
 *
 * @returns by the place of that recipient
 */
export function fileSummaries(messages: readonly Planned[]): Map<number, IDataObject> {
	const summaries = new Map<number, IDataObject>();
	let counts = noneLeftOut();
	let invalid = 0;
	for (let place = messages.length - 1; place >= 0; place--) {
		const { leftOut, refusal, understood } = messages[place] ?? {};
		if (leftOut) counts[leftOut.reason] = (counts[leftOut.reason] ?? 0) + 1;
		else if (refusal) invalid++;
		if (!understood) continue;
		const { forms, ...more } = understood;
		summaries.set(place, { ...more, forms: { ...forms }, invalid, leftOut: counts });
		counts = noneLeftOut();
		invalid = 0;
	}
	return summaries;
}

/** By reason; those of the options are there only if they left somebody out. */
function noneLeftOut(): Partial<Record<NonNullable<Planned['leftOut']>['reason'], number>> {
	return { optedOut: 0, notSaid: 0 };
}

/** What was understood of the files, in words; nothing for files whose headings leave no doubt. */
export function fileWords(messages: readonly Planned[]): string[] {
	return messages.flatMap(({ understood }) => {
		if (!understood || isObvious(understood)) return [];
		const { phoneColumns, countryColumns, consentColumns, bookingsOver } = understood;
		const words = [
			`Phone numbers: ${quoted(phoneColumns)}.`,
			countryColumns.length === 0 ? '' : `Country: ${quoted(countryColumns)}.`,
			consentColumns.length === 0 ? '' : `Consent: ${quoted(consentColumns)}.`,
			bookingsOver === 0
				? ''
				: `Sent to canceled, refunded or archived bookings, too: ${bookingsOver}.`,
		];
		return [words.filter((each) => each !== '').join(' ')];
	});
}

function quoted(headings: readonly string[]): string {
	return headings.map((heading) => `"${heading}"`).join(', ');
}
