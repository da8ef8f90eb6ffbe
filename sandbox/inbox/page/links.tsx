/** An address as messages hold it; what ends a sentence is none of it. */
const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'])/g;

/** A text whose web addresses can be pressed, as on a phone. Nothing else becomes a link. */
export function TextWithLinks({ text }: { text: string }) {
	return (
		<>
			{text.split(ADDRESS).map((part, index) =>
				// What the expression has found stands at each odd place.
				index % 2 === 1 ? (
					<a key={index} href={part} target="_blank" rel="noopener noreferrer">
						{part}
					</a>
				) : (
					part
				),
			)}
		</>
	);
}
