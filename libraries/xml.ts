/**
 * The one door to fast-xml-parser. The build bundles the library into this file, so that the
 * published package needs nothing beside n8n.
 */
export { XMLParser, XMLValidator } from 'fast-xml-parser';
