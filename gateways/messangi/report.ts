import { readReportedMoment } from '../report/moment';
import type { ReportRow } from '../report/reportRow';
import type { MessageRecord } from './messages';
import { messageReply } from './messageReply';

/**
 * A message of `tools/messageReport` as a row of a report. Assumed: `date` is when the message was sent, and
 * the report's period is about the same date.
 */
export function messangiRow(record: MessageRecord): ReportRow {
	const { messageId, to, from, text, status, statusDescription, date, timezone, response } = record;
	return {
		messageId,
		to,
		from,
		text,
		...readReportedMoment(date, timezone ?? ''),
		reply: messageReply({ messageId, status: status ?? '', statusDescription, response }),
	};
}
