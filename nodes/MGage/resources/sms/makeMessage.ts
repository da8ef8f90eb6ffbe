import { bytesInAddress, gatewayRequest, MAX_NUMBERS } from '../../../../gateways/mGage/request';
import { readGateway } from '../../../../gateways/mGage/response';
import type { PhoneNumber } from '../../../../messages/phoneNumber';
import type { MakeMessage } from '../../../../runtime/operation';
import type { ItemParameters } from '../../../../runtime/input/parameters';

/**
 * Reads an item's settings for `POST /api/gateway`.
 *
 * @param combine whether messages with the same text may share a request
 * @throws Refusal when a setting is missing
 */
export function mGageMessages(item: ItemParameters, combine: boolean): MakeMessage {
	const from = item.requiredText('from', 'From');
	const programId = item.requiredText('programId', 'Program ID');
	const allowLongMessages = item.optionFlag('allowLongMessages');
	return (number, text) => ({
		to: number.e164,
		from,
		text,
		share: {
			key: JSON.stringify([from, programId, allowLongMessages, text]),
			recipient: { number, values: [] },
			unique: true,
			most: combine ? MAX_NUMBERS : 1,
			bytes: bytesInAddress(number.digits),
			request: (recipients) =>
				gatewayRequest({ from, programId, to: digitsOf(recipients), text, allowLongMessages }),
			read: (reply, recipients) => readGateway(reply, digitsOf(recipients)),
		},
	});
}

function digitsOf(recipients: ReadonlyArray<{ number: PhoneNumber }>): string[] {
	return recipients.map(({ number }) => number.digits);
}
