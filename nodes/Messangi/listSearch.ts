import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { incomingMessagesRequest } from '../../gateways/messangi/request';
import { readIncomingMessages } from '../../gateways/messangi/response';
import { Shown } from '../../gateways/secrets/shown';
import { Account } from '../../http/account';
import { n8nBreaks } from '../../runtime/send/pace';
import { askGateway } from '../../http/transport';
import { messangiAccount } from './account';

/** Names of carriers on the vendor's pages; Messangi publishes no list of them. */
const NAMES_SEEN = ['Claro PR', 'Movistar'];

/** How many of the last incoming messages are searched for more names. */
const MESSAGES = 100;

/** The longest name that is offered, in characters. */
const LONGEST_NAME = 100;

/** How long the list waits for Messangi, in milliseconds. */
const TIMEOUT = 5000;

/**
 * The carriers that the field offers: those on the vendor's pages, and those of this account's last
 * incoming messages. If Messangi does not answer, only the former.
 */
export async function searchCarriers(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const names = new Set(NAMES_SEEN);
	try {
		const request = incomingMessagesRequest({
			page: 1,
			pageSize: MESSAGES,
			filters: { order: 'desc' },
		});
		const account = await Account.read(this, messangiAccount);
		const shown = new Shown(account.secrets());
		const reply = await askGateway(this, account, request, TIMEOUT);
		const { messages } = await readIncomingMessages(reply, n8nBreaks().pause);
		for (const { carrier } of messages) {
			const name = carrier?.trim() ?? '';
			// The name goes into a request as it is, so a masked or cut name is useless.
			if (name !== '' && name.length <= LONGEST_NAME && shown.id(name) !== null) names.add(name);
		}
	} catch {
		// Without the list, the user can still type a name.
	}
	return {
		results: [...names]
			.filter((name) => name.toLowerCase().includes(filter.trim().toLowerCase()))
			.sort((a, b) => a.localeCompare(b))
			.map((name) => ({ name, value: name })),
	};
}
