import { rejectedReply, unknownReply, type FailedReply, type SendReply } from '../reply';
import { excerpt } from '../secrets/excerpt';
import { STATUSES, UNCLEAR_STATUS_HINT } from './statuses';

/** What a message's own status means, in the reply to a send or in the report. */
export function messageReply(message: {
	messageId: string | null;
	status: string;
	statusDescription: string | null;
	response: unknown;
}): SendReply {
	if (STATUSES.find(message.status)?.entry.outcome === 'accepted') {
		return { outcome: 'accepted', ...message };
	}
	return { ...messageProblem(message.status), ...message };
}

/** The meaning of a message's status that is not an accepted one. */
function messageProblem(status: string): FailedReply {
	const known = STATUSES.find(status);
	if (known?.entry.words) {
		const { outcome, words, fatal } = known.entry;
		const problem = { code: known.word, ...words };
		return outcome === 'rejected' ? { ...rejectedReply(problem), fatal } : unknownReply(problem);
	}
	const word = excerpt(status, 100);
	return unknownReply({
		code: word === '' ? 'NO_STATUS' : word,
		message:
			word === ''
				? 'Messangi gave the message no status'
				: `Messangi gave the message the status "${word}"`,
		hint: UNCLEAR_STATUS_HINT,
	});
}
