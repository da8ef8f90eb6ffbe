import { createSandbox, type MessageStatus } from '../../sandbox/server/server';
import {
	allXml,
	base64Url,
	call,
	messangiPath,
	sendMGage,
	sendSMSPath,
	xml,
	type Reply,
} from './client';
import { sandboxForTests } from './forTests';

describe('Messangi, messages that were sent', () => {
	const sandbox = sandboxForTests({ deliveryTime: 600_000 });

	const get = (id: string): Promise<Reply> =>
		call(sandbox, messangiPath('tools/getMessage', ['8', id]));

	it('tells a message by the fields of the vendor’s page', async () => {
		const sent = await call(sandbox, sendSMSPath({ text: base64Url('a < b') }));
		const id = xml(sent.body, 'id') ?? '';
		const { body } = await get(id);
		const date = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}-04:00`;
		expect(body).toMatch(
			new RegExp(
				'^<response><input>getMessage</input><status>OK</status><description>Completed</description>' +
					`<result><message><blastId>0</blastId><id>${id}</id><type>SMS</type>` +
					'<from>19893653744</from><to>13056708084</to><subject></subject><text>a &lt; b</text>' +
					'<status>SENT_TO_CARRIER</status><statusDescription>Sent to Carrier</statusDescription>' +
					`<date>${date}</date><timezone>America/Caracas</timezone>` +
					'<clientId>sandbox-client</clientId></message></result></response>$',
			),
		);
	});

	it.each<[MessageStatus, string, string]>([
		['accepted', 'SENT_TO_CARRIER', 'Sent to Carrier'],
		['sent', 'DELIVERED_TO_CARRIER', 'Delivered to carrier'],
		['delivered', 'DELIVERED_TO_DEVICE', 'Delivered to device'],
		['failed', 'UNDELIVERED', 'Undelivered'],
		['expired', 'EXPIRED', 'Expired'],
	])('calls what is %s %s', async (status, word, description) => {
		const id = xml((await call(sandbox, sendSMSPath())).body, 'id') ?? '';
		sandbox.setMessageStatus(id, status);
		const { body } = await get(id);
		expect(allXml(body, 'status')).toEqual(['OK', word]);
		expect(xml(body, 'statusDescription')).toBe(description);
	});

	it('has no message for an unknown id', async () => {
		expect((await get('1234')).body).toBe(
			'<response><input>getMessage</input><status>OK</status>' +
				'<description>Completed</description></response>',
		);
	});

	it('knows no message of another gateway', async () => {
		await sendMGage(sandbox);
		const { body } = await get(sandbox.messages()[0]?.id ?? '');
		expect(body).not.toContain('<message>');
	});

	describe('messageReport', () => {
		const report = (
			initial: number | string,
			final: number | string,
			parameters = 'null',
			page = '1',
			perPage = '10',
		): Promise<Reply> =>
			call(
				sandbox,
				messangiPath('tools/messageReport', [
					'8',
					String(initial),
					String(final),
					page,
					perPage,
					parameters,
				]),
			);

		/** One message of each sending method; the moment before the first and after the last. */
		async function sendThree(): Promise<[number, number]> {
			const before = Date.now();
			const [text, to] = [base64Url('Hi'), '13056708084'];
			await call(sandbox, sendSMSPath({ text: base64Url('sms') }));
			await call(sandbox, messangiPath('sendMT', ['8', '777', '41', '14155550132', text]));
			const method = 'tools/sendSMSPinMobileNumberConfirm';
			await call(sandbox, messangiPath(method, ['8', 'Digitel', '777', to, base64Url('pin'), '4']));
			return [before, Date.now()];
		}

		it('lists what was sent by any method, in the shape of the vendor’s page', async () => {
			const [initial, final] = await sendThree();
			const { body } = await report(initial, final);
			expect(body).toMatch(
				/^<response><input>messageReport<\/input><status>OK<\/status><description>Completed<\/description><result><messages><records>3<\/records>(<message><blastId>.*?<\/message>){3}<\/messages><\/result><\/response>$/,
			);
			expect(allXml(body, 'text')).toEqual(['sms', 'Hi', 'pin']);
			expect(allXml(body, 'id')).toEqual(sandbox.messages().map(({ id }) => id));
		});

		it.each([
			['order=desc', ['pin', 'Hi', 'sms']],
			['from=777', ['Hi', 'pin']],
			['from=777&to=14155550132', ['Hi']],
			['from=777,19893653744&order=desc', ['pin', 'Hi', 'sms']],
			['carrier=movistar,41', ['sms', 'Hi']],
			['status=UNDELIVERED', ['Hi']],
			['status=UNDELIVERED,SENT_TO_CARRIER', ['sms', 'Hi', 'pin']],
			['status=EXPIRED', []],
		])('filters by %s', async (parameters, texts) => {
			const [initial, final] = await sendThree();
			sandbox.setMessageStatus(sandbox.messages()[1]?.id ?? '', 'failed');
			const { body } = await report(initial, final, parameters);
			expect(allXml(body, 'text')).toEqual(texts);
			expect(xml(body, 'records')).toBe(String(texts.length));
		});

		it('keeps to its dates, the first and the last moment included', async () => {
			await call(sandbox, sendSMSPath());
			const at = Date.parse(sandbox.messages()[0]?.acceptedAt ?? '');
			const records = async (initial: number, final: number) =>
				xml((await report(initial, final)).body, 'records');
			expect(await records(at, at)).toBe('1');
			expect(await records(0, at - 1)).toBe('0');
			expect(await records(at + 1, at + 1000)).toBe('0');
		});

		it('pages', async () => {
			const [initial, final] = await sendThree();
			const { body } = await report(initial, final, 'null', '2', '2');
			expect(allXml(body, 'text')).toEqual(['pin']);
			expect(xml(body, 'records')).toBe('3');
		});

		it.each([
			[2, 1, 'null', '1', 'initialDate and finalDate: expected milliseconds'],
			[-1, 1, 'null', '1', 'initialDate and finalDate: expected'],
			['2024-01-01', 1, 'null', '1', 'initialDate and finalDate: expected'],
			[1, '', 'null', '1', 'initialDate and finalDate: expected'],
			[1, 2, 'null', '0', 'page: expected a number from 1'],
			[1, 2, 'keyword=a', '1', 'expected one of from, to, carrier, status, order'],
		])('refuses %s to %s, %s, page %s', async (initial, final, parameters, page, because) => {
			const { body } = await report(initial, final, parameters, page);
			expect(xml(body, 'status')).toBe('ERROR');
			expect(sandbox.requests()[0]?.refusedBecause).toContain(because);
		});

		it('does not show the other gateways’ messages', async () => {
			await sendMGage(sandbox);
			expect(sandbox.messages()).toHaveLength(1);
			expect(xml((await report(0, Date.now())).body, 'records')).toBe('0');
		});
	});
});

it('a report that is late has the message after the delay', async () => {
	const sandbox = await createSandbox({ messangiReportDelay: 300 });
	try {
		await call(sandbox, sendSMSPath());
		const ids = async () => {
			const path = messangiPath('tools/messageReport', [
				'8',
				'0',
				'9999999999999',
				'1',
				'10',
				'null',
			]);
			return allXml((await call(sandbox, path)).body, 'id');
		};
		expect(await ids()).toEqual([]);
		const until = Date.now() + 20_000;
		while ((await ids()).length === 0 && Date.now() < until) {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		expect(await ids()).toHaveLength(1);
	} finally {
		await sandbox.close();
	}
});
