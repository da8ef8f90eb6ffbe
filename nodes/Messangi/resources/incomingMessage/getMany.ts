import { identityOfIncoming, readPages } from '../../../../gateways/messangi/pages';
import { incomingMessages } from '../../../../gateways/messangi/request';
import { readIncomingMessages } from '../../../../gateways/messangi/response';
import { limitFields, queryOptions, simplifyField } from '../../../runtime/fields';
import type { QueryOperation } from '../../../runtime/operation';
import { filtersField, pageSizeOption } from '../../fields';
import { listAnswer, readFilters, readRange } from '../../lists';
import { incomingOutput } from '../../outputs';

const showOnlyForGetMany = { resource: ['incomingMessage'], operation: ['getMany'] };

/** Reads the messages that handsets have sent: `tools/getMOMessages`, page by page. */
export const getMany: QueryOperation = {
	kind: 'query',
	repeatable: true,
	fields: [
		...limitFields(showOnlyForGetMany),
		filtersField(showOnlyForGetMany, [
			{
				displayName: 'Keyword',
				name: 'keyword',
				type: 'string',
				default: '',
				placeholder: 'e.g. ^STOP.*',
				description: 'A regular expression (in Java’s form) that the keyword matches',
			},
		]),
		simplifyField(showOnlyForGetMany),
		queryOptions(showOnlyForGetMany, [pageSizeOption]),
	],

	async answer(item, ask) {
		const filters = readFilters(item);
		const range = readRange(item);
		const { messages, records } = await readPages({
			...range,
			identity: identityOfIncoming,
			page: async (page) =>
				readIncomingMessages(
					await ask(incomingMessages({ page, pageSize: range.pageSize, filters })),
				),
		});
		const simplify = item.simplify();
		const json = messages.map((each) => incomingOutput(each, simplify));
		return listAnswer(json, records, range.limit);
	},
};
