import { oneLine } from '../../messages/oneLine';
import { withoutNamedSecrets } from './secrets';

/** The longest text of a gateway's own that stands in a sentence of ours, in characters. */
const LONGEST = 300;

/** Of a public key and a signature, in characters. */
const LONGEST_PROOF = 400;

/**
 * What proves who asks, in the forms in which requests carry it: Messangi's public key and signature
 * at the end of a path, a name and password, a token.
 *
 * Each looks at a run of characters once, from its beginning. An expression that begins anew at every
 * place of a run takes minutes for some million characters.
 */
const PROOFS = [
	/(?<![^\s/])[^\s/]+\/[0-9a-f]{64}/gi,
	/\b[0-9a-f]{64}\b/gi,
	/\b(?:Basic|Bearer) +[\w+/=.~-]{6,}/gi,
	/(?<![\w-])(?=[\w-]+\.[\w-])[\w-]*?\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g,
];

/** A text of a gateway's own without the proofs that it repeats: some servers answer with the request. */
export function withoutProofs(text: string): string {
	return withoutNamedSecrets(PROOFS.reduce((rest, proof) => rest.replace(proof, '…'), text));
}

/**
 * A text that came from outside, made fit for a sentence of ours: on one line, without control
 * characters, without what proves who asks, and cut where it is long.
 *
 * @param limit the most UTF-16 units that are kept
 */
export function excerpt(text: string, limit = LONGEST): string {
	// Whatever is far behind the limit is not even looked at; a proof that is cut there is not known.
	const looked = limit * 4 + LONGEST_PROOF;
	if (text.length <= looked) return oneLine(withoutProofs(text), limit);
	const line = oneLine(withoutProofs(text.slice(0, looked)).slice(0, -LONGEST_PROOF), limit);
	return line.endsWith('…') ? line : `${line}…`;
}
