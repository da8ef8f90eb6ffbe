import {
	childElement,
	childElements,
	childText,
	MAX_XML_LENGTH,
	MAX_XML_LIST_LENGTH,
	readXml,
	readXmlList,
} from '../../../gateways/wire/xml';

describe('reading XML from outside', () => {
	const text = (xml: string, name = 'a') => childText(readXml(xml), name);

	it.each([
		['the five entities', '<a>&lt;b&gt; &amp; &quot;c&apos;</a>', '<b> & "c\''],
		['numeric references', '<a>&#233;&#xE9;&#128512;</a>', 'éé😀'],
		['a reference twice over stays as it is', '<a>&amp;lt;</a>', '&lt;'],
		['entities of HTML stay as they are', '<a>&nbsp;&euro;</a>', '&nbsp;&euro;'],
		[
			'references to nothing stay as they are',
			'<a>&#0;&#xD800;&#x110000;&#9999999;</a>',
			'&#0;&#xD800;&#x110000;&#9999999;',
		],
		['a CDATA section', '<a><![CDATA[1 < 2 &amp; 3]]></a>', '1 < 2 &amp; 3'],
		['leading zeros', '<a>00123</a>', '00123'],
		['a number beyond 2^53', '<a>9223372036854775807</a>', '9223372036854775807'],
		['a number in another notation', '<a>1e3</a>', '1e3'],
		['text beside an attribute', '<a x="1">text</a>', 'text'],
		['the first of several', '<a>1</a><a>2</a>', '1'],
		['an empty element', '<a/>', ''],
		['a control character', '<a>x\u0007\ufffe</a>', 'x\u0007\ufffe'],
		['the end of a section', '<a>x]]>y</a>', 'x]]>y'],
		['a name of every object', '<a>&constructor;&toString;</a>', '&constructor;&toString;'],
		['text in pieces', '<a>1<!-- -->2<?x?>3<![CDATA[<4>]]></a>', '123<4>'],
	])('%s', (_label, xml, expected) => {
		expect(text(xml)).toBe(expected);
	});

	it.each([
		['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
		[
			'an entity that expands and expands',
			'<!DOCTYPE l [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;">]><a>&m;</a>',
		],
		['a file', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
		['an element that is not closed', '<a><b>'],
		['elements that cross', '<a><b></a></b>'],
		['a text', 'hello'],
		['nothing', ''],
		['too much', `<a>${'x'.repeat(MAX_XML_LENGTH)}</a>`],
		['too deep', '<a>'.repeat(200) + '</a>'.repeat(200)],
		[
			'too many attributes',
			`<a ${Array.from({ length: 101 }, (_, at) => `n${at}=""`).join(' ')}/>`,
		],
		['an attribute twice', '<a b="1" b="2"/>'],
		['too many names', Array.from({ length: 1_001 }, (_, at) => `<n${at}/>`).join('')],
		['a section without end', `<a><![CDATA[${']'.repeat(100)}`],
		['too many elements', '<a/>'.repeat(20_001)],
		['a text too long', `<a>${'x'.repeat(100_001)}</a>`],
		['an end of what is around it', '<a/></fragment><fragment><a/>'],
		['an ampersand', '<a>AT&T</a>'],
	])('%s cannot be read', (_label, xml) => {
		expect(readXml(xml)).toBeNull();
	});

	it('does not reach the prototype', () => {
		const parsed = readXml(
			'<__proto__><polluted>1</polluted></__proto__><constructor>2</constructor>',
		);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(childText(parsed, 'toString')).toBeNull();
		expect(childElement(parsed, 'hasOwnProperty')).toBeNull();
	});

	it.each([
		['a message', '<m><i>1</i><i b="2">&lt;</i></m>'],
		['pieces that end anywhere', `<m>${'<i>\u{1f600}\r\n&amp;</i>'.repeat(5000)}</m>`],
		['no XML', '<m><i></m>'],
		['too deep', '<a>'.repeat(200) + '</a>'.repeat(200)],
		['nothing', ''],
	])('of a list gives the same, with pauses: %s', async (_label, xml) => {
		const pause = jest.fn(() => Promise.resolve());
		expect(await readXmlList(xml, pause)).toEqual(readXml(xml));
		expect(pause.mock.calls.length).toBeGreaterThanOrEqual(Math.floor(xml.length / 20_000));
	});

	it('reads lists that are longer, up to their own limit', async () => {
		const list = (length: number) =>
			`<m>${`<i>${'x'.repeat(93)}</i>`.repeat((length - 7) / 100)}</m>`;
		const pause = () => Promise.resolve();
		const long = list(MAX_XML_LENGTH + 100);
		expect(readXml(long)).toBeNull();
		expect(await readXmlList(long, pause)).not.toBeNull();
		expect(await readXmlList(list(MAX_XML_LIST_LENGTH + 100), pause)).toBeNull();
	});

	it('lists children', () => {
		const parsed = readXml('<m><i>1</i></m><m>text</m><m><i>2</i></m>');
		expect(childElements(parsed, 'm').map((each) => childText(each, 'i'))).toEqual(['1', '2']);
		expect(childElements(null, 'm')).toEqual([]);
		expect(childText(null, 'm')).toBeNull();
		expect(childText(readXml('<m><i>1</i></m>'), 'm')).toBeNull();
	});
});
