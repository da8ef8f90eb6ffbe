import { identityOfIncoming, readPages } from '../../gateways/messangi/pages';
import { incomingMessagesRequest, type ListFilters } from '../../gateways/messangi/request';
import { readIncomingMessages, type IncomingMessage } from '../../gateways/messangi/response';
import type { IDataObject } from 'n8n-workflow';
import type { Answer, Ask } from '../../runtime/operation';
import { n8nBreaks } from '../../runtime/send/pace';
import type { ItemParameters } from '../../runtime/input/parameters';

/** How much of a list is wanted. */
export interface ListRange {
	/** Results per request. */
	pageSize: number;
	/** The most results in all; Infinity for no limit. */
	limit: number;
}

/** @throws Refusal when the limit is not a whole number */
export function readRange(item: ItemParameters): ListRange {
	const pageSize = Math.floor(item.optionNumber('pageSize', 100, 1, 1000));
	const limit = item.limit();
	return { pageSize: Math.min(pageSize, limit), limit };
}

/** The filters of the list. */
export function readFilters(item: ItemParameters): ListFilters {
	const order = item.textIn('filters', 'order');
	return {
		from: item.textIn('filters', 'from'),
		to: item.textIn('filters', 'to'),
		carrier: item.textIn('filters', 'carrier'),
		keyword: item.textIn('filters', 'keyword'),
		status: item.textIn('filters', 'status'),
		order: order === 'asc' || order === 'desc' ? order : '',
	};
}

/** The result of a list, with a warning if it is shorter than Messangi reported. */
export function listAnswer(json: IDataObject[], records: number | null, limit: number): Answer {
	if (records === null || json.length >= Math.min(records, limit)) return { json };
	return {
		json,
		warning: `Messangi reported ${records} messages but returned ${json.length}. Run the node again, or narrow the list with filters.`,
	};
}

/** Reads incoming messages page by page, and Messangi's count of them. */
export async function readIncoming(
	ask: Ask,
	filters: ListFilters,
	range: ListRange,
): Promise<{ messages: IncomingMessage[]; records: number | null }> {
	const { pageSize } = range;
	const { pause } = n8nBreaks();
	return await readPages({
		...range,
		order: filters.order,
		identity: identityOfIncoming,
		page: async (page) =>
			await readIncomingMessages(
				await ask(incomingMessagesRequest({ page, pageSize, filters })),
				pause,
			),
	});
}
