import { askForPage, identityOfRecord, ListReading } from '../../../../gateways/messangi/pages';
import { messangiRow } from '../../../../gateways/messangi/report';
import { messageReportRequest } from '../../../../gateways/messangi/request';
import { readMessageReport, type MessageRecord } from '../../../../gateways/messangi/response';
import { ReadFailure, type Problem } from '../../../../gateways/reply';
import type { ReconcileOperation, Report } from '../../../../runtime/operation';
import { reconcileFields } from '../../../shared/descriptions/reconcile';
import { pageSizeOption } from '../../descriptions';

/** Results per request, unless the user sets another number. */
const PAGE_SIZE = 1000;
/** The most messages that are read; the period of a run has fewer. */
const MOST_ROWS = 500_000;

/** Looks for messages in `tools/messageReport`, which is read page by page, once for all items. */
export const reconcile: ReconcileOperation = {
	kind: 'reconcile',
	name: 'Find Out What Became of a Message',
	action: 'Find out what became of an SMS',
	description: 'Look in Messangi’s report for messages whose outcome is unknown',
	fields: reconcileFields({ options: [{ ...pageSizeOption, default: PAGE_SIZE }] }),

	prepare(item) {
		const pageSize = Math.floor(item.optionNumber('pageSize', PAGE_SIZE, 1, PAGE_SIZE));
		return {
			key: String(pageSize),
			slack: 0,
			read: async ({ start, end }, ask, pause) =>
				await readReport(async (page) => {
					const request = { startDate: start, endDate: end, page, pageSize, filters: {} };
					return await readMessageReport(await ask(messageReportRequest(request)), pause);
				}, pageSize),
		};
	},
};

type AskForPage = Parameters<typeof askForPage<MessageRecord>>[0];

/** @throws ReadFailure when not even the first page could be read */
async function readReport(
	page: (number: number) => ReturnType<AskForPage>,
	pageSize: number,
): Promise<Report> {
	const reading = new ListReading<MessageRecord>({
		identity: identityOfRecord,
		pageSize,
		limit: MOST_ROWS,
	});
	let isCut: Problem | null = null;
	try {
		while (reading.wanted !== null) {
			const { wanted } = reading;
			reading.take(await askForPage(() => page(wanted)));
		}
	} catch (error) {
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error -- the runtime makes it one
		if (!(error instanceof ReadFailure) || reading.list.messages.length === 0) throw error;
		isCut = error.problem;
	}
	const { messages, records, previous } = reading.list;
	// Without a count, only an empty page is surely the end.
	const isShort = records === null ? previous.length > 0 : messages.length < records;
	if (isShort) isCut ??= shortened(messages.length, records);
	return { rows: messages.map(messangiRow), isCut };
}

function shortened(read: number, records: number | null): Problem {
	const counted = records === null ? 'no count of its messages' : `${records} messages`;
	return {
		code: 'REPORT_CUT_SHORT',
		message: `Messangi reported ${counted} but returned ${read}`,
		hint: '',
	};
}
