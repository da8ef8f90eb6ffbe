import { send } from '../../../../gateways/messageCentral/request';
import { readSend } from '../../../../gateways/messageCentral/response';
import type { PhoneNumber } from '../../../../messages/phoneNumber';
import type { PreparedMessage } from '../../../../runtime/operation';
import type { ItemParameters } from '../../../../runtime/input/parameters';
import { readTextSettings } from '../../descriptions';

/**
 * Reads an item's settings for `POST /verification/v3/send`.
 *
 * @returns what makes a message of a number and a text
 * @throws Refusal when a setting is missing or wrong
 */
export function textMessages(
	item: ItemParameters,
): (number: PhoneNumber, text: string) => PreparedMessage {
	const settings = readTextSettings(item);
	return ({ e164, countryCode, nationalNumber }, text) => ({
		to: e164,
		from: settings.senderId,
		text,
		request: send({ ...settings, countryCode, nationalNumber, text }),
		read: readSend,
	});
}
