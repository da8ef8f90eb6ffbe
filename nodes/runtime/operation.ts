import type { INodeProperties } from 'n8n-workflow';
import type { HttpReply, SendReply } from '../../gateways/reply';
import type { GatewayRequest } from '../../gateways/request';
import type { ItemParameters } from './parameters';

/** A gateway as the runtime sees it: what it is called, how it is signed in to, what it can do. */
export interface Gateway {
	/** The word for it in outputs. */
	name: 'messangi' | 'mGage' | 'messageCentral';
	displayName: string;
	/** The credential type that completes its requests and proves who asks. */
	credential: string;
	/** HTTP statuses after which n8n fetches a new token and asks once more. */
	renewTokenOn: number[];
	/** Operations by resource and operation name, as in the public contract. */
	resources: Record<string, Record<string, Operation>>;
}

/** One operation: its fields, and what it makes of one item. */
export interface Operation {
	/** The fields that the editor shows for it, in reading order. */
	fields: INodeProperties[];
	/**
	 * Reads one item's parameters and says what to send. Nothing is sent here.
	 *
	 * @throws Refusal when the message cannot be sent as it is
	 */
	prepare(item: ItemParameters): PreparedMessage;
}

/** One message, ready to be sent. */
export interface PreparedMessage {
	/** The recipient, E.164. */
	to: string;
	/** The sender as the user gave it. */
	from: string;
	text: string;
	request: GatewayRequest;
	/** Reads the gateway's answer. */
	read(reply: HttpReply): SendReply;
}
