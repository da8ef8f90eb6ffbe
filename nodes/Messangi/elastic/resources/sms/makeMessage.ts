import { sendRequest } from '../../../../../gateways/messangi/elastic/request';
import { readSend } from '../../../../../gateways/messangi/elastic/response';
import type { ItemParameters } from '../../../../../runtime/input/parameters';
import type { MakeMessage } from '../../../../../runtime/operation';

/**
 * Reads an item's settings for `POST /raven/v2/messages`.
 *
 * @throws Refusal when one is missing
 */
export function elasticMessages(item: ItemParameters): MakeMessage {
	const from = item.requiredText('from', 'From');
	return (number, text) => ({
		to: number.e164,
		from,
		text,
		request: sendRequest({ from, to: number.digits, text }),
		read: readSend,
	});
}
