import type { Execution } from '../../tools/n8n/execution';
import { peakMemory } from './memory';
import type { Rig } from './rig';
import { runDataOf } from './stored';
import { origins, outputs, SEND, workflowOf } from './workflows';
import { MOMENT } from '../moment';

const SMS = { resource: 'sms', operation: 'send', carrier: 'Movistar', from: '19893653744' };
const INCOMING = { resource: 'incomingMessage', from: '+1 305 670 8084' };

/** Longer than any number that stands in a log by chance, and with zeros in front. */
const PIN = '0073519264';

/** How many messages get long replies; more by hand. */
const MANY = Number(process.env.SMS_GATEWAYS_TEST_LONG_REPLIES ?? 20);

/** How often a text stands in what n8n keeps of a run. */
const timesIn = (execution: Execution, text: string) =>
	JSON.stringify(runDataOf(execution)).split(text).length - 1;

/** What Messangi is told: messages to handsets, PINs, and messages as if from handsets. */
export function describeMessangi(rig: Rig): void {
	const run = (name: string, parameters: object, items?: Record<string, unknown>[]) =>
		rig.run(workflowOf(name, { type: 'messangi', parameters: { ...parameters } }, items));

	describe('Messangi', () => {
		beforeEach(() => {
			rig.sandbox.reset();
		});

		test(`sends ${MANY} messages whose replies have 1.9 MB each, and tells every outcome`, async () => {
			const description = 'long '.repeat(380_000);
			rig.sandbox.failNext({
				count: MANY,
				body: `<response><status>OK</status><result><messages><message><id>1</id><status>SENT</status><statusDescription>${description}</statusDescription></message></messages></result></response>`,
			});
			const items = Array.from({ length: MANY }, (_, index) => ({
				phone: `+1213${5_550_000 + index}`,
			}));
			const startedAt = Date.now();
			const parameters = { ...SMS, to: '={{ $json.phone }}', message: 'Hello', simplify: false };
			const node = { type: 'messangi', parameters, onError: 'continueRegularOutput' } as const;
			const execution = await rig.run(workflowOf('Long replies', node, items));
			const seconds = (Date.now() - startedAt) / 1000;
			console.log(
				`${MANY} replies of 1.9 MB: ${seconds} s, ${execution.raw.length} characters kept; at most ${peakMemory(rig.n8n.pid)} in n8n`,
			);
			const json = outputs(execution);
			// They may have been sent: nobody reads a reply of that length.
			expect(json.map(({ outcome }) => outcome)).toEqual(Array(MANY).fill('unknown'));
			expect(json[0]?.raw).toMatch(/… \(1,\d{3},\d{3} more characters\)$/);
		});

		test.each([
			['a name', 'Movistar'],
			['a choice of the list', { __rl: true, mode: 'list', value: 'Movistar' }],
		])('sends an SMS; the carrier is %s', async (_label, carrier) => {
			const text = '¿Qué tal? ~~~ñ';
			const execution = await run('Messangi', {
				...SMS,
				carrier,
				to: '+1 (305) 670-8084',
				message: text,
			});
			const [stored] = rig.sandbox.messages();
			expect(outputs(execution)).toEqual([
				{
					gateway: 'messangi',
					outcome: 'accepted',
					messageId: stored?.id,
					to: '+13056708084',
					from: '19893653744',
					status: 'SENT_TO_CARRIER',
					statusDescription: 'Sent to Carrier',
					sentAt: MOMENT,
					encoding: 'GSM-7',
					parts: 1,
				},
			]);
			expect(rig.sandbox.messages()).toMatchObject([
				{
					gateway: 'messangi',
					operation: 'sendSMS',
					to: '13056708084',
					text,
					details: { carrier: 'Movistar' },
				},
			]);
		});

		test('sends through a campaign, with flags', async () => {
			const execution = await run('Campaign', {
				...SMS,
				operation: 'sendCampaign',
				carrier: '',
				to: '+1 305 670 8084',
				message: 'Campaign',
				options: { flags: '3' },
			});
			expect(outputs(execution)).toMatchObject([
				{ gateway: 'messangi', outcome: 'accepted', to: '+13056708084' },
			]);
			expect(rig.sandbox.messages()).toMatchObject([
				{ operation: 'sendMT', text: 'Campaign', details: { carrier: 'null', flags: '3' } },
			]);
		});

		test.each([
			['send', 'Movistar', 'sendSMS', 'Movistar'],
			['sendCampaign', '', 'sendMT', 'null'],
			['sendCampaign', '12', 'sendMT', '12'],
		])('sends in bulk via %s with the carrier "%s"', async (via, carrier, operation, sent) => {
			const items = ['Ana', 'Łukasz 😀', '007'].map((name, index) => ({
				name,
				phone: `+1 305 670 808${String(index)}`,
			}));
			const variable = [{ name: 'name', value: '={{ $json.name }}' }];
			const parameters = {
				...SMS,
				operation: 'sendBulk',
				via,
				carrier,
				recipientSource: 'items',
				to: '={{ $json.phone }}',
				message: 'Hello ##Name##',
				variables: { variable },
				// One at a time, so that the sandbox's order is that of the items.
				options: { concurrency: 1 },
			};
			const execution = await run(`Bulk via ${via}`, parameters, items);
			expect(outputs(execution).map(({ outcome, to }) => [outcome, to])).toEqual([
				['accepted', '+13056708080'],
				['accepted', '+13056708081'],
				['accepted', '+13056708082'],
			]);
			expect(origins(execution.items(SEND))).toEqual([0, 1, 2]);
			expect(rig.sandbox.messages()).toMatchObject(
				items.map(({ name, phone }) => ({
					operation,
					to: phone.replace(/\D/g, ''),
					text: `Hello ${name}`,
					details: { carrier: sent },
				})),
			);
		});

		test('sends a PIN, which stands in its own output and nowhere else', async () => {
			rig.sandbox.setNextPin(PIN);
			rig.codes.set(PIN, ['the execution of "PIN"']);
			const parameters = {
				...SMS,
				resource: 'pin',
				to: '+1 305 670 8084',
				message: 'Your code',
				pinLength: '={{ $json.pinLength }}',
			};
			const items = [{ pinLength: 10 }, { pinLength: 4 }];
			const sent = { ...parameters, options: { concurrency: 1 } };
			const execution = await run('PIN', sent, items);
			expect(outputs(execution)).toMatchObject([
				{ outcome: 'accepted', to: '+13056708084', messageId: null, pin: PIN },
				{ outcome: 'accepted', to: '+13056708084', messageId: null },
			]);
			expect(outputs(execution)[1]?.pin).toMatch(/^\d{4}$/);
			expect(timesIn(execution, PIN)).toBe(1);
			expect(rig.sandbox.messages()).toMatchObject([
				{ operation: 'sendSMSPinMobileNumberConfirm', details: { pin: PIN, length: '10' } },
				{ details: { length: '4' } },
			]);
		});

		const EVENT = '{"event" : {"fld-val-list":{"short_code":"87767","text":"JOIN ñ"}}}';

		test.each([
			[
				'GET',
				{ operation: 'fire', message: 'JOIN ñ' },
				{ to: null, from: '+13056708084' },
				{ from: '13056708084', text: 'JOIN ñ' },
			],
			[
				'POST with fields',
				{ operation: 'firePost', to: '87767', message: 'JOIN "now"' },
				{ to: '87767', from: '+13056708084' },
				{ from: '13056708084', to: '87767', text: 'JOIN "now"' },
			],
			[
				'POST with an event of the user’s own',
				{ operation: 'firePost', from: '', eventJson: EVENT },
				{ to: null, from: null },
				{ details: { eventJson: JSON.stringify(JSON.parse(EVENT)) } },
			],
		])('fires an incoming message by %s', async (label, parameters, output, incoming) => {
			const execution = await run(`Fire by ${label}`, { ...INCOMING, ...parameters });
			expect(outputs(execution)).toEqual([
				{
					gateway: 'messangi',
					outcome: 'accepted',
					messageId: null,
					...output,
					status: 'OK',
					statusDescription: 'Completed',
					sentAt: MOMENT,
				},
			]);
			expect(rig.sandbox.incoming()).toMatchObject([incoming]);
			expect(rig.sandbox.messages()).toEqual([]);
			if ('eventJson' in parameters) expect(rig.sandbox.requests()[0]?.body).toBe(EVENT);
		});
	});
}
