import { mapWithBreaks } from '../../messages/breaks';
import { readReportedMoment } from '../report/moment';
import type { ReportRow } from '../report/reportRow';
import { ReadFailure, type Problem } from '../reply';
import type { MessagePage, MessageRecord } from './messages';
import { messageReply } from './messageReply';
import { askForPage, identityOfRecord, ListReading } from './pages';

/** The most messages that are read; the period of a run has fewer. */
const MOST_ROWS = 500_000;

/**
 * Reads a report page by page, as far as that is possible.
 *
 * @param pause lets other work run; called every few milliseconds
 * @returns the messages, and why there may be more; null if all of them were read
 * @throws ReadFailure when not even the first page could be read
 */
export async function readMessangiReport(
	page: (number: number) => Promise<MessagePage<MessageRecord>>,
	pageSize: number,
	pause: () => Promise<void>,
): Promise<{ rows: ReportRow[]; isCut: Problem | null }> {
	const reading = new ListReading({ identity: identityOfRecord, pageSize, limit: MOST_ROWS });
	let isCut: Problem | null = null;
	try {
		while (reading.wanted !== null) {
			const { wanted } = reading;
			reading.take(await askForPage(() => page(wanted)));
		}
	} catch (error) {
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error -- no n8n here
		if (!(error instanceof ReadFailure) || reading.list.messages.length === 0) throw error;
		isCut = error.problem;
	}
	const { messages, records, previous } = reading.list;
	// Without a count, only an empty page is surely the end.
	const isShort = records === null ? previous.length > 0 : messages.length < records;
	if (isShort) isCut ??= shortened(messages.length, records);
	return { rows: await mapWithBreaks(messages, messangiRow, pause), isCut };
}

function shortened(read: number, records: number | null): Problem {
	const counted = records === null ? 'no count of its messages' : `${records} messages`;
	return {
		code: 'REPORT_CUT_SHORT',
		message: `Messangi reported ${counted} but returned ${read}`,
		hint: '',
	};
}

/**
 * A message of `tools/messageReport` as a row of a report. Assumed: `date` is when the message was sent, and
 * the report's period is about the same date.
 */
function messangiRow(record: MessageRecord): ReportRow {
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
