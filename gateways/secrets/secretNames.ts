/*
 * Which fields are secret by their names: tokens, keys, passwords, PINs, signatures, cookies and the
 * like, in any case, with any punctuation, and as one word or several. A name that only describes a
 * secret (`tokenType`, `passwordLength`) is not secret, nor is a word that happens to contain such a name
 * (`keyword`, `monkey`, `shipping`, `author`).
 */

/**
 * Secret by name, but part of the output by the public contract: the PIN that Messangi generated. Only
 * fields of the output itself, nothing in `response`, `raw` or a text.
 */
export const BELONGS_IN_OUTPUTS: ReadonlySet<string> = new Set(['pin']);

/** Words that contain a stem below but have another meaning. */
const INNOCENT =
	/keywords?|keyboards?|keypad|keynote|keyframes?|keystrokes?|secretar(?:y|ies|iat)|tokeni[sz](?:ed|ers?|ation|es|ing)|(?:ob|pos|inter|super)session|forbearers?|palabraclave/g;

/** Stems that name a secret anywhere in a name. */
const STEMS =
	/pass(?:word|wort|wd|phrase|code)|kennwort|contrasena|motdepasse|pwd|secret|token|(?:api|private|public|access|auth|signing|signature|encryption|decryption|shared|master|session|client|user|consumer|subscription|license|account|app|service|server|ssh|ssl|rsa|aes|hmac|storage|host|admin|root|my|pass)keys?|(?:verification|otp|auth|security|confirmation|confirm|onetime|pin)code|(?:user|db|my|smtp|mail|ftp|login|admin|root)pass(?:$|\d)|signature|authori[sz]ation|authentication|cookie|credential|bearer|session|sessid/g;

/** Words that name a secret only as whole words. */
const WORDS =
	/^(?:keys?|pins?|pincode|pinnumber|(?:sms|user|atm|card|my|login|account|new|old)pin|pass|psk|sig|otp|totp|jwt|hmac|oauth|clave|claves|senha|auth\w*|\w*auth)$/;

/** Words that begin like `auth` and name a person or a state. */
const NOT_AUTH = /^(?:author(?!i[sz]ation)|authentic(?!ation))/;

/** Words before `key` that make it a label and not a secret. */
const LABELS = new Set(
	'status sort primary foreign cache partition row translation message error i18n deduplication dedup idempotency routing group index locale label property field column template campaign country language unique natural map hot arrow object lookup palabra'.split(
		' ',
	),
);

/** Words after `key` that make it a label and not a secret. */
const BEHIND_KEY = /^(?:name|path|field|column|label|code|press|up|down|event|points?|ring)/;

/** Words after a secret's name that only describe the secret. */
const DESCRIBES =
	/^s?(?:sms)?(?:count|number(?:s|of)|length|len$|size|type|status|state|expir|ttl|lifetime|valid|invalid|required|enabled|disabled|present|missing|format|version|method|algorithm|alg$|limit|used|usage|remaining|left$|attempts?|tries|retries|policy|strength|verified|confirm|changed|created|updated|issued|sent|date|time|index|position|level|scheme|realm|error|fail|reason|less)/;

/** Words before a plural that is counted. */
const COUNTS =
	/^(?:total|max|maximum|min|minimum|number|count|prompt|completion|input|output|used|remaining|cached|reasoning|active|open)$/;

/** A cache of results: the same few names come with each message of a list. */
const judged = new Map<string, boolean>();
/** The most names that are kept, and the longest of them. */
const KEPT = { most: 2000, longest: 60 };

/** Of a longer name, only both ends are checked. */
const LONGEST = 1000;

/** Whether a text that may not be a name is the name of a secret. */
export function isNameOfSecret(text: string): boolean {
	return text.length <= KEPT.longest && /^[\p{L}\p{M}\d ._:@-]+$/u.test(text) && isSecretName(text);
}

/** Whether a field of this name holds a secret. */
export function isSecretName(name: string): boolean {
	const known = judged.get(name);
	if (known !== undefined) return known;
	const words = wordsOf(
		name.length > LONGEST ? `${name.slice(0, LONGEST / 2)} ${name.slice(-LONGEST / 2)}` : name,
	);
	const isCounted = words.some((word) => COUNTS.test(word));
	const isSecret =
		isSecretIn(words, isCounted) || (words.length > 1 && isSecretIn([words.join('')], isCounted));
	if (name.length <= KEPT.longest && judged.size < KEPT.most) judged.set(name, isSecret);
	return isSecret;
}

/** `X-Auth-Token`, `xAuthToken` and `x_auth_token` are three words each: letters only, without accents. */
function wordsOf(name: string): string[] {
	return name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z]+/)
		.filter((word) => word !== '');
}

/** @param isCounted whether a plural in it is a number of things */
function isSecretIn(words: readonly string[], isCounted: boolean): boolean {
	const joined = words.join('');
	if (/^(?:sign|pw)$/.test(joined)) return true;
	const looked = joined.replace(INNOCENT, (word) => '_'.repeat(word.length));
	// The last stem counts: `sessionToken`, `passwordResetToken`.
	let end = -1;
	for (const { 0: stem, index } of looked.matchAll(STEMS)) end = Math.max(end, index + stem.length);
	let start = 0;
	for (const [place, word] of words.entries()) {
		const length = looked[start] === '_' ? 0 : endInWord(word, words[place - 1], words[place + 1]);
		if (length > 0) end = Math.max(end, start + length);
		start += word.length;
	}
	const isPlural = looked[end] === 's' || /[^s]s$/.test(looked.slice(0, Math.max(0, end)));
	if (end === -1 || (isCounted && isPlural)) return false;
	return !DESCRIBES.test(joined.slice(end));
}

/** The length of the part of a word that names a secret, in characters; 0 if none does. */
function endInWord(word: string, before: string | undefined, behind: string | undefined): number {
	if (!WORDS.test(word) || NOT_AUTH.test(word)) return 0;
	if (/^(?:key|clave)s?$/.test(word)) {
		const isLabel = before !== undefined && LABELS.has(before);
		return isLabel || (behind !== undefined && BEHIND_KEY.test(behind)) ? 0 : word.length;
	}
	if (!word.startsWith('auth') || /^auth(?:ori[sz]|entic)ation/.test(word)) return word.length;
	return 'auth'.length;
}
