import type { StatusMeaning } from '../callbacks/statuses';
import { unknownReply, type SendReply } from '../reply';
import { readReportedMoment } from '../report/moment';
import type { ReportRow } from '../report/reportRow';
import { excerpt } from '../secrets/excerpt';
import { lookUp } from '../table';
import type { ExportedMessage } from './export';
import { RECEIPT_CODES, RECEIPT_WORDS } from './statuses';

/**
 * A message of the export as a row of a report.
 *
 * @param zone the time zone of its dates; empty if nobody knows
 */
export function mGageRow(message: ExportedMessage, zone: string): ReportRow {
	const { messageId, to, from, text, date } = message;
	return { messageId, to, from, text, ...readReportedMoment(date, zone), reply: replyOf(message) };
}

/**
 * The outcome of an exported message. Assumed: what the export lists was accepted, and its statuses are those of
 * receipts.
 */
function replyOf({ messageId, status, statusCode, fields }: ExportedMessage): SendReply {
	const facts = {
		messageId,
		status: statusCode ?? status,
		statusDescription: statusCode === null ? null : status,
		response: fields,
	};
	const meaning = meaningOf(status, statusCode);
	if (meaning === null || meaning.status === 'delivered' || meaning.status === 'pending') {
		return { outcome: 'accepted', ...facts };
	}
	const word = excerpt(statusCode ?? status ?? '', 100);
	return {
		...unknownReply({
			code: word,
			message: `mGage gave the message the status "${word}"`,
			hint: 'mGage accepted it, but it may not have arrived: check with mGage before sending it again.',
		}),
		...facts,
	};
}

const OPEN: StatusMeaning = { status: 'unknown', final: false };

/** What a status means; null if there is none. */
function meaningOf(status: string | null, statusCode: string | null): StatusMeaning | null {
	if (statusCode === null && status === null) return null;
	return (
		lookUp(RECEIPT_CODES, statusCode ?? '') ??
		lookUp(RECEIPT_CODES, status ?? '') ??
		RECEIPT_WORDS.find(status ?? '')?.entry ??
		OPEN
	);
}
