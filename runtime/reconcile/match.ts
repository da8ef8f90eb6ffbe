import type { ReportRow } from '../../gateways/report/reportRow';
import { currentDigits } from '../../messages/renamedNumbers';
import { pairs, type Fit } from './pairs';
import { sorted } from './sorted';
import { compared, hasPartLength, isAlike, isLong, partsOf, type ComparedText } from './texts';

/** A message that is looked for in a report. */
export interface SoughtMessage {
	/** The recipient: digits with the country code. */
	digits: string;
	/** The sender; empty if it is not known. */
	from: string;
	/** Null if it is not known. */
	text: string | null;
	messageId: string | null;
	/** When it was sent, in milliseconds since 1970. */
	at: number;
	/** How far a row may be from that, in milliseconds. */
	window: number;
}

/**
 * What a report has of a message.
 *
 * - `found`: its row, or those of all of its parts
 * - `partly`: some of its parts
 * - `unclear`: a row that nothing else explains, and that may be the message's
 * - `missing`: nothing
 */
export interface Match {
	kind: 'found' | 'partly' | 'unclear' | 'missing';
	/** The rows by their places; none if it is missing. */
	rows: number[];
}

/**
 * How far a row's time may be off if its zone is not known, in milliseconds: zones are from 12 hours behind to 14
 * hours ahead of UTC.
 */
export const MOST_OFFSET = 14 * 3_600_000;

/** Digits at the end of a number by which one without its country code is recognized. */
const ENDING = 8;
/** The rows of a number that are tried as parts of a long message. */
const MOST_PART_ROWS = 60;
/** How many rows around a message's moment are looked at on each side. */
const MOST_AROUND = 50;
/** The longest number and sender that are compared, in characters. */
const LONGEST_ADDRESS = 200;

/** Texts of more characters take as long as many others. */
const LENGTHY = 1000;

/** Lets other work run. */
type Pause = () => Promise<void>;

interface Message extends SoughtMessage {
	place: number;
	number: string;
	sender: string;
	compared: ComparedText | null;
}

interface Row {
	place: number;
	at: number;
	/** In addition to a message's window. */
	slack: number;
	number: string;
	sender: string;
	messageId: string | null;
	compared: ComparedText | null;
	isTaken: boolean;
}

/**
 * Finds messages in a report. Each row belongs to one message; the order of neither matters.
 *
 * First by ID, then by number, sender and text, then by the texts of the parts of long messages, and then
 * where the sender or the text is unknown or written differently. Takes linear time.
 *
 * @param pause lets other work run; called often
 * @returns what was found of each message, in their order
 */
export async function matchReport(
	messages: readonly SoughtMessage[],
	rows: readonly ReportRow[],
	pause: Pause,
): Promise<Match[]> {
	const matching = await Matching.of(messages, pause);
	for (const [place, row] of rows.entries()) {
		if (place % 100 === 0 || isLengthy(row)) await pause();
		matching.add(row, place);
	}
	await matching.run(pause);
	return matching.matches;
}

function isLengthy({ text }: SoughtMessage | ReportRow): boolean {
	return text !== null && text.length > LENGTHY;
}

class Matching {
	readonly matches: Match[];

	/** The endings of the numbers that are looked for. */
	private readonly endings: ReadonlySet<string>;

	/** Those whose numbers end with the same digits as one that is looked for. */
	private readonly rows: Row[] = [];

	/** Rows whose numbers cannot be read, e.g. because they are masked. */
	private readonly unreadable: Row[] = [];

	private constructor(private readonly messages: readonly Message[]) {
		this.endings = new Set(messages.map(({ number }) => number.slice(-ENDING)));
		this.matches = messages.map(() => ({ kind: 'missing', rows: [] }));
	}

	static async of(sought: readonly SoughtMessage[], pause: Pause): Promise<Matching> {
		const messages: Message[] = [];
		for (const [place, each] of sought.entries()) {
			if (place % 100 === 0 || isLengthy(each)) await pause();
			messages.push({
				...each,
				place,
				number: currentDigits(each.digits),
				sender: senderOf(each.from),
				compared: each.text === null ? null : compared(each.text),
			});
		}
		return new Matching(messages);
	}

	add({ to, from, text, messageId, at, hasZone }: ReportRow, place: number): void {
		const number = numberOf(to);
		if (number !== null && !this.endings.has(number.slice(-ENDING))) return;
		const row: Row = {
			place,
			at: at ?? 0,
			slack: at === null ? Infinity : hasZone ? 0 : MOST_OFFSET,
			number: number ?? '',
			sender: senderOf(from ?? ''),
			messageId,
			compared: text === null || text.trim() === '' ? null : compared(text),
			isTaken: false,
		};
		if (number === null) this.unreadable.push(row);
		else this.rows.push(row);
	}

	async run(pause: Pause): Promise<void> {
		await this.matchIds(pause);
		const exact = ({ number, compared: text }: Message | Row) =>
			text === null ? null : JSON.stringify([number, text.plain]);
		await this.matchGroups(exact, { isInTime, isAlike: hasSender }, pause);
		await this.matchParts(pause);
		const rest: Fit<Message, Row> = { isInTime, isAlike: isSameMessage };
		await this.matchGroups(({ number }) => number, rest, pause);
		await this.findUnclear(pause);
	}

	private async matchIds(pause: Pause): Promise<void> {
		const keyOf = ({ messageId, number }: Message | Row) =>
			messageId ? JSON.stringify([messageId, number]) : null;
		const byId = await groups(this.rows, keyOf, pause);
		for (const message of this.messages) {
			const key = keyOf(message) ?? '';
			const own = byId.get(key);
			if (own === undefined) continue;
			await pause();
			this.take(message, 'found', own);
			byId.delete(key);
		}
	}

	/** Pairs those that are still alone, group by group. */
	private async matchGroups(
		keyOf: (each: Message | Row) => string | null,
		fit: Fit<Message, Row>,
		pause: Pause,
	): Promise<void> {
		const messages = await groups(this.alone(), keyOf, pause);
		const rows = await groups(this.free(), keyOf, pause);
		for (const [key, ours] of messages) {
			await pause();
			const theirs = rows.get(key);
			if (theirs === undefined) continue;
			for (const [index, row] of (await pairs(ours, theirs, fit, pause)).entries()) {
				if (row === undefined) continue;
				this.take(ours[index] as Message, 'found', [theirs[row] as Row]);
			}
		}
	}

	private async matchParts(pause: Pause): Promise<void> {
		const rows = await this.freeInTime(({ number }) => number, pause);
		for (const message of this.alone()) {
			const { text, compared: whole } = message;
			if (text === null || whole === null || !isLong(text)) continue;
			await pause();
			const near = (rows.get(message.number)?.near(message) ?? [])
				.filter((row) => row.compared !== null && hasSender(message, row))
				.slice(0, MOST_PART_ROWS);
			const parts = partsOf(
				whole,
				near.map((row) => row.compared as ComparedText),
			);
			if (parts === null) continue;
			const own = parts.places.map((place) => near[place] as Row);
			this.take(message, parts.isWhole ? 'found' : 'partly', own);
		}
	}

	/** Messages that are still alone, where the report has a row of the same number and time. */
	private async findUnclear(pause: Pause): Promise<void> {
		const rows = await this.freeInTime(({ number }) => number.slice(-ENDING), pause);
		const masked = await RowsInTime.of(this.unreadable, pause);
		for (const message of this.alone()) {
			await pause();
			const own = rows.get(message.number.slice(-ENDING))?.near(message) ?? [];
			const row = own[0] ?? masked.near(message)[0];
			if (row !== undefined) {
				this.matches[message.place] = { kind: 'unclear', rows: [row.place] };
			}
		}
	}

	/** The rows without a message, by a key and by time. */
	private async freeInTime(
		keyOf: (row: Row) => string,
		pause: Pause,
	): Promise<Map<string, RowsInTime>> {
		const found = new Map<string, RowsInTime>();
		for (const [key, rows] of await groups(this.free(), keyOf, pause)) {
			found.set(key, await RowsInTime.of(rows, pause));
		}
		return found;
	}

	private take(message: Message, kind: Match['kind'], rows: readonly Row[]): void {
		for (const row of rows) row.isTaken = true;
		this.matches[message.place] = { kind, rows: rows.map(({ place }) => place) };
	}

	/** The messages without a row. */
	private alone(): Message[] {
		return this.messages.filter(({ place }) => this.matches[place]?.kind === 'missing');
	}

	/** The rows without a message. */
	private free(): Row[] {
		return this.rows.filter(({ isTaken }) => !isTaken);
	}
}

function isInTime(message: Message, row: Row): boolean {
	return Math.abs(message.at - row.at) <= message.window + row.slack;
}

function hasSender({ sender }: Message, row: Row): boolean {
	return sender === '' || row.sender === '' || sender === row.sender;
}

function isSameMessage(message: Message, row: Row): boolean {
	if (!hasSender(message, row)) return false;
	if (message.compared === null || row.compared === null) return true;
	if (!isAlike(message.compared, row.compared)) return false;
	// One part of several says nothing about the others.
	return message.compared.plain.length <= row.compared.plain.length || !hasPartLength(row.compared);
}

/** Rows by their time. */
class RowsInTime {
	/**
	 * @param sure those whose time is certain, in its order
	 * @param unsure some of the others
	 */
	private constructor(
		private readonly sure: readonly Row[],
		private readonly unsure: readonly Row[],
	) {}

	static async of(rows: readonly Row[], pause: Pause): Promise<RowsInTime> {
		await pause();
		const sure = rows.filter(({ slack }) => slack === 0);
		const unsure = rows.filter(({ slack }) => slack > 0).slice(0, MOST_AROUND);
		return new RowsInTime(
			await sorted(sure, (a, b) => a.at - b.at || a.place - b.place, pause),
			unsure,
		);
	}

	/** The free rows around a message's moment, the nearest first. */
	near(message: Message): Row[] {
		const middle = this.firstFrom(message.at);
		const found = this.sure
			.slice(Math.max(0, middle - MOST_AROUND), middle + MOST_AROUND)
			.concat(this.unsure)
			.filter((row) => !row.isTaken && isInTime(message, row));
		const distance = (row: Row) => Math.abs(row.at - message.at);
		return found.sort((a, b) => distance(a) - distance(b) || a.place - b.place);
	}

	/** The index of the first row at a moment or later. */
	private firstFrom(at: number): number {
		let low = 0;
		let high = this.sure.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.sure[middle]?.at ?? 0) < at) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

function senderOf(from: string): string {
	return from.slice(0, LONGEST_ADDRESS).trim().replace(/^\+/, '').toLowerCase();
}

/** The digits of a number in today's form; null if it is missing or masked. */
function numberOf(to: string | null): string | null {
	const digits = (to ?? '')
		.slice(0, LONGEST_ADDRESS)
		.trim()
		.replace(/[\s().-]/g, '')
		.replace(/^(?:\+|00)/, '');
	return /^\d{7,15}$/.test(digits) ? currentDigits(digits) : null;
}

async function groups<Each>(
	all: readonly Each[],
	keyOf: (each: Each) => string | null,
	pause: Pause,
): Promise<Map<string, Each[]>> {
	const found = new Map<string, Each[]>();
	for (const [place, each] of all.entries()) {
		if (place % 100 === 0) await pause();
		const key = keyOf(each);
		if (key !== null) addTo(found, key, each);
	}
	return found;
}

function addTo<Each>(map: Map<string, Each[]>, key: string, each: Each): void {
	const list = map.get(key);
	if (list === undefined) map.set(key, [each]);
	else list.push(each);
}
