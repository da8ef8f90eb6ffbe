/** Replaces a secret. */
export const MASK = '***';

/** Words that contain the name of a secret by chance, without punctuation. */
const CHANCE =
	/key(?:word|board|pad|note|frame|stroke)|secretar|token[iy][sz]|(?:ob|pos)session|palabraclave|author(?!i[sz]ation)|authentic(?!ation)/;

/** Ends of names that describe a secret, e.g. `tokenType`, `passwordLength`, `tokens_count`. */
const DESCRIBED =
	/(?:count|numbers?|length|size|type|status|state|lifetime|ttl|valid|invalid|required|enabled|disabled|missing|format|version|method|algorithm|limit|used|usage|remaining|attempts|retries|policy|strength|verified|confirmed|confirmation|changed|created|updated|issued|sent|date|time|index|level|scheme|realm|error|reason|less|expir(?:y|es|ed|ation|esin|esat)?)$/;

/** Names of secrets, anywhere in a name, without punctuation. */
const ANYWHERE =
	/token|secret|passw|passphrase|passcode|kennwort|contrasena|motdepasse|pwd|signature|authori[sz]ation|authentication|cookie|credential|bearer|session|sessid|(?:verification|otp|auth|security|confirmation|onetime|pin)code|(?:api|private|public|access|auth|sign|signing|encryption|shared|master|client|user|consumer|subscription|account|app|service|ssh|admin|my)keys?$|(?:user|db|my|smtp|admin|root)pass$/;

/** Names of secrets as separate words, between hyphens. */
const WORD =
	/(?:^|-)(?:keys?|pins?|pass|psk|sig|otp|totp|jwt|hmac|x?o?auth\d*|[a-z]+auth|clave|senha|auth[a-z]*|(?:sms|user|card|my|new|old)pin|pincode)(?:-|$)/;

/** `key` as a name. */
const LABEL =
	/(?:^|-)(?:status|sort|primary|foreign|cache|partition|row|translation|message|error|dedup(?:lication)?|idempotency|routing|group|index|locale|label|property|field|column|template|campaign|unique|lookup)-keys?(?:-|$)|(?:^|-)keys?-(?:name|path|field|column|label|code|word|board)/;

/** Counts of tokens and the like. */
const COUNTED = /^(?:total|max|min|prompt|completion|input|output|remaining|active)-[a-z]+s$/;

/** Cached results by name. */
const looked = new Map<string, boolean>();

/** Whether a field of this name is a secret, in any spelling. */
export function isSecretName(name: string): boolean {
	const known = looked.get(name);
	if (known !== undefined) return known;
	const isSecret = judge(name);
	if (name.length <= 60 && looked.size < 2000) looked.set(name, isSecret);
	return isSecret;
}

function judge(name: string): boolean {
	const hyphened = name
		.slice(0, 200)
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/([a-z])([A-Z])/g, '$1-$2')
		.replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
		.toLowerCase()
		.replace(/[^a-z]+/g, '-');
	const plain = hyphened.replace(/-/g, '');
	if (CHANCE.test(plain) || DESCRIBED.test(plain) || COUNTED.test(hyphened)) return false;
	if (LABEL.test(hyphened)) return false;
	return ANYWHERE.test(plain) || WORD.test(hyphened) || WORD.test(plain);
}

/** Values of such fields that are not secrets. */
const NOTHING = new Set(['', 'null', 'true', 'false', MASK]);

/**
 * Masks fields that are named like secrets: in JSON at any depth, in XML, in forms and URLs, in the
 * parts of a form with files, and in fragments of these that are quoted elsewhere.
 */
export function maskNamed(text: string): string {
	if (/^\s*[[{]/.test(text)) {
		const masked = maskJson(text);
		if (masked !== undefined) return masked;
	}
	return [maskElements, maskParts, maskQuoted, maskPairs].reduce((rest, mask) => mask(rest), text);
}

/** Undefined if it is not JSON. */
function maskJson(text: string): string | undefined {
	try {
		const content = JSON.parse(text) as unknown;
		const masked = maskFields(content, 0);
		// Unchanged if there is nothing to mask.
		return JSON.stringify(masked) === JSON.stringify(content) ? text : JSON.stringify(masked);
	} catch {
		return undefined;
	}
}

const DEEPEST = 100;

function maskFields(content: unknown, depth: number): unknown {
	if (depth > DEEPEST) return MASK;
	if (typeof content === 'string') return content.length > 3 ? maskNamed(content) : content;
	if (typeof content !== 'object' || content === null) return content;
	if (Array.isArray(content)) {
		const [name] = content as unknown[];
		if (content.length === 2 && typeof name === 'string' && isSecretName(name)) return [name, MASK];
		return content.map((each) => maskFields(each, depth + 1));
	}
	const fields = Object.entries(content);
	const hasValue = fields.some(([name]) => VALUE.test(name));
	const isPair =
		hasValue && fields.some(([name, called]) => CALLED.test(name) && isSecretText(called));
	return Object.fromEntries(
		fields.map(([name, value]) => {
			if (hasValue && CALLED.test(name) && typeof value === 'string') return [name, value];
			if (!isSecretName(name) && !(isPair && VALUE.test(name))) {
				return [name, maskFields(value, depth + 1)];
			}
			return [name, NOTHING.has(String(value)) ? value : MASK];
		}),
	);
}

const CALLED = /^(?:name|key|field|header|param|parameter|property|attribute|label|id)$/i;
const VALUE = /^(?:.*value|values|val|contents?|data|text|body)$/i;

function isSecretText(called: unknown): boolean {
	return typeof called === 'string' && called.length <= 60 && isSecretName(called);
}

/** XML elements with their content, and attributes. */
function maskElements(text: string): string {
	if (!text.includes('<')) return text;
	const pieces: string[] = [];
	let kept = 0;
	/** The open secret element, its depth among elements of its name, and where its content begins. */
	let open: { name: string; depth: number; from: number } | undefined;
	for (const tag of text.matchAll(/<(\/?)([\w:.-]{1,60})([^<>]*)>/g)) {
		const [whole, slash, name = '', attributes = ''] = tag;
		const isEmpty = attributes.endsWith('/');
		if (open === undefined) {
			const called = NAMED_ELEMENT.exec(attributes)?.[1];
			const isSecret = isSecretName(name) || isSecretText(called);
			if (slash === '' && !isEmpty && isSecret) {
				open = { name, depth: 1, from: tag.index + whole.length };
			}
			continue;
		}
		if (name !== open.name || isEmpty) continue;
		open.depth += slash === '' ? 1 : -1;
		if (open.depth > 0) continue;
		const content = text.slice(open.from, tag.index);
		pieces.push(text.slice(kept, open.from), NOTHING.has(content.trim()) ? content : MASK);
		kept = tag.index;
		open = undefined;
	}
	// An incomplete text can end within a secret.
	if (open !== undefined && open.from < text.length) {
		pieces.push(text.slice(kept, open.from), MASK);
		kept = text.length;
	}
	pieces.push(text.slice(kept));
	return pieces
		.join('')
		.replace(/([\w:.-]{1,60})(\s?=\s?)("[^"<]+"|'[^'<]+')/g, (whole, name: string, sign: string) =>
			isSecretName(name) ? `${name}${sign}"${MASK}"` : whole,
		);
}

const NAMED_ELEMENT = /\s(?:name|key)\s?=\s?["']([^"']{1,60})["']/;

/** The fields of multipart/form-data. */
function maskParts(text: string): string {
	if (!/^content-disposition:/im.test(text)) return text;
	return text.replace(
		/(content-disposition: ?form-data; ?name="([^"\r\n]{1,60})"[^\r\n]{0,200}(?:\r?\n[^\r\n]{1,300}){0,5}\r?\n\r?\n)([^\r\n]+)/gi,
		(whole, head: string, name: string) => (isSecretName(name) ? head + MASK : whole),
	);
}

/**
 * A field of JSON that is quoted in another text. Not a regular expression: one over a whole string
 * fails for a string of some million characters.
 */
function maskQuoted(text: string): string {
	let masked = '';
	let done = 0;
	const search = /\\?"([^"\\\s]{1,60})\\?"\s?:\s?\\?"/g;
	for (let found = search.exec(text); found !== null; found = search.exec(text)) {
		if (!isSecretName(found[1] ?? '')) {
			// The end of this value can be the start of the next field.
			search.lastIndex--;
			continue;
		}
		// In a quoted text, `\"` ends what `\"` began.
		const isEscaped = found[0].endsWith('\\"');
		let end = search.lastIndex;
		masked += text.slice(done, end) + MASK;
		while (end < text.length && text[end] !== '"') {
			if (isEscaped && text.startsWith('\\"', end)) break;
			end += text[end] === '\\' ? 2 : 1;
		}
		done = search.lastIndex = Math.min(end, text.length);
	}
	return masked + text.slice(done);
}

/** Pairs of a form or a query, also pairs within names and values. */
function maskPairs(text: string): string {
	return text.replace(
		/(^|[?&;\s])([\w.%[\]@-]{1,60})=([^&#\s"'<>]+)/g,
		(whole, before: string, encoded: string) =>
			isSecretName(encoded.replace(/%([\da-f]{2})/gi, ' ')) ? `${before}${encoded}=${MASK}` : whole,
	);
}
