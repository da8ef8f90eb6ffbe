import {
	readIncomingMessages,
	readSendPin,
	readSendSms,
	readFire,
} from '../../gateways/messangi/response';
import { readGateway } from '../../gateways/mGage/response';
import { readXml } from '../../gateways/wire/xml';

/*
 * The prefixes of XML stand for namespaces, and which prefix that is, is the sender's choice. So a
 * reply means the same with any of them, with a default namespace, and inside of a SOAP envelope.
 */

const NUMBERS = ['13056708084', '12135551234'];
const NAMESPACE = 'http://communicatepro.mgage.com/api';
const soap = (content: string, prefix = 'soapenv') =>
	`<?xml version="1.0"?><${prefix}:Envelope xmlns:${prefix}="http://schemas.xmlsoap.org/soap/envelope/"><${prefix}:Header/><${prefix}:Body>${content}</${prefix}:Body></${prefix}:Envelope>`;

/** The same reply with a prefix before each name of an element. */
const prefixed = (xml: string, prefix: string) => xml.replace(/<(\/?)(?=\w)/g, `<$1${prefix}:`);

const MGAGE =
	'<response><recipient><number>13056708084</number><errorCode>0</errorCode><messageId>m1</messageId></recipient>' +
	'<recipient><number>12135551234</number><errorCode>111</errorCode></recipient></response>';

describe('mGage', () => {
	it.each([
		['no prefix', MGAGE],
		['a prefix', prefixed(MGAGE, 'ns2')],
		['a declared prefix', prefixed(MGAGE, 'ns2').replace('>', ` xmlns:ns2="${NAMESPACE}">`)],
		['a prefix with a hyphen and a dot', prefixed(MGAGE, 'ns-2.x')],
		['a default namespace', MGAGE.replace('>', ` xmlns="${NAMESPACE}">`)],
		[
			'a default namespace on every element',
			MGAGE.replace(/<(\w+)>/g, `<$1 xmlns="${NAMESPACE}">`),
		],
		['prefixes of inner elements only', MGAGE.replace(/<(\/?)(number|errorCode)/g, '<$1a:$2')],
		['a SOAP envelope', soap(MGAGE)],
		['a SOAP envelope around prefixes', soap(prefixed(MGAGE, 'api'), 'S')],
		['types of a schema', MGAGE.replace(/<errorCode>/g, '<errorCode xsi:type="xs:int">')],
		[
			'attributes',
			'<response><recipient number="13056708084" errorCode="0" messageId="m1"/><recipient number="12135551234" errorCode="111"/></response>',
		],
		[
			'attributes with prefixes',
			'<a:response><a:recipient a:number="13056708084" a:errorCode="0" a:messageId="m1"/><a:recipient a:number="12135551234" a:errorCode="111"/></a:response>',
		],
		[
			'an id and a language of XML itself',
			'<response xml:lang="en"><recipient xml:id="r000001" number="13056708084" errorCode="0" messageId="m1"/><recipient xml:id="r000002" number="12135551234" errorCode="111"/></response>',
		],
	])('%s', (_label, text) => {
		expect(readGateway({ status: 200, text }, NUMBERS)).toMatchObject([
			{ outcome: 'accepted', messageId: 'm1', status: '0' },
			{ outcome: 'rejected', problem: { code: '111' } },
		]);
	});

	it.each([
		[
			'two attributes of one name',
			'<r><recipient number="13056708084" a:errorCode="0" b:errorCode="111"/></r>',
		],
		[
			'an attribute and an element of one name',
			'<r><recipient errorCode="0"><number>13056708084</number><errorCode>111</errorCode></recipient></r>',
		],
		[
			'two elements of one name',
			'<r><recipient><number>13056708084</number><errorCode>0</errorCode><b:errorCode>1</b:errorCode></recipient></r>',
		],
		['a fault of SOAP', soap('<soapenv:Fault><faultcode>0</faultcode></soapenv:Fault>')],
	])('%s that disagree prove nothing', (_label, text) => {
		expect(readGateway({ status: 200, text }, ['13056708084'])).toMatchObject([
			{ outcome: 'unknown' },
		]);
	});
});

const SENT =
	'<response><status>OK</status><description>Completed</description><result><messages><message><id>-81</id><status>SENT_TO_CARRIER</status></message></messages></result></response>';
const PIN =
	'<response><status>OK</status><result><PinSMSConfirmation><pin>0042</pin></PinSMSConfirmation></result></response>';
const RECEIVED =
	'<response><status>OK</status><result><MOMessageList><records>1</records><MessageList><MOMessage><text>Hi</text><from>58123456789</from></MOMessage></MessageList></MOMessageList></result></response>';
/** The vendor's sample opens the list a second time where it should close it. */
const malformed = (xml: string) =>
	xml.replace(/<\/((?:[\w.-]+:)?)MOMessageList>/, '<$1MOMessageList>');

describe('Messangi', () => {
	const forms: [string, (xml: string) => string][] = [
		['no prefix', (xml) => xml],
		['a prefix', (xml) => prefixed(xml, 'ns2')],
		['a default namespace', (xml) => xml.replace('>', ' xmlns="http://messangi.com/api">')],
		['prefixes and no root', (xml) => prefixed(xml.replace(/<\/?response>/g, ''), 'm')],
		['a SOAP envelope', (xml) => soap(xml)],
		['a SOAP envelope around prefixes', (xml) => soap(prefixed(xml, 'api'), 'S')],
		[
			'a SOAP envelope around a method',
			(xml) => soap(`<x:sendSMSResponse><return>${xml}</return></x:sendSMSResponse>`),
		],
	];

	it.each(forms)('%s', async (_label, form) => {
		const reply = (xml: string) => ({ status: 200, text: form(xml) });
		expect(readSendSms(reply(SENT))).toMatchObject({
			outcome: 'accepted',
			messageId: '-81',
			status: 'SENT_TO_CARRIER',
		});
		expect(readSendPin(reply(PIN))).toMatchObject({ outcome: 'accepted', extra: { pin: '0042' } });
		const pause = () => Promise.resolve();
		for (const text of [form(RECEIVED), malformed(form(RECEIVED))]) {
			expect(await readIncomingMessages({ status: 200, text }, pause)).toMatchObject({
				records: 1,
				messages: [{ text: 'Hi', from: '58123456789' }],
			});
		}
	});

	it.each([
		['a message without a call', SENT.replace('<status>OK</status>', '')],
		['what something else put around it', `<html><body>${SENT}</body></html>`],
		['a fault of SOAP', soap('<soapenv:Fault><faultcode>OK</faultcode></soapenv:Fault>')],
	])('%s is no reply of Messangi’s', (_label, text) => {
		expect(readSendSms({ status: 200, text }).outcome).toBe('unknown');
		expect(readFire({ status: 200, text }).outcome).toBe('unknown');
	});
});

describe('names', () => {
	it.each<[string, string, object]>([
		['a prefix', '<a:b>1</a:b>', { b: '1' }],
		['two prefixes of one name', '<r><a:b>1</a:b><c:b>2</c:b></r>', { r: { b: ['1', '2'] } }],
		['declarations', '<r xmlns="x" xmlns:a="y">1</r>', { r: '1' }],
		['an attribute', '<r a:b="1"/>', { r: { b: '1' } }],
		['an attribute like xmlns', '<r xmlnsa="1"/>', { r: { xmlnsa: '1' } }],
		['attributes of one name', '<r b="1" a:b="2"/>', { r: { b: ['1', '2'] } }],
		['an attribute and an element', '<r b="1"><b>2</b></r>', { r: { b: ['2', '1'] } }],
	])('%s', (_label, xml, expected) => {
		expect(readXml(xml)).toEqual(expected);
	});

	it('too many attributes are unreadable, declarations too', () => {
		const many = Array.from({ length: 101 }, (_, at) => `xmlns:a${at}="x"`).join(' ');
		expect(readXml(`<r ${many}/>`)).toBeNull();
	});

	it('a prefix of a name that every object has', () => {
		const element = readXml('<r><a:__proto__>1</a:__proto__></r>')?.r;
		expect(Object.keys(element as object)).toEqual(['__proto__']);
		expect(Object.getPrototypeOf(element)).toBe(Object.prototype);
	});
});
