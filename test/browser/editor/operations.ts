/** An operation as somebody finds it in the editor. */
export interface ListedOperation {
	resource: string;
	operation: string;
	/** What the list of nodes calls it. */
	action: string;
	/** What stands above its fields, in their order, without resource and operation. */
	fields: string[];
	/** What a choice among the fields makes of them: the name of the field, the entry, the fields then. */
	choices?: [field: string, entry: string, fields: string[]][];
}

/** A node that does something. */
export interface ListedNode {
	type: string;
	name: string;
	operations: ListedOperation[];
}

const END = ['Simplify', 'Options'];
const BULK_END = ['Message', 'Invalid Recipients', ...END];
const bulkChoices = (...first: string[]): ListedOperation['choices'] => [
	['recipientSource', 'List', [...first, 'Recipient Source', 'Recipients', ...BULK_END]],
	['recipientSource', 'File', [...first, 'Recipient Source', 'Input Binary Field', ...BULK_END]],
];
const bulkFields = (...first: string[]): string[] => [
	...first,
	...['Recipient Source', 'To', 'Message', 'Variables', 'Invalid Recipients'],
	...END,
];

/** Asking and waiting, which differs in its first fields only. */
function sendAndWait(...first: string[]): ListedOperation {
	const fields = [...first, 'To', 'Message', 'Response Type', 'Approval Options', 'Options'];
	return {
		resource: 'SMS',
		operation: 'Send and Wait for Response',
		action: 'Send an SMS and wait for a response',
		fields,
		choices: [['responseType', 'Free Text', fields.filter((name) => name !== 'Approval Options')]],
	};
}

/** What each node offers, read from the gateways' operations and not from the code of the nodes. */
export const NODES: ListedNode[] = [
	{
		type: 'messangi',
		name: 'Messangi',
		operations: [
			{
				resource: 'SMS',
				operation: 'Send',
				action: 'Send an SMS',
				fields: ['Carrier', 'From', 'To', 'Message', ...END],
			},
			{
				resource: 'SMS',
				operation: 'Send via Campaign Manager',
				action: 'Send an SMS via the campaign manager',
				fields: ['From', 'Carrier ID', 'To', 'Message', ...END],
			},
			{
				resource: 'SMS',
				operation: 'Send Bulk',
				action: 'Send an SMS to many recipients',
				fields: bulkFields('Send Via', 'Carrier', 'From'),
				choices: bulkChoices('Send Via', 'Carrier', 'From'),
			},
			sendAndWait('Carrier', 'From'),
			{
				resource: 'SMS',
				operation: 'Get',
				action: 'Get an SMS',
				fields: ['Message ID', ...END],
			},
			{
				resource: 'SMS',
				operation: 'Get Many',
				action: 'Get many SMS',
				fields: ['Start Date', 'End Date', 'Return All', 'Limit', 'Filters', ...END],
			},
			{
				resource: 'PIN',
				operation: 'Send',
				action: 'Send a PIN',
				fields: ['Carrier', 'From', 'To', 'Message', 'PIN Length', ...END],
			},
			{
				resource: 'Incoming Message',
				operation: 'Fire',
				action: 'Fire an incoming message',
				fields: ['From', 'Message', ...END],
			},
			{
				resource: 'Incoming Message',
				operation: 'Fire to a Short Code',
				action: 'Fire an incoming message to a short code',
				fields: ['From', 'To', 'Message', 'Event JSON', ...END],
			},
			{
				resource: 'Incoming Message',
				operation: 'Get Many',
				action: 'Get many incoming messages',
				fields: ['Return All', 'Limit', 'Filters', ...END],
			},
		],
	},
	{
		type: 'mGage',
		name: 'mGage',
		operations: [
			{
				resource: 'SMS',
				operation: 'Send',
				action: 'Send an SMS',
				fields: ['From', 'Program ID', 'To', 'Message', ...END],
			},
			{
				resource: 'SMS',
				operation: 'Send Bulk',
				action: 'Send an SMS to many recipients',
				fields: bulkFields('From', 'Program ID'),
				choices: bulkChoices('From', 'Program ID'),
			},
			sendAndWait('From', 'Program ID'),
			{
				resource: 'Incoming Message',
				operation: 'Fire',
				action: 'Fire an incoming message',
				fields: ['Campaign ID', 'From', 'To', 'Message', ...END],
			},
		],
	},
	{
		type: 'messageCentral',
		name: 'Message Central',
		operations: [
			{
				resource: 'SMS',
				operation: 'Send',
				action: 'Send an SMS',
				fields: ['Channel', 'Sender ID', 'To', 'Message', 'Message Type', ...END],
			},
			{
				resource: 'SMS',
				operation: 'Send Bulk',
				action: 'Send an SMS to many recipients',
				fields: bulkFields('Channel', 'Sender ID', 'Message Type', 'Bulk Mode'),
				choices: bulkChoices('Channel', 'Sender ID', 'Message Type', 'Bulk Mode'),
			},
			sendAndWait('Channel', 'Sender ID', 'Message Type'),
			{
				resource: 'OTP',
				operation: 'Send',
				action: 'Send a one time password',
				fields: ['Channel', 'To', ...END],
			},
			{
				resource: 'OTP',
				operation: 'Verify',
				action: 'Verify a one time password',
				fields: ['Verification ID', 'Code', 'Channel', ...END],
			},
		],
	},
];
