import {
	phoneNumberBytes,
	sendPersonalizedRequest,
	sendToManyRequest,
} from '../../../../gateways/messageCentral/request';
import { readBulk } from '../../../../gateways/messageCentral/response';
import { checkWorkbookRows, type WorkbookRow } from '../../../../gateways/messageCentral/workbook';
import type { HttpReply, SendReply } from '../../../../gateways/reply';
import type { Template } from '../../../../messages/template';
import { bulkFields, bulkOptions } from '../../../shared/descriptions/bulk';
import { simplifyField } from '../../../shared/descriptions/options';
import type {
	BulkOperation,
	MakeBulkMessage,
	SharedRecipient,
} from '../../../../runtime/operation';
import {
	channelField,
	messageTypeField,
	readTextSettings,
	senderIdField,
	templateOptions,
	type TextSettings,
} from '../../descriptions';

/** The default for the most recipients in a request. Assumed: the vendor publishes no limit. */
const RECIPIENTS_PER_REQUEST = 1000;

/**
 * Sends a text to many numbers in few requests: one text with `phoneNumbers`, or a personalized text
 * with a workbook from which Message Central fills in the variables.
 */
export const sendBulk: BulkOperation = {
	kind: 'bulk',
	name: 'Send Bulk',
	action: 'Send an SMS to many recipients',
	description: 'Send a text to recipients from items, a list or a file',
	fields: [
		channelField,
		senderIdField,
		messageTypeField,
		{
			displayName: 'Bulk Mode',
			name: 'bulkMode',
			type: 'options',
			options: [
				{
					name: 'One Text per Request',
					value: 'sameMessage',
					description: 'Each request sends one text to a list of numbers',
				},
				{
					name: 'Personalized (up to 1,000 per Request)',
					value: 'personalized',
					description: 'Each request has a workbook with the recipients and their variables',
				},
			],
			default: 'sameMessage',
		},
		...bulkFields(),
		simplifyField,
		bulkOptions([
			...templateOptions,
			{
				displayName: 'Recipients per Request',
				name: 'recipientsPerRequest',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 50000 },
				default: RECIPIENTS_PER_REQUEST,
				description:
					'The most recipients in one request. They share its outcome. With one text per request, about 350 fit, because the numbers are part of the URL.',
			},
		]),
	],

	prepare(item) {
		const settings = readTextSettings(item);
		const most = Math.floor(
			item.optionNumber('recipientsPerRequest', RECIPIENTS_PER_REQUEST, 1, 50_000),
		);
		return item.oneOf('bulkMode', 'Bulk Mode', ['sameMessage', 'personalized']) === 'personalized'
			? personalized(settings, most)
			: sameMessage(settings, most);
	},
};

/** One text for all: their numbers are in the URL. */
function sameMessage(settings: TextSettings, most: number): MakeBulkMessage {
	const settingsKey = JSON.stringify(settings);
	return ({ number }, { text }) => ({
		to: number.e164,
		from: settings.senderId,
		text,
		share: {
			key: `${settingsKey} ${most} ${text}`,
			recipient: { number, values: [] },
			unique: true,
			most,
			bytes: phoneNumberBytes(number),
			request: (recipients) =>
				sendToManyRequest({ ...settings, text, numbers: recipients.map((each) => each.number) }),
			read: readForAll,
		},
	});
}

/** A text for each: their numbers and values are in the rows of a workbook. */
function personalized(settings: TextSettings, most: number): MakeBulkMessage {
	const settingsKey = JSON.stringify(settings);
	const numbered = new WeakMap<Template, NumberedTemplate>();
	const asOneText = sameMessage(settings, most);
	return (person, content) => {
		const { text, template, variables } = content;
		let form = numbered.get(template);
		if (form === undefined) numbered.set(template, (form = numberPlaceholders(template)));
		const { text: numberedText, names } = form;
		// Message Central would read a placeholder in the data as one of its own.
		if (!form.isClear || text.includes('##')) return asOneText(person, content);
		const recipient = {
			number: person.number,
			values: names.map((name) => variables.get(name) ?? ''),
		};
		// Checked alone, so that one bad value does not reject the whole request.
		checkWorkbookRows([toRow(recipient)]);
		return {
			to: person.number.e164,
			from: settings.senderId,
			text,
			share: {
				key: `${settingsKey} ${most} ${numberedText}`,
				recipient,
				unique: false,
				most,
				bytes: 0,
				request: (recipients) =>
					sendPersonalizedRequest({ ...settings, text: numberedText, rows: recipients.map(toRow) }),
				read: readForAll,
			},
		};
	};
}

function toRow({ number: { countryCode, nationalNumber }, values }: SharedRecipient): WorkbookRow {
	return { countryCode, nationalNumber, values: [...values] };
}

/** A template with Message Central's placeholders: `##var1##`, `##var2##` ... */
interface NumberedTemplate {
	text: string;
	/** The variables in the columns Var1, Var2 ... of the workbook. */
	names: string[];
	/** Whether no `#` next to a placeholder makes its beginning or end ambiguous. */
	isClear: boolean;
}

/** The highest number of a variable that the user numbered. */
const MAX_NUMBER = 50;

/**
 * Gives each placeholder the number of a column. Numbered ones keep their number; the others get the
 * free numbers in their order.
 */
function numberPlaceholders(template: Template): NumberedTemplate {
	const names: string[] = [];
	const named = template.names.filter((name) => {
		const number = Number(/^var(\d{1,2})$/.exec(name)?.[1]);
		const isNumbered = number >= 1 && number <= MAX_NUMBER;
		if (isNumbered) names[number - 1] = name;
		return !isNumbered;
	});
	for (const name of named) {
		const free = names.findIndex((taken) => taken === undefined);
		names[free === -1 ? names.length : free] = name;
	}
	for (let index = 0; index < names.length; index++) names[index] ??= `var${index + 1}`;
	const { parts } = template;
	const texts = parts.map((part) =>
		typeof part === 'string' ? part : `##var${names.indexOf(part.name) + 1}##`,
	);
	const isClear = parts.every(
		(part, index) =>
			typeof part !== 'string' ||
			((index === 0 || !part.startsWith('#')) &&
				(index === parts.length - 1 || !part.endsWith('#'))),
	);
	return { text: texts.join(''), names, isClear };
}

/** All recipients of a request have its outcome: no reply names them one by one. */
function readForAll(reply: HttpReply, recipients: readonly unknown[]): SendReply[] {
	const outcome = readBulk(reply);
	return recipients.map(() => outcome);
}
