import { messageRequest } from '../../../../gateways/messangi/request';
import { readMessage } from '../../../../gateways/messangi/response';
import { ReadFailure } from '../../../../gateways/reply';
import { simplifyField } from '../../../shared/descriptions/options';
import { queryOptions } from '../../../shared/descriptions/queries';
import type { QueryOperation } from '../../../../runtime/operation';
import { messageOutput } from '../../toOutput';

/** Reads one message and its status: `tools/getMessage`. */
export const get: QueryOperation = {
	kind: 'query',
	name: 'Get',
	action: 'Get an SMS',
	description: 'Get one message and its status',
	repeatable: true,
	fields: [
		{
			displayName: 'Message ID',
			name: 'messageId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. -8174720676710228700',
			description:
				'The messageId in the output of the send, as text because it is too long for a number',
		},
		simplifyField,
		queryOptions(),
	],

	async answer(item, ask) {
		const messageId = item.requiredText('messageId', 'Message ID').trim();
		const found = readMessage(await ask(messageRequest(messageId)));
		if (found === null) {
			throw new ReadFailure({
				code: 'NOT_FOUND',
				message: `Messangi has no message with the ID ${messageId}`,
				hint: 'Use the messageId in the output of the send, as text. As a number, it loses digits.',
			});
		}
		return { json: [messageOutput(found, item.simplify())] };
	},
};
