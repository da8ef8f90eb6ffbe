import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { incomingMessages } from '../../gateways/messangi/request';
import { readIncomingMessages } from '../../gateways/messangi/response';
import { Breaks } from '../runtime/pace';
import { askGateway } from '../runtime/transport';
import { messangiAccount } from './account';

/** Names of carriers on the vendor's pages; Messangi publishes no list of them. */
const NAMES_SEEN = ['Claro PR', 'Movistar'];

/** How many of the last incoming messages are looked through for more. */
const MESSAGES = 100;

/** How long the list waits for Messangi, in milliseconds. */
const TIMEOUT = 5000;

/**
 * The carriers that the field offers: those of the vendor's pages, and those from which this
 * account got its last messages. Without an answer of Messangi's it offers the former only.
 */
export async function searchCarriers(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const names = new Set(NAMES_SEEN);
	try {
		const request = incomingMessages({
			page: 1,
			pageSize: MESSAGES,
			filters: { order: 'desc' },
		});
		const reply = await askGateway(this, messangiAccount, request, TIMEOUT);
		const { messages } = await readIncomingMessages(reply, new Breaks().pause);
		for (const { carrier } of messages) {
			if (carrier !== null && carrier.trim() !== '') names.add(carrier.trim());
		}
	} catch {
		// A list that cannot be read leaves the field to what the user types.
	}
	return {
		results: [...names]
			.filter((name) => name.toLowerCase().includes(filter.trim().toLowerCase()))
			.sort((a, b) => a.localeCompare(b))
			.map((name) => ({ name, value: name })),
	};
}
