import { openingAt, type MessageHours } from '../input/rules';
import type { OutsideHours } from '../output/outcome';

/**
 * Why a message may not be sent now, by its recipient's clock.
 *
 * @param now milliseconds since 1970
 * @returns null if it may
 */
export function outsideHours(hours: MessageHours, now: number): OutsideHours | null {
	const reason = 'outsideHours';
	if (hours.zones.length === 0)
		return {
			reason,
			says: 'No time zone is known for this number: set "Time Zone" in Sending Hours',
			sendAt: null,
		};
	const opening = openingAt(hours, now);
	if (opening.isOpen) return null;
	const { zone, localTime, sendAt } = opening;
	const when =
		sendAt === null
			? `the hours are never open in all ${hours.zones.length} time zones of this number at once: set "Time Zone" in Sending Hours`
			: `it may be sent from ${sendAt}`;
	const where = hours.isKnown
		? zone
		: `${zone}. The number does not show its time zone, so all time zones of its country apply`;
	return {
		reason,
		says: `Outside of the sending hours: ${localTime} in ${where}; ${when}`,
		sendAt,
	};
}
