import { createSandbox, type NewIncoming, type Sandbox } from '../../sandbox/server/server';
import { allXml, base64Url, call, messangiPath, xml, type Reply } from './client';
import { sandboxForTests } from './forTests';

const JSON_TYPE = { 'content-type': 'application/json' };

function list(sandbox: Sandbox, parameters = 'null', page = '1', perPage = '10'): Promise<Reply> {
	return call(sandbox, messangiPath('tools/getMOMessages', ['8', page, perPage, parameters]));
}

/** A message of the vendor's sample, with changes. */
function message(changes: Partial<NewIncoming> = {}): NewIncoming {
	return {
		gateway: 'messangi',
		text: 'Test',
		from: '58123456789',
		to: '19893143924',
		keyword: '^OGANGI.*',
		carrier: 'Movistar',
		date: '2014-10-13T10:30:51.922Z',
		...changes,
	};
}

describe('Messangi, incoming messages', () => {
	const sandbox = sandboxForTests();

	describe('fireMessage by GET', () => {
		const path = (number: string, text: string): string =>
			messangiPath('fireMessage', ['8', number, text]);

		it('lets a message come in and answers as the vendor’s page does', async () => {
			const reply = await call(sandbox, path('13056708084', base64Url('OGANGI ¿qué?')));
			expect(reply.body).toBe(
				'<response><input>activateCampaign</input><status>OK</status>' +
					'<description>Completed</description></response>',
			);
			expect(sandbox.incoming()).toEqual([
				{
					gateway: 'messangi',
					from: '13056708084',
					to: '19893143924',
					text: 'OGANGI ¿qué?',
					carrier: 'Movistar',
					keyword: 'OGANGI',
					date: expect.stringMatching(/^\d{4}-.*Z$/) as string,
					details: {},
				},
			]);
			expect(allXml((await list(sandbox)).body, 'text')).toEqual(['OGANGI ¿qué?']);
		});

		it.each([
			['a number in Base64', base64Url('13056708084'), 'SGk', 'mobileNumber: expected 7 to 15'],
			['a broken number', '%zz', 'SGk', 'mobileNumber: not valid percent-encoded'],
			['a bare text', '13056708084', 'a+b', 'text: expected UTF-8 in URL-safe Base64'],
			['no text', '13056708084', '', 'text: expected a message'],
		])('refuses %s', async (_title, number, text, because) => {
			const reply = await call(sandbox, path(number, text));
			expect(xml(reply.body, 'status')).toBe('ERROR');
			expect(sandbox.requests()[0]?.refusedBecause).toContain(because);
			expect(sandbox.incoming()).toEqual([]);
		});
	});

	describe('fireMessage by POST', () => {
		const fire = (body: string | Buffer, headers: Record<string, string> = JSON_TYPE) =>
			call(sandbox, messangiPath('fireMessage', ['8']), { method: 'POST', headers, body });
		const event = {
			event: {
				'fld-val-list': {
					sender_id_id: '700700',
					keyword_value: 'Test qa API fireMessage.',
					recipient_address: '1200000001',
				},
			},
		};

		it('lets a message come in and answers as the vendor’s page does', async () => {
			const reply = await fire(JSON.stringify(event));
			expect(reply.body).toBe(
				'<response><input>fireMessage</input><status>OK</status><description>Completed</description>' +
					'<result><mo><instanceId>8</instanceId><mobileNumber>1200000001</mobileNumber>' +
					'<text>Test qa API fireMessage.</text></mo></result></response>',
			);
			expect(sandbox.incoming()).toMatchObject([
				{
					from: '1200000001',
					to: '700700',
					text: 'Test qa API fireMessage.',
					details: { eventJson: JSON.stringify(event) },
				},
			]);
		});

		it.each([
			['other names', '{"event":{"fields":{"who":"1"}}}'],
			['an empty object', '{}'],
			['fields that are no text', '{"event":{"fld-val-list":{"keyword_value":["a"]}}}'],
			['a name of Object’s own', '{"event":{"__proto__":{"fld-val-list":1}}}'],
		])('takes an object with %s', async (_title, body) => {
			const reply = await fire(body, { 'content-type': 'application/json; charset=utf-8' });
			expect(xml(reply.body, 'status')).toBe('OK');
			expect(xml(reply.body, 'text')).toBe('');
			expect(sandbox.incoming()).toMatchObject([{ details: { eventJson: body } }]);
		});

		it.each([
			['no JSON', '{"event":', JSON_TYPE, 'body: expected a JSON object'],
			['nothing', '', JSON_TYPE, 'body: expected a JSON object'],
			['a list', '[]', JSON_TYPE, 'body: expected a JSON object'],
			['null', 'null', JSON_TYPE, 'body: expected a JSON object'],
			['bytes', Buffer.from([0x22, 0xff, 0x22]), JSON_TYPE, 'body: expected a JSON object'],
			['a form', '{}', { 'content-type': 'text/plain' }, 'content-type: expected application/json'],
			['no type', '{}', {}, 'content-type: expected application/json, got nothing'],
		])('refuses %s', async (_title, body, headers, because) => {
			const reply = await fire(body, headers as Record<string, string>);
			expect(reply.status).toBe(200);
			expect(xml(reply.body, 'input')).toBe('fireMessage');
			expect(xml(reply.body, 'status')).toBe('ERROR');
			expect(sandbox.requests()[0]?.refusedBecause).toContain(because);
			expect(sandbox.incoming()).toEqual([]);
		});

		it('needs a signature of the instance id alone', async () => {
			const signed = messangiPath('fireMessage', ['8']);
			const signature = signed.replace(/^.*\//, '');
			const path = messangiPath('fireMessage', ['8', '13056708084', 'SGk']);
			const foreign = path.replace(/[^/]+$/, signature);
			expect(xml((await call(sandbox, foreign)).body, 'status')).toBe('BAD_SIGNATURE');
			expect(sandbox.incoming()).toEqual([]);
		});

		it('allows no other verb', async () => {
			const reply = await call(sandbox, messangiPath('fireMessage', ['8']), { method: 'PUT' });
			expect(reply.status).toBe(405);
			expect(reply.headers.allow).toBe('GET, POST');
		});
	});

	describe('getMOMessages', () => {
		it('answers in the shape of the vendor’s page', async () => {
			sandbox.receive(message({ text: 'a < b' }));
			expect((await list(sandbox)).body).toBe(
				'<response><input>getMOMessages</input><status>OK</status>' +
					'<description>Completed</description><result><MOMessageList><records>1</records>' +
					'<MessageList><MOMessage><text>a &lt; b</text><from>58123456789</from>' +
					'<to>19893143924</to><encoding>UTF-8</encoding><keyword>^OGANGI.*</keyword>' +
					'<carrier>Movistar</carrier><sendDate>2014-10-13 10:30:51.922</sendDate></MOMessage>' +
					'</MessageList></MOMessageList></result></response>',
			);
		});

		it('shows no messages of another gateway', async () => {
			sandbox.receive(message({ gateway: 'mGage' }));
			expect(xml((await list(sandbox)).body, 'records')).toBe('0');
		});

		it.each([
			['null', ['one', 'two', 'three', 'four']],
			['order=asc', ['one', 'two', 'three', 'four']],
			['order=desc', ['four', 'three', 'two', 'one']],
			['from=111111111', ['one', 'three']],
			['from=111111111,222222222', ['one', 'two', 'three']],
			['from=111111111&to=700', ['one']],
			['from=%31%31%31111111', ['one', 'three']],
			['from=nobody', []],
			// The vendor's example writes its carrier in lower case.
			['carrier=digitel', ['four']],
			['keyword=%5Et', ['two', 'three']],
			['keyword=%5Eo,r%24', ['one', 'four']],
			['keyword=(%3Fi)%5ETHREE', ['three']],
			['keyword=%5Et&order=desc&from=111111111,222222222', ['three', 'two']],
			['from=111111111%2C222222222', []],
		])('finds by %s', async (parameters, texts) => {
			const at = (second: number): string => `2024-01-01T00:00:0${second}.000Z`;
			sandbox.receive([
				message({ from: '333333333', text: 'four', carrier: 'Digitel', date: at(9) }),
				message({ from: '111111111', to: '700', text: 'one', date: at(1) }),
				message({ from: '222222222', text: 'two', date: at(2) }),
				message({ from: '111111111', text: 'three', date: at(2) }),
			]);
			const { body } = await list(sandbox, parameters);
			expect(allXml(body, 'text')).toEqual(texts);
			expect(xml(body, 'records')).toBe(String(texts.length));
		});

		it.each([
			['an unknown key', 'form=1', 'expected one of from, to, carrier, keyword, order, got "form"'],
			['a key of another list', 'status=SENT', 'expected one of from'],
			['a key in capitals', 'FROM=1', 'expected one of from'],
			['a key twice', 'from=1&from=2', 'from is given twice'],
			['no value', 'from', 'expected key=value or null, got "from"'],
			['nothing at all', '', 'expected key=value or null, got ""'],
			['a broken escape', 'from=%zz', 'from is not valid percent-encoded UTF-8'],
			['an unknown order', 'order=newest', 'order: expected asc or desc, got "newest"'],
			['two orders', 'order=asc,desc', 'order: expected asc or desc'],
			['a broken pattern', 'keyword=(', 'got an invalid one'],
		])('refuses %s', async (_title, parameters, because) => {
			sandbox.receive(message());
			const { body } = await list(sandbox, parameters);
			expect(xml(body, 'status')).toBe('ERROR');
			expect(body).not.toContain('<records>');
			expect(sandbox.requests()[0]?.refusedBecause).toContain(because);
		});

		it('stops a pattern that would never end', async () => {
			sandbox.receive(message({ text: `${'a'.repeat(60)}!` }));
			const before = performance.now();
			const { body } = await list(sandbox, 'keyword=%5E(a%2B)%2B%24');
			expect(performance.now() - before).toBeLessThan(5000);
			expect(xml(body, 'status')).toBe('ERROR');
			expect(sandbox.requests()[0]?.refusedBecause).toContain('one that takes too long');
		});

		it.each([
			['1', '2', ['1', '2']],
			['2', '2', ['3', '4']],
			['3', '2', ['5']],
			['4', '2', []],
			['999999999', '1000', []],
		])('pages: page %s of %s', async (page, perPage, texts) => {
			sandbox.receive(['1', '2', '3', '4', '5'].map((text) => message({ text })));
			const { body } = await list(sandbox, 'null', page, perPage);
			expect(allXml(body, 'text')).toEqual(texts);
			expect(xml(body, 'records')).toBe('5');
		});

		it.each([
			['0', '10', 'page: expected a number from 1, got "0"'],
			['-1', '10', 'page: expected a number from 1, got "-1"'],
			['01', '10', 'page: expected a number from 1, got "01"'],
			['1.5', '10', 'page: expected a number from 1, got "1.5"'],
			['', '10', 'page: expected a number from 1, got ""'],
			['9'.repeat(400), '10', 'page: expected a number from 1'],
			['1', '0', 'resultsPerPage: expected 1 to 1000, got "0"'],
			['1', '1001', 'resultsPerPage: expected 1 to 1000, got "1001"'],
			['1', '-5', 'resultsPerPage: expected 1 to 1000, got "-5"'],
			['1', 'ten', 'resultsPerPage: expected 1 to 1000, got "ten"'],
		])('refuses page "%s" of "%s"', async (page, perPage, because) => {
			const { body } = await list(sandbox, 'null', page, perPage);
			expect(xml(body, 'status')).toBe('ERROR');
			expect(sandbox.requests()[0]?.refusedBecause).toContain(because);
		});

		it('pages through 10,000 messages without delay', async () => {
			sandbox.receive(Array.from({ length: 10_000 }, (_, at) => message({ text: `text ${at}` })));
			const before = performance.now();
			const seen = new Set<string>();
			for (let page = 1; page <= 10; page++) {
				const { body } = await list(sandbox, 'keyword=%5Etext', String(page), '1000');
				for (const text of allXml(body, 'text')) seen.add(text);
			}
			expect(seen.size).toBe(10_000);
			expect(performance.now() - before).toBeLessThan(10_000);
		});

		it('lets messages come in between two pages', async () => {
			sandbox.receive(['1', '2', '3'].map((text) => message({ text })));
			const stop = sandbox.onRequest(({ path }) => {
				if (!path.includes('getMOMessages')) return;
				sandbox.receive(message({ text: 'late', date: '2024-01-01T00:00:00Z' }));
			});
			const first = await list(sandbox, 'order=desc', '1', '2');
			stop();
			const second = await list(sandbox, 'order=desc', '2', '2');
			expect(allXml(first.body, 'text')).toEqual(['3', '2']);
			// What moved to the second page is seen twice.
			expect(allXml(second.body, 'text')).toEqual(['2', '1']);
			expect([xml(first.body, 'records'), xml(second.body, 'records')]).toEqual(['3', '4']);
		});
	});

	describe('where the vendor’s page is open', () => {
		async function pages(
			options: Parameters<typeof createSandbox>[0],
			...asked: string[]
		): Promise<string[][]> {
			const own = await createSandbox(options);
			own.receive(['1', '2', '3'].map((text) => message({ text })));
			try {
				const replies = await Promise.all(asked.map((page) => list(own, 'null', page, '2')));
				return replies.map(({ body }) => [xml(body, 'status') ?? '', ...allXml(body, 'text')]);
			} finally {
				await own.close();
			}
		}

		it.each([
			[undefined, ['ERROR']],
			['error' as const, ['ERROR']],
			['empty' as const, ['OK']],
			['first' as const, ['OK', '1', '2']],
		])('answers page 0 by %s', async (messangiPageZero, zero) => {
			expect(await pages({ messangiPageZero }, '0', '1')).toEqual([zero, ['OK', '1', '2']]);
		});

		it('can count pages from 0', async () => {
			const options = { messangiFirstPage: 0 as const };
			expect(await pages(options, '0', '1', '2')).toEqual([['OK', '1', '2'], ['OK', '3'], ['OK']]);
		});

		it('can break the list exactly as the vendor’s sample is broken', async () => {
			const own = await createSandbox({ messangiMalformedLists: true });
			own.receive(Array.from({ length: 17 }, () => message()));
			try {
				const { body } = await list(own, 'null', '1', '1');
				// The sample of the page "List Incoming Messages", character by character.
				expect(body).toBe(`<input>getMOMessages</input>
<status>OK</status>
<description>Completed</description>
<result>
	<MOMessageList>
		<records>17</records>
		<MessageList>
			<MOMessage>
				<text>Test</text>
				<from>58123456789</from>
				<to>19893143924</to>
				<encoding>UTF-8</encoding>
				<keyword>^OGANGI.*</keyword>
				<carrier>Movistar</carrier>
				<sendDate>2014-10-13 10:30:51.922</sendDate>
			</MOMessage>
		</MessageList>
	<MOMessageList>
</result>`);
			} finally {
				await own.close();
			}
		});
	});
});
