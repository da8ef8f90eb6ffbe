import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { GatewayName } from '../gateways/registry';
import type { HttpReply, SendReply } from '../gateways/reply';
import type { GatewayAccess } from '../http/account';
import type { GatewayRequest } from '../gateways/request';
import type { PhoneNumber } from '../messages/phoneNumber';
import type { Recipient } from '../messages/recipients';
import type { Template } from '../messages/template';
import type { ItemParameters } from './input/parameters';

/** A gateway as the runtime sees it: what it is called, how it is signed in to, what it can do. */
export interface Gateway extends GatewayAccess {
	/** The word for it in outputs. */
	name: GatewayName;
	displayName: string;
	/** By their names in the public contract. */
	resources: Record<string, Resource>;
	/** The resource that a new node has. */
	usual: string;
}

/** What a node has operations for, as n8n lists it. */
export interface Resource {
	name: string;
	description: string;
	/** By their names in the public contract. */
	operations: Record<string, Operation>;
	/** The operation that a new node has. */
	usual: string;
}

/** An operation as n8n lists it, and what it makes of one item. */
interface ListedOperation {
	name: string;
	/** What it does, in n8n's list of nodes. */
	action: string;
	description: string;
	/** The fields that the editor shows for it, in reading order. */
	fields: INodeProperties[];
}

/** One operation: its fields, and what it makes of one item. */
export type Operation = SendOperation | BulkOperation | QueryOperation | WaitOperation;

/** Sends one message for each item. */
export interface SendOperation extends ListedOperation {
	kind: 'send';
	/**
	 * Reads one item's parameters and says what to send. Nothing is sent here.
	 *
	 * @throws Refusal when the message cannot be sent as it is
	 */
	prepare(item: ItemParameters): PreparedMessage;
}

/** Sends one text to many recipients: each item is one, or brings a list or a file of them. */
export interface BulkOperation extends ListedOperation {
	kind: 'bulk';
	/**
	 * Reads the settings of one item.
	 *
	 * @returns what makes a message for each of the item's recipients
	 * @throws Refusal when a setting is missing or wrong
	 */
	prepare(item: ItemParameters): MakeBulkMessage;
}

/**
 * Makes the message of one recipient of a bulk send.
 *
 * @throws Refusal when this recipient cannot get it
 */
export type MakeBulkMessage = (recipient: Recipient, content: Content) => PreparedMessage;

/**
 * Makes the message of a number and a text.
 *
 * @throws Refusal when it cannot be sent as it is
 */
export type MakeMessage = (number: PhoneNumber, text: string) => PreparedMessage;

/** Sends one message with a link, and waits until somebody has answered on the page behind it. */
export interface WaitOperation extends ListedOperation {
	kind: 'wait';
	/**
	 * Reads the settings of the item.
	 *
	 * @returns what makes a message of the text with the link in it
	 * @throws Refusal when a setting is missing or wrong
	 */
	prepare(item: ItemParameters): MakeMessage;
}

/** Asks the gateway something for each item. Nothing is sent. */
export interface QueryOperation extends ListedOperation {
	kind: 'query';
	/** Whether the same question may be asked again when no answer came. */
	repeatable: boolean;
	/**
	 * Asks what one item wants to know, in as many requests as it takes.
	 *
	 * @throws Refusal or ReadFailure
	 */
	answer(item: ItemParameters, ask: Ask): Promise<Answer>;
}

/** What an item's question gave. */
export interface Answer {
	/** The JSON of the output items. */
	json: IDataObject[];
	/** What the user has to know of it, if anything; shown in the output pane. */
	warning?: string;
}

/** Asks the gateway once; every HTTP status is an answer. */
export type Ask = (request: GatewayRequest) => Promise<HttpReply>;

/** A bulk message's text for one recipient. */
export interface Content {
	/** As the handset shows it. */
	text: string;
	/** The same with placeholders, for a gateway that fills them in itself. */
	template: Template;
	/** The values of the placeholders by their names, as `variableName` makes them. */
	variables: ReadonlyMap<string, string>;
}

/** What is known of a message before and beside its outcome. */
export interface MessageFacts {
	/** The recipient, E.164; empty where there is none. */
	to: string;
	/** The sender as the user gave it. */
	from: string;
	/** Null where the gateway writes the text. */
	text: string | null;
	/** Whose message it is, E.164, where `to` is no person's number. */
	handset?: string;
}

/** One message, ready to be sent: in a request of its own, or in one that it shares. */
export type PreparedMessage = MessageFacts & (OwnRequest | { share: Sharing });

interface OwnRequest {
	request: GatewayRequest;
	/** Reads the gateway's answer. */
	read(reply: HttpReply): SendReply;
	share?: undefined;
}

/** How a message shares a request with others. */
export interface Sharing {
	/** Messages with the same key differ in nothing but their recipients. */
	key: string;
	recipient: SharedRecipient;
	/** Whether a number may stand in a request only once. */
	unique: boolean;
	/** The most recipients in a request. */
	most: number;
	/** How many bytes this recipient adds to the request's address. */
	bytes: number;
	/** @throws Refusal when such a request cannot be made */
	request(recipients: readonly SharedRecipient[]): GatewayRequest;
	/** One outcome for each recipient, in their order. */
	read(reply: HttpReply, recipients: readonly SharedRecipient[]): SendReply[];
}

/** One of the recipients of a shared request. */
export interface SharedRecipient {
	number: PhoneNumber;
	/** What the gateway puts in for `##var1##`, `##var2##` ... */
	values: readonly string[];
}
