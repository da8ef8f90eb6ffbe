import type { Answer } from '../../server/gateway';
import { decodeUtf8 } from '../../server/decoding';
import type { HandsetMessage } from '../../server/message';
import { LONGEST_TEXT } from '../../server/parts';
import { isRecord } from '../../server/isRecord';
import { element, textElement } from '../../server/xml';
import { matchTexts, parseFilters, parsePage, type Filters, type Parsed } from './listing';
import type { Surroundings, Values } from './method';
import { DESCRIPTIONS, document, okAnswer, refuseCall } from './replies';
import { checkHandset, checkText } from './sending';

/** The short code of messages whose request names none, from the vendor's sample. */
const DEFAULT_SHORT_CODE = '19893143924';
/** The `input` of `fireMessage` by GET, from the vendor's page. */
const FIRE = 'activateCampaign';

export function fireMessage(values: Values): Answer {
	const from = values.text('mobileNumber');
	if (from === null) return refuseCall(FIRE, 'mobileNumber: not valid percent-encoded UTF-8');
	const text = values.text('text') ?? '';
	const because = checkHandset(from) ?? checkText(values.text('text'));
	if (because !== undefined) return refuseCall(FIRE, because);
	return { ...okAnswer(FIRE), received: [{ from, to: DEFAULT_SHORT_CODE, text }] };
}

/**
 * Fields of the vendor's "Fire message Descriptor". An account can have other names for them, so any
 * object is accepted, and missing fields are empty.
 */
export function fireMessagePost(values: Values, { request }: Surroundings): Answer {
	const type = request.headers['content-type'] ?? 'nothing';
	// The page says that the body is JSON, without a content type; application/json is assumed.
	if (!/^application\/json *(;|$)/i.test(type)) {
		return refuseCall('fireMessage', `content-type: expected application/json, got ${type}`);
	}
	const event = parseObject(request.body);
	if (event === undefined) {
		return refuseCall('fireMessage', 'body: expected a JSON object, got something else');
	}
	const fields = fieldOf(fieldOf(event, 'event'), 'fld-val-list');
	const field = (name: string): string => {
		const value = fieldOf(fields, name);
		return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	};
	const [from, text] = [field('recipient_address'), field('keyword_value')];
	if (text.length > LONGEST_TEXT) {
		const because = `keyword_value: expected at most ${LONGEST_TEXT} characters, got ${text.length}`;
		return refuseCall('fireMessage', because);
	}
	const mo = element(
		'mo',
		textElement('instanceId', values.raw('instanceId')),
		textElement('mobileNumber', from),
		textElement('text', text),
	);
	const details = { eventJson: JSON.stringify(event) };
	return {
		...okAnswer('fireMessage', mo),
		received: [{ from, to: field('sender_id_id') || DEFAULT_SHORT_CODE, text, details }],
	};
}

/** The longest event in bytes: a text with the most parts, and some fields. */
const LONGEST_EVENT = 1_000_000;

function parseObject(body: Buffer): Record<string, unknown> | undefined {
	if (body.length > LONGEST_EVENT) return undefined;
	try {
		const content = JSON.parse(decodeUtf8(body) ?? '') as unknown;
		return isRecord(content) ? content : undefined;
	} catch {
		return undefined;
	}
}

function fieldOf(value: unknown, name: string): unknown {
	return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

const LIST = 'getMOMessages';

export function getMOMessages(values: Values, { archive, lists }: Surroundings): Answer {
	const page = parsePage(values.raw('page'), values.raw('resultsPerPage'), lists);
	if ('because' in page) return refuseCall(LIST, page.because);
	const keys = ['from', 'to', 'carrier', 'keyword'];
	const filters = parseFilters(values.raw('parameters'), keys);
	if ('because' in filters) return refuseCall(LIST, filters.because);
	const found = find(archive.incoming(), filters.value);
	if ('because' in found) return refuseCall(LIST, found.because);

	const { skip, take } = page.value;
	const shown = found.value.slice(skip, skip + take).map(fieldsOf);
	const records = String(found.value.length);
	if (lists.malformed) return document(malformedList(records, shown));
	const list = element('MessageList', ...shown.map((fields) => element('MOMessage', ...fields)));
	return okAnswer(LIST, element('MOMessageList', textElement('records', records), list));
}

/**
 * `keyword` is searched for in the text (assumed: the page only says that it is a Java regex). The
 * case of a carrier does not matter: the vendor's example has `carrier=movistar`.
 */
function find(
	messages: readonly HandsetMessage[],
	{ values, newestFirst }: Filters,
): Parsed<readonly HandsetMessage[]> {
	const has = (key: string, value: string): boolean => values.get(key)?.includes(value) ?? true;
	const carriers = values.get('carrier')?.map((carrier) => carrier.toLowerCase());
	const candidates = messages.filter(
		({ from, to, carrier }) =>
			has('from', from) &&
			has('to', to) &&
			(carriers === undefined || carriers.includes(carrier.toLowerCase())),
	);
	const patterns = values.get('keyword');
	const matches =
		patterns === undefined
			? { value: candidates.map(() => true) }
			: matchTexts(
					patterns,
					candidates.map(({ text }) => text),
				);
	if ('because' in matches) return matches;
	// Oldest first. Sorting is stable, so messages of the same time stay in order of arrival.
	const found = candidates
		.filter((_message, at) => matches.value[at])
		.sort((a, b) => Date.parse(a.date) - Date.parse(b.date));
	return { value: newestFirst ? found.reverse() : found };
}

/** The fields of the vendor's sample, in its order; it has no id. */
function fieldsOf({ text, from, to, keyword, carrier, date }: HandsetMessage): readonly string[] {
	return [
		textElement('text', text),
		textElement('from', from),
		textElement('to', to),
		textElement('encoding', 'UTF-8'),
		textElement('keyword', keyword),
		textElement('carrier', carrier),
		// As in the sample: `2014-10-13 10:30:51.922`, without a zone. Here it is UTC (assumed).
		textElement('sendDate', date.replace('T', ' ').replace('Z', '')),
	];
}

/**
 * Exactly the vendor's sample: without a root, indented with tabs, and with a second opening tag
 * instead of the closing tag of the list.
 */
function malformedList(records: string, messages: readonly (readonly string[])[]): string {
	const indented = (tabs: number, lines: readonly string[]): string[] =>
		lines.map((line) => '\t'.repeat(tabs) + line);
	return [
		textElement('input', LIST),
		textElement('status', 'OK'),
		textElement('description', DESCRIPTIONS.OK ?? ''),
		'<result>',
		'\t<MOMessageList>',
		`\t\t${textElement('records', records)}`,
		'\t\t<MessageList>',
		...messages.flatMap((fields) => [
			'\t\t\t<MOMessage>',
			...indented(4, fields),
			'\t\t\t</MOMessage>',
		]),
		'\t\t</MessageList>',
		'\t<MOMessageList>',
		'</result>',
	].join('\n');
}
