import { JSON_TYPE, type CallbackContent, type Report } from '../../server/gateway';
import { isMessageStatus, type MessageStatus } from '../../server/message';

/**
 * DELIVRD and UNDELIV are from the vendor's page; EXPIRED is translated there. It lists none for a
 * message in transit: ACCEPTD is from SMPP, like the spelling of the others (assumed).
 */
const WORDS: Readonly<Record<MessageStatus, string>> = {
	accepted: 'ACCEPTD',
	sent: 'ACCEPTD',
	delivered: 'DELIVRD',
	failed: 'UNDELIV',
	expired: 'EXPIRED',
};

/** The fields of the sample on the vendor's page. */
export function report({ message, status, at, fields }: Report): CallbackContent {
	const word = isMessageStatus(status) ? WORDS[status] : status;
	const content = {
		apiKey: null,
		clientId: null,
		messageId: message.id,
		status: word,
		// 0 is from the sample; the page does not list the others.
		errorCode: word === 'DELIVRD' || word === 'ACCEPTD' ? 0 : 1,
		countryCode: null,
		mobile: message.to,
		submitDate: zoneless(new Date(message.acceptedAt)),
		doneDate: zoneless(at),
		...fields,
	};
	return { contentType: JSON_TYPE, body: JSON.stringify(content) };
}

/** `2023-11-02 13:59:18`, without a zone. Here it is UTC (assumed). */
function zoneless(time: Date): string {
	return time.toISOString().slice(0, 19).replace('T', ' ');
}
