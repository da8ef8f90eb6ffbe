import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { handset } from '../../gateways/callbacks/fields';
import { readExport, type ExportedMessage } from '../../gateways/mGage/export';
import { exportRequest } from '../../gateways/mGage/request';
import { mapWithBreaks } from '../../messages/breaks';
import { meaningOf } from '../../messages/intent';
import type { ItemParameters } from '../../runtime/input/parameters';
import { formatMoment } from '../../runtime/input/zonedDates';
import type { Answer, Ask, Period } from '../../runtime/operation';
import { n8nBreaks } from '../../runtime/send/pace';
import { simplifyField } from '../shared/descriptions/options';
import { limitFields, queryOptions } from '../shared/descriptions/queries';

/** Assumed: the vendor calls it "DateTime" and shows no example. */
const DATE_FORMAT = "yyyy-MM-dd'T'HH:mm:ss";

/** The program whose messages are exported. */
export const exportProgramField: INodeProperties = {
	displayName: 'Program ID',
	name: 'programId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 12345',
	description: 'The number at the end of the program’s URL in the SMS Campaign Manager',
};

/** How mGage takes and gives dates. */
export const dateOptions: INodeProperties[] = [
	{
		displayName: 'Date Format',
		name: 'dateFormat',
		type: 'string',
		default: DATE_FORMAT,
		placeholder: 'e.g. yyyy-MM-dd HH:mm:ss',
		description:
			'The format of the dates sent to mGage, in Luxon’s tokens. Change it only if mGage refuses the dates.',
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'e.g. America/New_York',
		description:
			'The time zone of mGage’s dates. Ask mGage’s support, because it is not published. Defaults to UTC.',
	},
];

/** The fields of a list of messages in a period. */
export const exportFields: INodeProperties[] = [
	exportProgramField,
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		required: true,
		default: '={{ $now.minus({ days: 1 }).toISO() }}',
		description: 'The start of the period, at most one year ago',
	},
	{
		displayName: 'End Date',
		name: 'endDate',
		type: 'dateTime',
		required: true,
		default: '={{ $now.toISO() }}',
		description: 'The end of the period',
	},
	...limitFields,
	simplifyField,
	queryOptions(dateOptions),
];

/** How an export is asked for. */
export interface ExportChoice {
	programId: string;
	/** Empty if it is not known. */
	timeZone: string;
	dateFormat: string;
}

/** @throws Refusal when the program is missing */
export function readExportChoice(item: ItemParameters): ExportChoice {
	return {
		programId: item.requiredText('programId', 'Program ID'),
		timeZone: item.optionText('timeZone').trim(),
		dateFormat: item.hasOption('dateFormat') ? item.optionText('dateFormat') : DATE_FORMAT,
	};
}

/**
 * Asks for the messages of a program in a period.
 *
 * @returns them, and the reply's text
 * @throws Refusal or ReadFailure
 */
export async function askForExport(
	{ programId, timeZone, dateFormat }: ExportChoice,
	type: 'MO' | 'MT',
	{ start, end }: Period,
	ask: Ask,
	pause: () => Promise<void>,
): Promise<{ messages: ExportedMessage[]; text: string }> {
	const [startDate = '', endDate = ''] = [start, end].map((moment) =>
		formatMoment(moment, timeZone || 'utc', dateFormat),
	);
	const reply = await ask(exportRequest({ programId, type, startDate, endDate }));
	return { messages: await readExport(reply, type, pause), text: reply.text };
}

/** Lists the messages of a program in a period. */
export async function answerExport(
	item: ItemParameters,
	type: 'MO' | 'MT',
	ask: Ask,
): Promise<Answer> {
	const choice = readExportChoice(item);
	const start = item.moment('startDate', 'Start Date');
	const end = item.moment('endDate', 'End Date');
	const limit = item.limit();
	const { pause } = n8nBreaks();
	const { messages, text } = await askForExport(choice, type, { start, end }, ask, pause);
	const simplify = item.simplify();
	const outputOf = (message: ExportedMessage) => exportOutput(message, simplify);
	const json = await mapWithBreaks(messages.slice(0, limit), outputOf, pause);
	const [first] = json;
	// The whole reply once, because its format is not published.
	if (!simplify && first !== undefined) first.raw = text;
	return { json };
}

/** mGage's own fields, and next to them those with names that all gateways share. */
function exportOutput({ fields, ...message }: ExportedMessage, simplify: boolean): IDataObject {
	const { type, from, to } = message;
	const json: IDataObject = {
		...fields,
		gateway: 'mGage',
		messageId: message.messageId,
		from: type === 'MO' ? handset(from) : from,
		to: type === 'MT' ? handset(to) : to,
		text: message.text,
		date: message.date,
		type,
	};
	if (type === 'MO') {
		// As for Messangi: a field `keyword` of mGage's own stays.
		const { intent, keyword: intentKeyword, certain } = meaningOf(message.text);
		Object.assign(json, { intent, intentKeyword, certain });
	}
	if (!simplify) json.response = fields;
	return json;
}
