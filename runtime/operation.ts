import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { GatewayName } from '../gateways/registry';
import type { HttpReply, Problem, SendReply } from '../gateways/reply';
import type { ReportRow } from '../gateways/report/reportRow';
import type { GatewayAccess } from '../http/account';
import type { GatewayRequest } from '../gateways/request';
import type { PhoneNumber } from '../messages/phoneNumber';
import type { Recipient } from '../messages/recipients';
import type { Template } from '../messages/template';
import type { ItemParameters } from './input/parameters';

/** A gateway as the runtime sees it: its name, how to sign in to it, and its operations. */
export interface Gateway extends GatewayAccess {
	/** Its name in outputs. */
	name: GatewayName;
	displayName: string;
	/** By their names in the public contract. */
	resources: Record<string, Resource>;
	/** The default resource of a new node. */
	usual: string;
	/** What to tell somebody who chose an operation that it does not have; null for nothing special. */
	explainMissing?(resource: string, operation: string): Missing | null;
}

/** Why there is no such operation, and what to choose instead. */
export interface Missing {
	message: string;
	hint: string;
}

/** A resource as n8n lists it. */
export interface Resource {
	name: string;
	description: string;
	/** By their names in the public contract. */
	operations: Record<string, Operation>;
	/** The default operation of a new node. */
	usual: string;
}

/** An operation as n8n lists it. */
interface ListedOperation {
	name: string;
	/** What it does, for n8n's list of actions. */
	action: string;
	description: string;
	/** The fields that the editor shows for it, in reading order. */
	fields: INodeProperties[];
}

/** One operation: its fields, and what it does with one item. */
export type Operation =
	| SendOperation
	| BulkOperation
	| QueryOperation
	| ReconcileOperation
	| WaitOperation;

/** Sends one message for each item. */
export interface SendOperation extends ListedOperation {
	kind: 'send';
	/**
	 * Reads one item's parameters and returns the message. Does not send it.
	 *
	 * @throws Refusal when the message cannot be sent as it is
	 */
	prepare(item: ItemParameters): PreparedMessage;
}

/** Sends one text to many recipients: each item is one, or has a list or a file of them. */
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

/** Sends one message with a link, and waits until somebody answers on the linked page. */
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

/** Sends a query to the gateway for each item. Sends no message. */
export interface QueryOperation extends ListedOperation {
	kind: 'query';
	/** Whether the query may be repeated if there was no response. */
	repeatable: boolean;
	/**
	 * Answers the query of one item, in as many requests as it takes.
	 *
	 * @throws Refusal or ReadFailure
	 */
	answer(item: ItemParameters, ask: Ask): Promise<Answer>;
}

/** Looks for messages in the gateway's report of what was sent, which is read once for all items. */
export interface ReconcileOperation extends ListedOperation {
	kind: 'reconcile';
	/**
	 * Reads the settings of one item.
	 *
	 * @throws Refusal when a setting is missing or wrong
	 */
	prepare(item: ItemParameters): ReportToRead;
}

/** A report of what was sent. */
export interface ReportToRead {
	/** Items with the same key are in the same report. */
	key: string;
	/** How far its times may be off because its zone is not known, in milliseconds. */
	slack: number;
	/**
	 * Reads a period of it.
	 *
	 * @param pause lets other work run; called every few milliseconds
	 * @throws Refusal or ReadFailure when nothing of it could be read
	 */
	read(period: Period, ask: Ask, pause: () => Promise<void>): Promise<Report>;
}

/** From when to when, in milliseconds since 1970. */
export interface Period {
	start: number;
	end: number;
}

/** A report as far as it was read. */
export interface Report {
	rows: ReportRow[];
	/** Why there may be more; null if it was read to its end. */
	isCut: Problem | null;
}

/** The result of an item's query. */
export interface Answer {
	/** The JSON of the output items. */
	json: IDataObject[];
	/** A warning for the user; shown in the output pane. */
	warning?: string;
}

/** Sends a request to the gateway once; every HTTP status is a response. */
export type Ask = (request: GatewayRequest) => Promise<HttpReply>;

/** A bulk message's text for one recipient. */
export interface Content {
	/** As the phone shows it. */
	text: string;
	/** The same with placeholders, for a gateway that fills them in itself. */
	template: Template;
	/** The values of the placeholders by their names, as `variableName` makes them. */
	variables: ReadonlyMap<string, string>;
}

/** What is known of a message besides its outcome. */
export interface MessageFacts {
	/** The recipient, E.164; empty if there is none. */
	to: string;
	/** The sender as the user gave it. */
	from: string;
	/** Null if the gateway writes the text. */
	text: string | null;
	/** The phone that the message belongs to, E.164, if `to` is not a phone. */
	handset?: string;
}

/** One message, ready to be sent: in its own request, or in a shared one. */
export type PreparedMessage = MessageFacts & (OwnRequest | { share: Sharing });

interface OwnRequest {
	request: GatewayRequest;
	/** Reads the gateway's answer. */
	read(reply: HttpReply): SendReply;
	share?: undefined;
}

/** How a message shares a request with others. */
export interface Sharing {
	/** Messages with the same key differ only in their recipients. */
	key: string;
	recipient: SharedRecipient;
	/** Whether a number may appear in a request only once. */
	unique: boolean;
	/** The most recipients in a request. */
	most: number;
	/** How many bytes this recipient adds to the request's URL. */
	bytes: number;
	/** @throws Refusal when such a request cannot be made */
	request(recipients: readonly SharedRecipient[]): GatewayRequest;
	/** One outcome for each recipient, in their order. */
	read(reply: HttpReply, recipients: readonly SharedRecipient[]): SendReply[];
}

/** One of the recipients of a shared request. */
export interface SharedRecipient {
	number: PhoneNumber;
	/** What the gateway inserts for `##var1##`, `##var2##` ... */
	values: readonly string[];
}
