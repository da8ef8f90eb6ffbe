import { sendRequest } from '../../../../gateways/messageCentral/request';
import { readSend } from '../../../../gateways/messageCentral/response';
import type { MakeMessage } from '../../../../runtime/operation';
import type { ItemParameters } from '../../../../runtime/input/parameters';
import { readTextSettings } from '../../descriptions';

/**
 * Reads an item's settings for `POST /verification/v3/send`.
 *
 * @throws Refusal when a setting is missing or wrong
 */
export function messageCentralMessages(item: ItemParameters): MakeMessage {
	const settings = readTextSettings(item);
	return ({ e164, countryCode, nationalNumber }, text) => ({
		to: e164,
		from: settings.senderId,
		text,
		request: sendRequest({ ...settings, countryCode, nationalNumber, text }),
		read: readSend,
	});
}
