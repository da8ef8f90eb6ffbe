import { tryToParseDateTime } from 'n8n-workflow';
import { Refusal } from '../../messages/refusal';

/** The longest format, in characters. */
const LONGEST_FORMAT = 100;

/**
 * Writes a moment as a gateway wants it.
 *
 * @param moment milliseconds since 1970
 * @param zone an IANA name, e.g. `America/New_York`
 * @param format Luxon's tokens, e.g. `yyyy-MM-dd`
 * @throws Refusal when there is no such time zone, or the format is empty or too long
 */
export function formatMoment(moment: number, zone: string, format: string): string {
	const date = tryToParseDateTime(new Date(moment), 'utc').setZone(zone);
	if (!date.isValid) {
		throw new Refusal(
			'INVALID_PARAMETER',
			'"Time Zone" is not the name of a time zone',
			'Enter a name such as America/New_York or UTC.',
		);
	}
	if (format.trim() === '' || format.length > LONGEST_FORMAT) {
		throw new Refusal(
			'INVALID_PARAMETER',
			'"Date Format" is empty or too long',
			'Enter a format such as yyyy-MM-dd HH:mm:ss, or remove the option.',
		);
	}
	return date.toFormat(format);
}
