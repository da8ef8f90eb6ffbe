import { WordTable } from '../../wordTable';
import { STATUSES, type MessangiWord } from '../statuses';

const { 'INVALID ROUTING': invalidRouting, ...others } = STATUSES.entries;

/**
 * The newer platform's words for the state of a message, in replies to sends and in callbacks. Sources:
 * the vendor's pages "SMS Status" and "Message Status"; ACCEPTED was only seen in use. Assumed: the words
 * of carriers from UNDELIV on, which are SMPP's, and that a word means the same in a reply and in a
 * callback. What each means is in the table that both platforms share.
 */
export const ELASTIC_STATUSES = new WordTable<MessangiWord>({
	...only(
		...['ACCEPTED', 'QUEUE', 'DEQUEUED', 'INCOMPLETE', 'SENT', 'ENROUTE', 'ACCEPTD', 'DELIVRD'],
		...['CODE_NOT_ALLOWED', 'BLACKLISTED', 'SEGMENTS_EXCEEDED', 'EXHAUSTED'],
	),
	...(invalidRouting && { INVALID_ROUTING: invalidRouting }),
	...only('UNDELIV', 'DELETED', 'EXPIRED', 'REJECTD', 'REJECTED', 'UNKNOWN'),
});

function only(...words: string[]): Record<string, MessangiWord> {
	return Object.fromEntries(
		words.flatMap((word) => {
			const entry = others[word];
			return entry === undefined ? [] : [[word, entry]];
		}),
	);
}
