import { readMessangiReport } from '../../../../gateways/messangi/report';
import { messageReportRequest } from '../../../../gateways/messangi/request';
import { readMessageReport } from '../../../../gateways/messangi/response';
import type { ReconcileOperation } from '../../../../runtime/operation';
import { reconcileFields } from '../../../shared/descriptions/reconcile';
import { pageSizeOption } from '../../descriptions';

/** Results per request, unless the user sets another number. */
const PAGE_SIZE = 1000;

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
				await readMessangiReport(
					async (page) => {
						const request = { startDate: start, endDate: end, page, pageSize, filters: {} };
						return await readMessageReport(await ask(messageReportRequest(request)), pause);
					},
					pageSize,
					pause,
				),
		};
	},
};
