/** A web address in a message, without the punctuation that ends a sentence. */
const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'])/g;

/** A text with its web addresses as links, as on a phone. Nothing else becomes a link. */
export function TextWithLinks({ text }: { text: string }) {
	return (
		<>
			{text.split(ADDRESS).map((part, index) =>
				// `split` puts the matches at the odd positions.
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
