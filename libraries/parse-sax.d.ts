/** exceljs has no types for what it does not document. */
declare module 'exceljs/lib/utils/parse-sax' {
	type XmlEvent =
		| { eventType: 'opentag'; value: { name: string; attributes: Record<string, string> } }
		| { eventType: 'text'; value: string }
		| { eventType: 'closetag'; value: { name: string } };

	/**
	 * The events of a document, as many at once as a piece holds. Entities other than XML's five are
	 * errors; a document that ends too soon is not.
	 */
	export default function parseSax(pieces: AsyncIterable<string>): AsyncIterable<XmlEvent[]>;
}
