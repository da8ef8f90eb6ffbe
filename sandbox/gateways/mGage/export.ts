import { JSON_TYPE, TEXT, type Answer, type Archive } from '../../server/gateway';
import { wallClock } from '../../server/clock';
import { isMessageStatus } from '../../server/message';
import { element, textElement } from '../../server/xml';
import type { Parameters } from './checks';
import { CODES, TEXTS } from './callbacks';

/** The format of the export: the vendor's page has no sample. */
export type MGageExport = 'xml' | 'json' | 'csv';

const PATH = /^\/api\/messages\/program\/([^/]+)$/;

/** The program of an export's path; undefined for any other path. */
export function programOf(path: string): string | undefined {
	return PATH.exec(path)?.[1];
}

/** A message, by the names that mGage uses elsewhere (assumed). */
type Row = Record<(typeof COLUMNS)[number], string>;

const COLUMNS = [
	'messageId',
	'messageType',
	'originator',
	'destination',
	'message',
	'date',
	'status',
	'statusCode',
] as const;

/**
 * `GET /api/messages/program/{programId}`, from the vendor's page of the Export API. Without dates, today's
 * messages. Assumed: dates are in UTC, like those of the reply, and both ends belong to the period.
 */
export function exportMessages(
	program: string,
	given: Parameters,
	archive: Archive,
	shape: MGageExport,
): Answer {
	if (!/^\d+$/.test(program)) {
		return { ...text(404, 'No such program'), refusedBecause: 'programId: expected a number' };
	}
	const type = given.get('messageType') ?? '';
	if (!['', 'MO', 'MT'].includes(type)) return failure('messageType: expected MO or MT');
	const today = new Date(wallClock()).toISOString().slice(0, 10);
	const start = momentOf(given.get('startDate') ?? `${today}T00:00:00`);
	const end = momentOf(given.get('endDate') ?? `${today}T23:59:59`);
	if (start === null || end === null) {
		return failure('startDate and endDate: expected dates like 2026-03-01T14:00:00');
	}
	const rows = [
		...(type === 'MO' ? [] : sent(program, archive)),
		...(type === 'MT' ? [] : received(program, archive)),
	].filter(({ date }) => {
		const at = Date.parse(`${date}Z`);
		return at >= start && at <= end;
	});
	return answerAs(shape, rows);
}

function momentOf(date: string): number | null {
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(date)) return null;
	const moment = Date.parse(`${date}Z`);
	return Number.isNaN(moment) ? null : moment;
}

function failure(because: string): Answer {
	return { ...text(500, because), refusedBecause: because };
}

function text(status: number, body: string): Answer {
	return { status, contentType: TEXT, body };
}

/** To the second, without a zone. */
const dateOf = (iso: string): string => iso.slice(0, 19);

function sent(program: string, archive: Archive): Row[] {
	return archive
		.outgoing()
		.filter(({ operation, details }) => operation === 'gateway' && details.programId === program)
		.map((message) => {
			const code = isMessageStatus(message.status) ? CODES[message.status] : message.status;
			return {
				messageId: message.id,
				messageType: 'MT',
				originator: message.from,
				destination: message.to,
				message: message.text,
				date: dateOf(message.acceptedAt),
				status: TEXTS[code] ?? '',
				statusCode: code,
			};
		});
}

function received(program: string, archive: Archive): Row[] {
	return archive
		.incoming()
		.filter(({ details }) => (details.campaignId ?? program) === program)
		.map((message, at) => ({
			messageId: String(80_000_000_000 + at),
			messageType: 'MO',
			originator: message.from,
			destination: message.to,
			message: message.text,
			date: dateOf(message.date),
			status: 'MO Success',
			statusCode: '100',
		}));
}

function answerAs(shape: MGageExport, rows: readonly Row[]): Answer {
	switch (shape) {
		case 'xml': {
			const messages = rows.map((row) =>
				element('message', ...COLUMNS.map((name) => textElement(name, row[name]))),
			);
			const body = element('messages', ...messages).replace(
				'<messages>',
				'<messages xmlns="http://communicatepro.mgage.com/api">',
			);
			return { status: 200, contentType: 'text/xml;charset=UTF-8', body };
		}
		case 'json':
			return { status: 200, contentType: JSON_TYPE, body: JSON.stringify({ messages: rows }) };
		case 'csv': {
			const lines = rows.map((row) => COLUMNS.map((name) => cellOf(row[name])).join(','));
			const body = [COLUMNS.join(','), ...lines, ''].join('\r\n');
			return { status: 200, contentType: 'text/csv;charset=UTF-8', body };
		}
	}
}

/** A value of a CSV file, by RFC 4180. */
function cellOf(value: string): string {
	return /[",\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value;
}
