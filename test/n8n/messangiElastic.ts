import { callHttp } from '../../tools/n8n/http';
import { PROFILES } from '../profiles';
import { Callbacks, SECRET, triggerWorkflow } from './callbacks';
import type { Rig } from './rig';
import { secondsOf } from './stored';
import { origins, outputs, SEND, workflowOf } from './workflows';

const { send: SMS, bulk: BULK, numberOf } = PROFILES.messangiElastic;

const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		phone: numberOf(index),
		name: `Ána ${String(index)}`,
	}));

/** What Messangi's newer platform is told, and what it calls back. */
export function describeMessangiElastic(rig: Rig): void {
	const run = (name: string, parameters: object, items?: Record<string, unknown>[]) =>
		rig.run(workflowOf(name, { type: 'messangiElastic', parameters: { ...parameters } }, items));

	const statusesOf = (path: string) =>
		rig.sandbox
			.requests()
			.filter((request) => request.path.includes(path))
			.map(({ status }) => status);

	describe('Messangi’s newer platform', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test('sends an SMS, and the reply’s own fields come along', async () => {
			const execution = await run('Elastic', { ...SMS, message: '¿Listo? 😀 "sí"\nCadena' });
			const [stored] = rig.sandbox.messages();
			expect(outputs(execution)).toMatchObject([
				{
					gateway: 'messangi',
					outcome: 'accepted',
					messageId: stored?.id,
					to: '+573001234567',
					from: '12345',
					status: 'ACCEPTED',
					transactionId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
					date: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{9}Z$/) as string,
				},
			]);
			expect(stored).toMatchObject({
				gateway: 'messangiElastic',
				to: '573001234567',
				text: '¿Listo? 😀 "sí"\nCadena',
			});
			expect(statusesOf('/kingslanding/').length).toBeLessThanOrEqual(1);
		});

		test('refusals are outcomes of their items, in both shapes', async () => {
			const items = ['573000000001', '573000000002', '573000000003', '573000000006'];
			const node = {
				type: 'messangiElastic',
				parameters: { ...SMS, to: '={{ $json.phone }}' },
				onError: 'continueRegularOutput',
			} as const;
			const workflow = workflowOf(
				'Elastic, refused',
				node,
				items.map((phone) => ({ phone: `+${phone}` })),
			);
			const execution = await rig.run(workflow);
			expect(outputs(execution)).toMatchObject([
				{ outcome: 'accepted', status: 'QUEUE' },
				{ outcome: 'accepted', status: 'ACCEPTED', transactionId: null },
				{ outcome: 'rejected', error: { code: 'REJECTED' } },
				{ outcome: 'rejected', error: { code: 'BLACKLISTED' } },
			]);
			expect(rig.sandbox.messages()).toHaveLength(2);
		});

		test('sends to 10,000, each text its own, with one sign-in', async () => {
			const items = people(10_000);
			const parameters = {
				...BULK,
				resource: 'sms',
				operation: 'sendBulk',
				recipientSource: 'items',
				to: '={{ $json.phone }}',
				message: 'Hola ##name##',
				variables: { variable: [{ name: 'name', value: '={{ $json.name }}' }] },
				options: { concurrency: 40 },
			};
			rig.sandbox.expireTokens();
			const execution = await run('Elastic, 10,000', parameters, items);
			console.log(
				`10,000 through the newer platform: ${String(secondsOf(execution))} s in the node`,
			);
			expect(execution.error).toBeUndefined();
			expect(outputs(execution).map(({ outcome, to }) => [outcome, to])).toEqual(
				items.map(({ phone }) => ['accepted', phone]),
			);
			expect(origins(execution.items(SEND))).toEqual(items.map((_, index) => index));
			const sent = rig.sandbox.messages().map(({ to, text }) => `+${to} ${text}`);
			expect(sent.sort()).toEqual(items.map(({ phone, name }) => `${phone} Hola ${name}`).sort());
			expect(new Set(outputs(execution).map(({ messageId }) => messageId)).size).toBe(10_000);
			expect(rig.sandbox.stats().tokensIssued).toBe(1);
		}, 300_000);

		test('a key that expires in the middle of a run is renewed once, and nothing is sent twice', async () => {
			const items = people(60);
			await run('Elastic, before', SMS);
			rig.sandbox.reset();
			let seen = 0;
			rig.sandbox.onRequest(({ path }) => {
				if (path.includes('/raven/') && ++seen === 30) rig.sandbox.expireTokens();
			});
			const parameters = {
				...SMS,
				to: '={{ $json.phone }}',
				message: '=Hola {{ $json.name }}',
				options: { concurrency: 5 },
			};
			const execution = await run('Elastic, expired in between', parameters, items);
			rig.sandbox.onRequest(() => undefined);
			expect(execution.error).toBeUndefined();
			expect(outputs(execution).map(({ outcome, to }) => [outcome, to])).toEqual(
				items.map(({ phone }) => ['accepted', phone]),
			);
			const sent = rig.sandbox.messages().map(({ to }) => `+${to}`);
			expect(sent.sort()).toEqual(items.map(({ phone }) => phone).sort());
			const answered = statusesOf('/raven/v2/messages');
			expect(answered.filter((status) => status === 200)).toHaveLength(60);
			// Those that were on their way with the old key, and no others.
			const refused = answered.filter((status) => status === 401).length;
			expect(refused).toBeGreaterThan(0);
			expect(refused).toBeLessThanOrEqual(10);
		});

		test('an API key signs in to nothing, and a wrong one ends the run', async () => {
			const type = 'messangiElasticApi';
			const { data } = rig.credential(type);
			const name = 'Messangi Elastic by key';
			await rig.rest.createCredential({
				type,
				name,
				data: { ...data, authentication: 'apiKey' },
			});
			await rig.rest.createCredential({
				type,
				name: `${name}, wrong`,
				data: { ...data, authentication: 'apiKey', apiKey: 'no-such-key-0123456789' },
			});
			const withCredential = async (credential: string) => {
				const workflow = workflowOf(credential, { type: 'messangiElastic', parameters: SMS });
				const nodes = workflow.nodes.map((node) =>
					node.credentials === undefined
						? node
						: { ...node, credentials: { [type]: { id: 'elsewhere', name: credential } } },
				);
				return await rig.run({ ...workflow, nodes });
			};
			expect(outputs(await withCredential(name))).toMatchObject([{ outcome: 'accepted' }]);
			expect(rig.sandbox.stats().tokensIssued).toBe(0);
			const failed = await withCredential(`${name}, wrong`);
			expect(failed.error?.message).toContain('Messangi refused the credentials');
			expect(failed.raw).not.toContain('no-such-key-0123456789');
			expect(rig.sandbox.messages()).toHaveLength(1);
		});

		test('a key pasted as the password is told', async () => {
			const key = 'eyJhbGciOiJIUzUxMiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';
			const { status, message } = await rig.test('messangiElasticApi', { password: key });
			expect(status).toBe('Error');
			expect(message).toMatch(/The password is an API key.*set Authentication to API Key/);
			expect(message).not.toContain(key);
		});

		test('a workflow from before there were two platforms runs as it did', async () => {
			const { send } = PROFILES.messangi;
			expect(send).not.toHaveProperty('platform');
			const execution = await rig.run(
				workflowOf('Before', { type: 'messangi', parameters: { ...send } }),
			);
			expect(outputs(execution)).toMatchObject([{ gateway: 'messangi', outcome: 'accepted' }]);
			expect(rig.sandbox.messages()).toMatchObject([{ gateway: 'messangi', operation: 'sendSMS' }]);
		});
	});

	describe('callbacks of Messangi’s newer platform', () => {
		const callbacks = new Callbacks(rig);
		const path = 'elastic-both';
		let id = '';
		beforeAll(async () => {
			await callbacks.saveSecret();
			id = await callbacks.publish(triggerWorkflow('messangi', {}, path));
			await callbacks.served(path);
		});
		afterAll(() => rig.rest.deactivate(id));

		test('reports, incoming messages and the older platform’s forms start one workflow', async () => {
			rig.sandbox.reset();
			const url = callbacks.urlOf(path);
			const called = `${url}?secret=${SECRET}`;
			rig.sandbox.setCallback('messangiElastic', {
				url,
				secret: { in: 'query', name: 'secret', value: SECRET },
			});
			const sent = await run('Elastic, with callbacks', { ...SMS, to: '+573000000004' });
			const [message] = outputs(sent);
			const reports = await callbacks.startedWith(id, 2);
			expect(reports).toMatchObject([
				{ event: 'deliveryReport', status: 'pending', final: false, gatewayStatus: 'SENT' },
				{
					event: 'deliveryReport',
					gateway: 'messangi',
					messageId: message?.messageId,
					to: '+573000000004',
					from: '12345',
					status: 'failed',
					final: true,
					gatewayStatus: 'UNDELIV',
					messageBody: 'Hello',
				},
			]);

			const fields = { externalId: 'order-17', callback: called };
			rig.sandbox.sendCallback({
				gateway: 'messangiElastic',
				incoming: { from: '573001234567', to: '12345', text: 'ALTO', fields },
			});
			const [, , incoming] = await callbacks.startedWith(id, 3);
			expect(incoming).toMatchObject({
				event: 'incomingMessage',
				gateway: 'messangi',
				from: '+573001234567',
				to: '12345',
				text: 'ALTO',
				processId: '123',
				connection: 'SMS',
				externalId: 'order-17',
				callback: url,
			});
			expect(JSON.stringify(incoming)).not.toContain(SECRET);

			// As with WhatsApp, which the sandbox does not have.
			const attachments = [
				{ fileName: 'a.jpg', url: 'https://example.org/a.jpg', caption: 'Look' },
			];
			const contacts = [{ profile: { name: 'Ana' }, wa_id: '573001234567' }];
			const body = JSON.stringify({
				...{ owner: 'acme', date: '2026-01-02T03:05:00Z', processId: 9, origin: '12345' },
				...{ connection: 'WHATSAPP', id: 'mo-2', user: '573001234567' },
				extraInfo: { type: 'image', attachments, contacts },
			});
			const headers = { 'content-type': 'application/json' };
			expect((await callHttp(called, { method: 'POST', headers, body })).status).toBe(200);
			const form = 'FROM=13056708084&TO=87767&TEXT=Hi&ENCODING=UTF-8&TYPE=MO_MESSAGE';
			const asForm = { 'content-type': 'application/x-www-form-urlencoded' };
			expect((await callHttp(called, { method: 'POST', headers: asForm, body: form })).status).toBe(
				200,
			);
			const events = await callbacks.startedWith(id, 5);
			expect(events.slice(3)).toMatchObject([
				{
					event: 'incomingMessage',
					text: 'Look',
					processId: '9',
					contactName: 'Ana',
					attachments,
				},
				{ event: 'incomingMessage', from: '+13056708084', to: '87767', text: 'Hi' },
			]);
		});
	});
}
