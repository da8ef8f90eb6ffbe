import { wallClock } from '../../server/clock';
import type { Answer } from '../../server/gateway';
import type { StoredMessage } from '../../server/message';
import { element, textElement } from '../../server/xml';
import { parseFilters, parsePage } from './listing';
import type { Surroundings, Values } from './method';
import {
	caracasTime,
	CLIENT_ID,
	describe,
	okAnswer,
	refuseCall,
	TIME_ZONE,
	wordOf,
} from './replies';

/** The reply to an unknown id has no message: the vendor has no status for it (assumed). */
export function getMessage(values: Values, { archive }: Surroundings): Answer {
	const wanted = values.text('messageId');
	const message = archive.outgoing().find(({ id }) => id === wanted);
	return message === undefined
		? okAnswer('getMessage')
		: okAnswer('getMessage', messageElement(message));
}

const REPORT = 'messageReport';

/**
 * Messages accepted in a period, including both ends. The appendix on its filters is missing, so
 * they are those of the incoming messages, with `status` instead of `keyword` (assumed). The newest messages are
 * missing for a while if the sandbox was started so.
 */
export function messageReport(
	values: Values,
	{ archive, lists, reportDelay }: Surroundings,
): Answer {
	const [initial, final] = ['initialDate', 'finalDate'].map((name) => values.raw(name));
	if (!isEpoch(initial) || !isEpoch(final) || Number(initial) > Number(final)) {
		const got = `"${initial ?? ''}" and "${final ?? ''}"`;
		return refuseCall(
			REPORT,
			`initialDate and finalDate: expected milliseconds, the earlier one first, got ${got}`,
		);
	}
	const page = parsePage(values.raw('page'), values.raw('resultsPerPage'), lists);
	if ('because' in page) return refuseCall(REPORT, page.because);
	const keys = ['from', 'to', 'carrier', 'status'];
	const filters = parseFilters(values.raw('parameters'), keys);
	if ('because' in filters) return refuseCall(REPORT, filters.because);

	const has = (key: string, value: string): boolean =>
		filters.value.values.get(key)?.some((each) => each.toLowerCase() === value.toLowerCase()) ??
		true;
	const latest = wallClock() - reportDelay;
	const found = archive.outgoing().filter((message) => {
		const acceptedAt = Date.parse(message.acceptedAt);
		return (
			acceptedAt <= latest &&
			acceptedAt >= Number(initial) &&
			acceptedAt <= Number(final) &&
			has('from', message.from) &&
			has('to', message.to) &&
			has('carrier', message.details.carrier ?? '') &&
			has('status', wordOf(message.status))
		);
	});
	const ordered = filters.value.newestFirst ? [...found].reverse() : found;
	const { skip, take } = page.value;
	const shown = ordered.slice(skip, skip + take).map(messageElement);
	return okAnswer(
		REPORT,
		element('messages', textElement('records', String(found.length)), ...shown),
	);
}

function isEpoch(text: string | undefined): boolean {
	return /^\d{1,15}$/.test(text ?? '');
}

/** The fields of an SMS on the vendor's page. */
function messageElement(message: StoredMessage): string {
	const status = wordOf(message.status);
	return element(
		'message',
		// These methods do not send blasts.
		textElement('blastId', '0'),
		textElement('id', message.id),
		textElement('type', 'SMS'),
		textElement('from', message.from),
		textElement('to', message.to),
		// Only emails have one.
		textElement('subject', ''),
		textElement('text', message.text),
		textElement('status', status),
		textElement('statusDescription', describe(status)),
		textElement('date', caracasTime(new Date(message.acceptedAt))),
		textElement('timezone', TIME_ZONE),
		textElement('clientId', CLIENT_ID),
	);
}
