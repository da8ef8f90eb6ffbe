/** Replaces hidden content. */
export const HIDDEN = '[hidden]';

/** Values under a secret's name that are not secret: empty, yes or no, or a word for its state. */
const PLAIN =
	/^(?:|null|none|nil|undefined|true|false|yes|no|ok|empty|missing|absent|required|invalid|valid|wrong|bad|incorrect|malformed|mismatch(?:ed)?|unknown|unsupported|expired|revoked|denied|refused|rejected|declined|forbidden|blocked|locked|disabled|enabled|not|is|was|must|has|failed|failure|error|over|\*+|\.+|…|\[hidden\]?)[.!?]?$/i;

/** The longest name that is recognized in a text, in characters. */
export const LONGEST_NAME = 64;

/** Whether a text under a secret's name is not a secret. */
export function isPlain(value: string): boolean {
	return value.length <= 14 && PLAIN.test(value.trim());
}

/** Names of fields that name the value next to them: `{"name": "authToken", "value": "…"}`. */
const NAMING = /^(?:name|key|field|header|param|parameter|property|attribute|label|id|k|n)$/i;
/** Names of fields with the value that such a field names. */
const NAMED =
	/^(?:.*value|values|val|v|contents?|data|#text|text|string|default|current|raw|body)$/i;

/** Whether a field names the value next to it. */
export function isNaming(name: string): boolean {
	return name.length <= 20 && NAMING.test(name);
}

/** Whether a field has a value that the field next to it names. */
export function isNamed(name: string): boolean {
	return name.length <= 30 && NAMED.test(name);
}
