import { withoutProofs } from './excerpt';
import { isRecord, readJson } from '../wire/json';
import { KnownSecrets } from './knownSecrets';
import { HIDDEN, isNamed, isNaming, isPlain } from './hidden';
import { BELONGS_IN_OUTPUTS, isNameOfSecret, isSecretName } from './secretNames';

/*
 * Everything from a gateway that goes into an output passes through here: secrets are removed, and sizes
 * are limited, so that an output grows only with the number of messages.
 */

/** The longest text of a gateway in an output, in characters. */
const LONGEST_SHOWN_TEXT = 1000;
/** The longest message: 255 parts of 153 characters. Source: 3GPP TS 23.040, 9.2.3.24.1. */
export const LONGEST_MESSAGE = 255 * 153;
/** The longest id. A longer one is left out, because a part of it would be another id. */
const LONGEST_ID = 1000;
/** The longest `response` of one reply, and the longest `raw`, in characters. */
export const LONGEST_REPLY = 50_000;
/** The most characters of `response` and `raw` of all replies of one run. */
const LONGEST_REPLIES = 50_000_000;

/** How many values a reply may have. */
const MOST_VALUES = 10_000;
/** What JSON needs for a value besides its name and text, in characters. */
const PUNCTUATION = 6;
/** How deep a reply may be nested. */
const DEEPEST = 30;
/** The longest name of a field in a reply, in characters. */
const LONGEST_NAME = 200;
/** The longest text of a gateway once the replies of the run have used up their characters. */
const SHORT_TEXT = 100;
/** How far beyond a cut a text is searched, so that a secret at the cut is found, in characters. */
const MARGIN = 2000;
/** The most values found under secret names that are also hidden elsewhere in the reply. */
const MOST_FOUND = 50;

/**
 * The fields with the text of a message. They may be longer than other texts, and are not searched for
 * names of secrets: a person may write "PIN: 1234".
 */
const MESSAGE_TEXTS = new Set(['text', 'messagebody', 'messageorig']);
/** The same in callbacks, by the names that the gateways use. */
const RAW_MESSAGE_TEXTS = new Set([
	...MESSAGE_TEXTS,
	...['message', 'mo', 'body', 'content', 'msg', 'sms', 'smstext', 'messagetext'],
]);

/** Fields that must not be cut, such as IDs: a part would mean something else. */
const WHOLE_OR_NOT = /^(?:to|from|pin)$|(?:[a-z\d_-]I[Dd]|[_-]id|^id|uuid|guid)s?$/;

/** How many characters of gateways' texts a run may still output. */
export class Allowance {
	constructor(private left = LONGEST_REPLIES) {}

	/** How long a text may be. */
	get longestText(): number {
		return this.left > 0 ? LONGEST_SHOWN_TEXT : SHORT_TEXT;
	}

	/** How many characters a reply may have. */
	get longestReply(): number {
		return Math.min(this.left, LONGEST_REPLY);
	}

	take(characters: number): void {
		this.left = Math.max(0, this.left - characters);
	}
}

/** A gateway's reply as an output has it. */
export interface ShownReply {
	/** Parsed; null if it could not be. */
	response: unknown;
	/** Its text, if it is not JSON. */
	raw?: string;
}

/** Prepares gateways' texts for the outputs of one run. */
export class Shown {
	/**
	 * @param secrets the account's secrets
	 * @param allowance what the run may still output
	 */
	constructor(
		private readonly secrets = KnownSecrets.none,
		private readonly allowance = new Allowance(),
	) {}

	/** A text of a gateway without secrets; a cut is marked. */
	text(text: string): string {
		return shownText(text, this.allowance.longestText, this.secrets);
	}

	/** A sentence of ours that may quote a gateway, in short excerpts. */
	sentence(sentence: string): string {
		return cut(this.secrets.hideIn(sentence), LONGEST_SHOWN_TEXT);
	}

	/** An ID; null if it is too long or contains a secret. */
	id(id: string): string | null {
		return id.length > LONGEST_ID || this.secrets.isIn(id) ? null : detached(id);
	}

	/**
	 * A parsed reply.
	 *
	 * @param isCall whether it is a callback, which may contain messages
	 */
	response(response: unknown, isCall = false): unknown {
		return this.copy(response, isCall).copied;
	}

	/**
	 * A reply in both forms.
	 *
	 * @param response as parsed
	 * @param text unparsed
	 */
	reply(response: unknown, text: string): ShownReply {
		const { copied, secrets } = this.copy(response ?? null, false);
		const shown: ShownReply = { response: copied };
		if (/^\s*[[{]/.test(text.slice(0, 1000))) return shown;
		const longest = this.allowance.longestReply;
		shown.raw = longest === 0 ? USED_UP : shownText(text, longest, secrets);
		this.allowance.take(shown.raw.length);
		return shown;
	}

	/** A field of an output, by its name. */
	field(name: string, value: unknown): unknown {
		if (name === 'response' || name === 'raw') return this.response(value, name === 'raw');
		if (isSecretName(name) && !BELONGS_IN_OUTPUTS.has(name)) return hidden(value);
		if (typeof value !== 'string') return isScalar(value) ? value : this.response(value);
		if (MESSAGE_TEXTS.has(plainName(name))) return messageText(value, this.secrets);
		return WHOLE_OR_NOT.test(name) ? this.id(value) : this.text(value);
	}

	/** @returns the copy, and the secrets including the values found under names of secrets */
	private copy(response: unknown, isCall: boolean): { copied: unknown; secrets: KnownSecrets } {
		const { secrets } = this;
		const longest = this.allowance.longestReply;
		if (longest === 0 && !isScalar(response)) return { copied: USED_UP, secrets };
		const first = new Copy(secrets, isCall, longest);
		const copied = first.of(response);
		this.allowance.take(longest - first.left);
		if (first.found.size === 0) return { copied, secrets };
		// A value with a secret's name may appear elsewhere without that name.
		const more = secrets.and([...first.found]);
		return { copied: new Copy(more, isCall, longest).of(response), secrets: more };
	}
}

// Without `toLocaleString`: its first call takes 20 ms, which would slow down n8n's start.
const USED_UP = `… (left out: the replies of this run already have ${LONGEST_REPLIES / 1_000_000} million characters)`;

/** Copies one reply. */
class Copy {
	/** Whether it differs from what was copied. */
	differs = false;

	/** Values under names of secrets. */
	readonly found = new Set<string>();

	private values = MOST_VALUES;

	/** @param left how many characters the copy may have */
	constructor(
		private readonly secrets: KnownSecrets,
		private readonly isCall: boolean,
		public left: number,
	) {}

	of(value: unknown, name = '', depth = 0): unknown {
		this.values--;
		this.left -= PUNCTUATION;
		if (typeof value === 'string') return this.textOf(value, name);
		if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
		if (typeof value === 'number') {
			const text = String(value);
			this.left -= text.length;
			if (this.secrets.hide(text) === text) return value;
			this.differs = true;
			return HIDDEN;
		}
		if (depth >= DEEPEST) {
			this.differs = true;
			return '…';
		}
		if (Array.isArray(value)) return this.listOf(value, name, depth);
		return isRecord(value) ? this.recordOf(value, depth) : null;
	}

	private get isFull(): boolean {
		return this.values <= 0 || this.left <= 0;
	}

	private textOf(value: string, name: string): string {
		if (this.isCall && RAW_MESSAGE_TEXTS.has(plainName(name))) {
			const shown = messageText(value, this.secrets);
			this.left -= shown.length;
			return shown;
		}
		const isWhole = value.length > LONGEST_SHOWN_TEXT && WHOLE_OR_NOT.test(name);
		const shown = isWhole
			? cutMark(value.length)
			: shownText(value, LONGEST_SHOWN_TEXT, this.secrets);
		this.left -= shown.length;
		this.differs ||= shown !== value;
		return shown;
	}

	private listOf(list: unknown[], name: string, depth: number): unknown[] {
		const isPair = list.length === 2 || (list.length % 2 === 0 && /header/i.test(name));
		const copies: unknown[] = [];
		for (const [place, each] of list.entries()) {
			if (this.isFull) {
				this.differs = true;
				copies.push(`… (${(list.length - place).toLocaleString('en-US')} more)`);
				break;
			}
			const before = isPair && place % 2 === 1 ? list[place - 1] : undefined;
			const isNamedSecret = typeof before === 'string' && isNameOfSecret(before);
			if (isNamedSecret && !(typeof each === 'string' && isNameOfSecret(each))) {
				copies.push(this.hide(each));
			} else {
				copies.push(this.of(each, name, depth + 1));
			}
		}
		return copies;
	}

	private recordOf(record: Record<string, unknown>, depth: number): Record<string, unknown> {
		const entries = Object.entries(record);
		// {"name": "authToken", "value": "…"}; then a field `key` has a name, not a secret.
		const isPair = entries.some(([name]) => isNamed(name) && !isNaming(name));
		const named = isPair ? entries.filter(([name]) => isNaming(name)) : [];
		const isSecretPair = named.some(
			([, value]) => typeof value === 'string' && isNameOfSecret(value),
		);
		const copies = new Map<string, unknown>();
		for (const [place, [name, value]] of entries.entries()) {
			if (name === '__proto__') continue;
			if (this.isFull) {
				this.differs = true;
				copies.set('…', `${(entries.length - place).toLocaleString('en-US')} more`);
				break;
			}
			const shown = uniqueName(copies, shownText(name, LONGEST_NAME, this.secrets));
			this.differs ||= shown !== name;
			this.left -= shown.length;
			const isHidden =
				isPair && isNaming(name) && typeof value === 'string'
					? false
					: isSecretName(name) || (isSecretPair && isNamed(name));
			copies.set(shown, isHidden ? this.hide(value) : this.of(value, name, depth + 1));
		}
		return Object.fromEntries(copies);
	}

	private hide(value: unknown): unknown {
		this.values--;
		this.left -= HIDDEN.length;
		this.differs = true;
		collect(value, this.found);
		return hidden(value);
	}
}

/** Replaces a value under a secret's name, unless it cannot be a secret. */
function hidden(value: unknown): unknown {
	if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
	if (typeof value === 'string' && isPlain(value)) return value;
	return isEmpty(value) ? value : HIDDEN;
}

function isEmpty(value: unknown): boolean {
	return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Collects the texts of a hidden value that are long enough to be recognized elsewhere. */
function collect(value: unknown, found: Set<string>, depth = 0): void {
	if (found.size >= MOST_FOUND || depth > 5) return;
	if (typeof value === 'string') {
		if (value.length >= 8 && value.length <= 5000 && !isPlain(value)) found.add(value);
		return;
	}
	if (typeof value !== 'object' || value === null) return;
	for (const child of Object.values(value).slice(0, MOST_FOUND)) collect(child, found, depth + 1);
}

function uniqueName(taken: ReadonlyMap<string, unknown>, name: string): string {
	if (!taken.has(name)) return name;
	for (let number = 2; ; number++) {
		const numbered = `${name} (${number})`;
		if (!taken.has(numbered)) return numbered;
	}
}

function isScalar(value: unknown): boolean {
	return typeof value !== 'object' || value === null;
}

function plainName(name: string): string {
	return name.length > 40 ? '' : name.toLowerCase().replace(/[^a-z]/g, '');
}

/** The text of a message, without the account's own secrets. */
function messageText(text: string, secrets: KnownSecrets): string {
	return cut(secrets.hideSecrets(text), LONGEST_MESSAGE);
}

/** A text without secrets, cut if it is long. */
function shownText(text: string, limit: number, secrets: KnownSecrets): string {
	const margin = Math.max(MARGIN, secrets.longest);
	if (text.length <= limit + margin) return cut(withoutSecrets(text, secrets), limit);
	// Text far beyond the limit is not processed; a secret that is cut there would not be recognized.
	const looked = withoutSecrets(text.slice(0, limit + margin), secrets);
	return cut(looked.slice(0, -margin), limit, text.length);
}

function withoutSecrets(text: string, secrets: KnownSecrets): string {
	return withoutProofs(withoutSecretsInJson(secrets.hide(text)));
}

/** Searches JSON inside a text, if it is complete. */
function withoutSecretsInJson(text: string): string {
	const start = text.search(/[[{]/);
	const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
	if (start === -1 || end <= start) return text;
	const value = readJson(text.slice(start, end));
	if (typeof value !== 'object' || value === null) return text;
	const copy = new Copy(KnownSecrets.none, false, Infinity);
	const copied = copy.of(value);
	// Only the copy is flat enough to be stringified safely.
	return copy.differs ? text.slice(0, start) + JSON.stringify(copied) + text.slice(end) : text;
}

/**
 * A text, cut with a mark if it is long.
 *
 * @param limit the most UTF-16 units, with the mark
 * @param length how long the whole text is
 */
function cut(text: string, limit: number, length = text.length): string {
	if (text.length <= limit && length === text.length) return detached(text);
	const kept = text.slice(0, limit - cutMark(length).length).replace(/[\uD800-\uDBFF]$/, '');
	return detached(kept + cutMark(length - kept.length));
}

function cutMark(characters: number): string {
	return `… (${characters.toLocaleString('en-US')} more characters)`;
}

/** A copy, because a substring would keep the whole reply in memory. */
function detached(text: string): string {
	return text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le');
}
