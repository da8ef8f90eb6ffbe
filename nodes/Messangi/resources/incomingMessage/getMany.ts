import type { IncomingMessage } from '../../../../gateways/messangi/response';
import { mapWithBreaks } from '../../../../messages/breaks';
import { n8nBreaks } from '../../../../runtime/send/pace';
import { simplifyField } from '../../../shared/descriptions/options';
import { limitFields, queryOptions } from '../../../shared/descriptions/queries';
import type { QueryOperation } from '../../../../runtime/operation';
import { filtersField, keywordFilter, pageSizeOption } from '../../descriptions';
import { listAnswer, readFilters, readIncoming, readRange } from '../../pagination';
import { incomingOutput } from '../../toOutput';

/** Reads incoming messages: `tools/getMOMessages`, page by page. */
export const getMany: QueryOperation = {
	kind: 'query',
	name: 'Get Many',
	action: 'Get many incoming messages',
	description: 'List messages received from phones',
	repeatable: true,
	fields: [
		...limitFields,
		filtersField(keywordFilter),
		simplifyField,
		queryOptions([pageSizeOption]),
	],

	async answer(item, ask) {
		const filters = readFilters(item);
		const range = readRange(item);
		const { messages, records } = await readIncoming(ask, filters, range);
		const simplify = item.simplify();
		const { pause } = n8nBreaks();
		const outputOf = (message: IncomingMessage) => incomingOutput(message, simplify);
		const json = await mapWithBreaks(messages, outputOf, pause);
		return listAnswer(json, records, range.limit);
	},
};
