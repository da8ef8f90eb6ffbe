import type { QueryOperation } from '../../../../runtime/operation';
import { answerExport, exportFields } from '../../exports';

/** Reads the messages that a program sent in a period: the Export API. */
export const getMany: QueryOperation = {
	kind: 'query',
	name: 'Get Many',
	action: 'Get many SMS',
	description: 'List messages that a program sent. mGage does not publish the format of the list.',
	repeatable: true,
	fields: exportFields,

	answer: async (item, ask) => await answerExport(item, 'MT', ask),
};
