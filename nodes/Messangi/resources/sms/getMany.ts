import { identityOfRecord, readPages } from '../../../../gateways/messangi/pages';
import { messageReportRequest } from '../../../../gateways/messangi/request';
import { readMessageReport, type MessageRecord } from '../../../../gateways/messangi/response';
import { mapWithBreaks } from '../../../../messages/breaks';
import { simplifyField } from '../../../shared/descriptions/options';
import { limitFields, queryOptions } from '../../../shared/descriptions/queries';
import type { QueryOperation } from '../../../../runtime/operation';
import { n8nBreaks } from '../../../../runtime/send/pace';
import { filtersField, pageSizeOption } from '../../descriptions';
import { listAnswer, readFilters, readRange } from '../../pagination';
import { messageOutput } from '../../toOutput';

/** Reads the messages sent in a period, with their statuses: `tools/messageReport`, page by page. */
export const getMany: QueryOperation = {
	kind: 'query',
	name: 'Get Many',
	action: 'Get many SMS',
	description: 'List messages sent in a period and their statuses',
	repeatable: true,
	fields: [
		{
			displayName: 'Start Date',
			name: 'startDate',
			type: 'dateTime',
			required: true,
			default: '={{ $now.minus({ days: 1 }).toISO() }}',
			description: 'The start of the period',
		},
		{
			displayName: 'End Date',
			name: 'endDate',
			type: 'dateTime',
			required: true,
			default: '={{ $now.toISO() }}',
			description: 'The end of the period',
		},
		...limitFields,
		filtersField({
			displayName: 'Status',
			name: 'status',
			type: 'string',
			default: '',
			placeholder: 'e.g. DELIVRD',
			description: 'The status as Messangi names it. Separate several with commas.',
		}),
		simplifyField,
		queryOptions([pageSizeOption]),
	],

	async answer(item, ask) {
		const startDate = item.moment('startDate', 'Start Date');
		const endDate = item.moment('endDate', 'End Date');
		const filters = readFilters(item);
		const range = readRange(item);
		const { pause } = n8nBreaks();
		const { messages, records } = await readPages({
			...range,
			order: filters.order,
			identity: identityOfRecord,
			page: async (page) =>
				await readMessageReport(
					await ask(
						messageReportRequest({ startDate, endDate, page, pageSize: range.pageSize, filters }),
					),
					pause,
				),
		});
		const simplify = item.simplify();
		const outputOf = (message: MessageRecord) => messageOutput(message, simplify);
		const json = await mapWithBreaks(messages, outputOf, pause);
		return listAnswer(json, records, range.limit);
	},
};
