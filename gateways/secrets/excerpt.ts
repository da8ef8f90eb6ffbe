import { oneLine } from '../../messages/oneLine';
import { withoutNamedSecrets } from './secrets';

/** The longest quotation of a gateway in an error, in characters. */
const LONGEST = 300;

/** Of a public key and a signature, in characters. */
const LONGEST_PROOF = 400;

/**
 * Credentials in the forms in which requests have them: Messangi's public key and signature at the end
 * of a path, a username and password, a token.
 *
 * Each expression starts a match only at the beginning of a run of characters. One that starts at every
 * place takes minutes for some million characters.
 */
const PROOFS = [
	/(?<![^\s/])[^\s/]+\/[0-9a-f]{64}/gi,
	/\b[0-9a-f]{64}\b/gi,
	/\b(?:Basic|Bearer) +[\w+/=.~-]{6,}/gi,
	/(?<![\w-])(?=[\w-]+\.[\w-])[\w-]*?\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g,
];

/** A gateway's text without the credentials that it repeats: some servers respond with the request. */
export function withoutProofs(text: string): string {
	return withoutNamedSecrets(PROOFS.reduce((rest, proof) => rest.replace(proof, '…'), text));
}

/**
 * A text from outside, for quoting in an error: on one line, without control characters and credentials,
 * and cut if it is long.
 *
 * @param limit the most UTF-16 units that are kept
 */
export function excerpt(text: string, limit = LONGEST): string {
	// Text far beyond the limit is not processed; credentials that are cut there would not be recognized.
	const looked = limit * 4 + LONGEST_PROOF;
	if (text.length <= looked) return oneLine(withoutProofs(text), limit);
	const line = oneLine(withoutProofs(text.slice(0, looked)).slice(0, -LONGEST_PROOF), limit);
	return line.endsWith('…') ? line : `${line}…`;
}
