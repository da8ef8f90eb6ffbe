/** GSM 03.38: the default alphabet, and what stands behind an escape and takes two places. */
const BASIC = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]$/;
const EXTENDED = /^[\f^{}\\[~\]|€]$/;

/** A text as a handset sends it: in one part if it fits, else in parts with room for their header. */
export function splitIntoParts(text: string): readonly string[] {
	const characters = Array.from(text);
	const isGsm = characters.every((each) => BASIC.test(each) || EXTENDED.test(each));
	const sizeOf = (character: string): number => {
		if (isGsm) return EXTENDED.test(character) ? 2 : 1;
		return character.length;
	};
	const [single, part] = isGsm ? [160, 153] : [70, 67];
	if (characters.reduce((size, each) => size + sizeOf(each), 0) <= single) return [text];
	const parts: string[] = [];
	let [current, size] = ['', 0];
	for (const character of characters) {
		if (size + sizeOf(character) > part) {
			parts.push(current);
			[current, size] = ['', 0];
		}
		current += character;
		size += sizeOf(character);
	}
	return [...parts, current];
}
