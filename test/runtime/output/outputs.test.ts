import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../tools/root';
import { PROFILES } from '../../profiles';
import { file, outputs, pollTrigger, runNode, testCredential, type NodeRun } from '../engine';
import { credentialsFor } from '../credentials';
import { sandboxForTests } from '../../sandbox/forTests';

/*
 * What outputs have of what a gateway said: each reply once, every text within its bounds, no secret,
 * and nothing that n8n's editor would take for HTML of ours.
 */

const sandbox = sandboxForTests();

const run = (test: Omit<NodeRun, 'credentials'>) =>
	runNode({ ...test, credentials: credentialsFor(sandbox) });

const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		phone: `+1213${String(5_550_000 + index)}`,
		place: index,
	}));

const MGAGE = { ...PROFILES.mGage.send, to: '={{ $json.phone }}', simplify: false };

/** Where the replies stand, item by item: `*` for the reply itself, else the index. */
const places = (json: object[]) =>
	json.map((each) => ('response' in each ? '*' : 'responseOf' in each ? each.responseOf : null));

describe('a reply that messages share stands once', () => {
	it('mGage, 250 numbers in a request', async () => {
		const json = outputs(await run({ node: 'mGage', items: people(600), parameters: MGAGE }));
		const expected = json.map((_, index) =>
			index % 250 === 0 ? '*' : Math.floor(index / 250) * 250,
		);
		expect(places(json)).toEqual(expected);
		expect(json.filter((each) => 'raw' in each)).toHaveLength(3);
		for (const { to, responseOf, response } of json) {
			const reply = response ?? json[Number(responseOf)]?.response;
			expect(JSON.stringify(reply)).toContain((to as string).slice(1));
		}
	});

	it('the first that wants it has it, where items differ in Simplify', async () => {
		const parameters = { ...MGAGE, simplify: '={{ $json.place % 3 === 0 }}' };
		const json = outputs(await run({ node: 'mGage', items: people(6), parameters }));
		expect(places(json)).toEqual([null, '*', 1, null, 1, 1]);
	});

	it('items of different requests in turns', async () => {
		const parameters = { ...MGAGE, message: '=Hello {{ $json.place % 2 }}' };
		const json = outputs(await run({ node: 'mGage', items: people(6), parameters }));
		expect(places(json)).toEqual(['*', '*', 0, 1, 0, 1]);
	});

	it('refusals beside messages that went out, in one output', async () => {
		sandbox.refuseNumbers({ '12135550000': 111, '12135550002': 111 });
		const json = outputs(
			await run({
				node: 'mGage',
				items: people(4),
				parameters: MGAGE,
				onError: 'continueRegularOutput',
			}),
		);
		expect(json.map(({ outcome }) => outcome)).toEqual([
			'rejected',
			'accepted',
			'rejected',
			'accepted',
		]);
		expect(places(json)).toEqual(['*', 0, 0, 0]);
	});

	it('once in each output, with the index in that output, where failures have one of their own', async () => {
		sandbox.refuseNumbers({ '12135550001': 111, '12135550003': 111, '12135550004': 111 });
		const result = await run({
			node: 'mGage',
			items: people(6),
			parameters: MGAGE,
			onError: 'continueErrorOutput',
		});
		expect(places(outputs(result))).toEqual(['*', 0, 0]);
		const failures = result.errorItems.map(({ json }) => json.details as object);
		expect(places(failures)).toEqual(['*', 0, 0]);
	});

	it('a file of recipients, with rows that were never sent', async () => {
		const csv = 'Mobile\n+12135550000\n12\n+12135550001\n+12135550002\n';
		const json = outputs(
			await run({
				node: 'mGage',
				files: [{ data: file('a.csv', csv).data }] as NodeRun['files'],
				parameters: {
					...MGAGE,
					operation: 'sendBulk',
					recipientSource: 'file',
					binaryPropertyName: 'data',
					invalidRecipients: 'skip',
					to: '',
				},
			}),
		);
		expect(json.map(({ outcome }) => outcome)).toEqual([
			'accepted',
			'rejected',
			'accepted',
			'accepted',
		]);
		expect(places(json)).toEqual(['*', '*', 0, 0]);
		expect(json[1]?.response).toBeNull();
	});

	it('Message Central, a bulk send', async () => {
		const json = outputs(
			await run({
				node: 'messageCentral',
				items: [1, 2, 3, 4].map((place) => ({ phone: `+91987650000${place}` })),
				parameters: {
					...PROFILES.messageCentral.send,
					operation: 'sendBulk',
					recipientSource: 'items',
					to: '={{ $json.phone }}',
					options: { recipientsPerRequest: 2 },
					simplify: false,
				},
			}),
		);
		expect(places(json)).toEqual(['*', 0, '*', 2]);
	});

	it('messages with requests of their own have replies of their own', async () => {
		const items = people(3);
		const json = outputs(
			await run({
				node: 'messangi',
				items,
				parameters: { ...PROFILES.messangi.send, to: '={{ $json.phone }}', simplify: false },
			}),
		);
		expect(places(json)).toEqual(['*', '*', '*']);
	});
});

const messangi = (fields: string) =>
	`<response><status>OK</status><result><messages><message>${fields}</message></messages></result></response>`;
/** Nearly as long as a text of a reply may be that is still read. */
const LONG = 'long '.repeat(15_000);
/** So long that nobody reads the reply. */
const TOO_LONG = 'long '.repeat(380_000);
/** How many of those a run is given; more by hand. */
const LARGE = Number(process.env.SMS_GATEWAYS_TEST_ITEMS ?? 20);

describe('texts of a gateway are cut', () => {
	it.each([
		[
			'statusDescription',
			`<id>1</id><status>SENT</status><statusDescription>${LONG}</statusDescription>`,
		],
		['status', `<id>1</id><status>${LONG}</status>`],
	])('%s', async (field, fields) => {
		sandbox.failNext({ body: messangi(fields) });
		const result = await run({
			node: 'messangi',
			parameters: PROFILES.messangi.send,
			onError: 'continueRegularOutput',
		});
		const text = outputs(result)[0]?.[field] as string;
		expect(text.length).toBeLessThanOrEqual(1000);
		expect(text).toMatch(/^long long .*… \(\d{2},\d{3} more characters\)$/);
		expect(outputs(result)[0]?.messageId).toBe('1');
	});

	it('an id is whole or is not there', async () => {
		for (const [length, expected] of [
			[1000, '7'.repeat(1000)],
			[1001, null],
		] as const) {
			sandbox.failNext({ body: messangi(`<id>${'7'.repeat(length)}</id><status>SENT</status>`) });
			const result = await run({ node: 'messangi', parameters: PROFILES.messangi.send });
			expect(outputs(result)).toMatchObject([{ outcome: 'accepted', messageId: expected }]);
		}
	});

	it(`${LARGE} messages with a description of 1.9 MB each: none is lost`, async () => {
		const fields = `<id>1</id><status>SENT</status><statusDescription>${TOO_LONG}</statusDescription>`;
		sandbox.failNext({ count: LARGE, body: messangi(fields) });
		const before = process.memoryUsage().rss;
		const startedAt = performance.now();
		const result = await run({
			node: 'messangi',
			items: people(LARGE),
			parameters: { ...PROFILES.messangi.send, to: '={{ $json.phone }}', simplify: false },
			onError: 'continueRegularOutput',
		});
		const seconds = (performance.now() - startedAt) / 1000;
		const grown = (process.memoryUsage().rss - before) / 1e6;
		const length = JSON.stringify(outputs(result)).length;
		console.log(
			`${LARGE} descriptions of 1.9 MB: ${seconds.toFixed(1)} s, ${grown.toFixed(0)} MB more in this process, ${length} characters put out`,
		);
		// They may have been sent: nobody reads a reply of that length.
		expect(outputs(result).map(({ outcome }) => outcome)).toEqual(Array(LARGE).fill('unknown'));
		expect(length).toBeLessThan(LARGE * 55_000);
	}, 900_000);

	it('a list: fields, and the reply of each message; not what somebody wrote', async () => {
		const text = 'ñ'.repeat(39_015);
		const message = `<MOMessage><text>${text}</text><from>13056708084</from><to>${'8'.repeat(1001)}</to><carrier>${LONG}</carrier><other>${LONG}</other></MOMessage>`;
		const list = `<response><status>OK</status><result><MOMessageList><records>1</records><MessageList>${message}</MessageList></MOMessageList></result></response>`;
		sandbox.failNext({ count: 3, body: list });
		const result = await run({
			node: 'messangi',
			parameters: {
				resource: 'incomingMessage',
				operation: 'getMany',
				returnAll: true,
				simplify: false,
			},
		});
		const [json] = outputs(result);
		expect(json).toMatchObject({ text, from: '+13056708084', to: null });
		expect(json?.carrier as string).toHaveLength(1000);
		expect(JSON.stringify(json?.response).length).toBeLessThan(6000);
	});
});

describe('secrets are in no output', () => {
	const { privateKey } = credentialsFor({ url: '' }).stored.messangiApi as { privateKey: string };
	const mGage = credentialsFor({ url: '' }).stored.mGageApi as Record<string, string>;
	const proof = Buffer.from(`${mGage.username}:${mGage.password}`).toString('base64');

	it.each([
		[
			'in a description',
			`<id>1</id><status>SENT</status><statusDescription>key ${privateKey}</statusDescription>`,
		],
		['in a status', `<id>1</id><status>${privateKey}</status>`],
		['in an id', `<id>${privateKey}</id><status>SENT</status>`],
		[
			'under another name',
			`<id>1</id><status>SENT</status><x>${encodeURIComponent(privateKey)}</x>`,
		],
		[
			'in Base64',
			`<id>1</id><status>NO</status><x>${Buffer.from(privateKey).toString('base64')}</x>`,
		],
	])('the key of the account, %s', async (_label, fields) => {
		for (const onError of ['continueRegularOutput', 'stopWorkflow'] as const) {
			sandbox.failNext({ body: messangi(fields) });
			const result = await run({
				node: 'messangi',
				parameters: { ...PROFILES.messangi.send, simplify: false },
				onError,
			});
			const { data } = result.run;
			const said = JSON.stringify([data.resultData, result.error?.description, result.hints]);
			expect(said).not.toContain(privateKey);
			expect(said).not.toContain(Buffer.from(privateKey).toString('base64').slice(0, -4));
		}
	});

	it('the name and password of mGage, in a reply that nobody can read', async () => {
		const body = `You sent ${proof}, that is ${mGage.username}:${mGage.password}`;
		sandbox.failNext({ body });
		const result = await run({
			node: 'mGage',
			parameters: { ...PROFILES.mGage.send, simplify: false },
			onError: 'continueRegularOutput',
		});
		const json = JSON.stringify(outputs(result));
		expect(json).toContain('You sent [hidden]');
		expect(json).not.toContain(mGage.password);
		expect(json).not.toContain(proof);
	});

	it('a token that was fetched in the midst of the run', async () => {
		const credentials = credentialsFor(sandbox, { messageCentralApi: { email: 'a@example.com' } });
		const send = {
			node: 'messageCentral',
			credentials,
			parameters: PROFILES.messageCentral.send,
		} as const;
		await runNode(send);
		const token = sandbox.requests().at(-1)?.headers.authtoken ?? '';
		expect(token).not.toBe('');
		sandbox.failNext({
			body: JSON.stringify({
				responseCode: 200,
				message: 'SUCCESS',
				data: { x: token.slice(0, 20) + token.slice(20), y: [token] },
			}),
		});
		const result = await runNode({
			...send,
			parameters: { ...PROFILES.messageCentral.send, simplify: false },
		});
		expect(JSON.stringify(outputs(result))).not.toContain(token);
	});

	it.each([
		['its name', { authToken: 'another-token-17' }],
		['its name, deeper', { a: [{ b: { auth_token: 'another-token-17' } }] }],
		['a list of names and values', { headers: [{ name: 'authToken', value: 'another-token-17' }] }],
		['an address', { url: 'https://example.com/?authToken=another-token-17' }],
	])('OTP / Verify with Simplify off: a token under %s', async (_label, data) => {
		for (const responseCode of [200, 702, 500]) {
			sandbox.failNext({
				body: JSON.stringify({
					responseCode,
					message: 'authToken: another-token-17',
					data: { verificationId: '17', verificationStatus: 'VERIFICATION_COMPLETED', ...data },
				}),
			});
			const result = await run({
				node: 'messageCentral',
				parameters: {
					resource: 'otp',
					operation: 'verify',
					verificationId: '17',
					code: '4711',
					simplify: false,
				},
				onError: 'continueRegularOutput',
			});
			const json = JSON.stringify(outputs(result));
			expect(json).toContain('[hidden]');
			expect(json).not.toContain('another-token');
			if (responseCode === 200)
				expect(outputs(result)).toMatchObject([{ verified: true, verificationId: '17' }]);
		}
	});

	it('a PIN that Messangi made is in the output, and nowhere else in it', async () => {
		const result = await run({
			node: 'messangi',
			parameters: { ...PROFILES.messangi.send, resource: 'pin', pinLength: 8, simplify: false },
		});
		const [json] = outputs(result);
		const pin = json?.pin as string;
		expect(pin).toMatch(/^\d{8}$/);
		expect(JSON.stringify(json).split(pin)).toHaveLength(2);
	});

	it('the test of a credential', async () => {
		sandbox.failNext({
			body: `<response><status>ODD</status><description>key ${privateKey}, token=abc1</description></response>`,
		});
		const { status, message } = await testCredential('messangi', credentialsFor(sandbox));
		expect({ status, message }).toEqual({
			status: 'Error',
			message: 'Messangi answered ODD: key [hidden], token=[hidden]',
		});
	});
});

describe('what n8n shows as HTML', () => {
	const HTML = '<img src=x onerror=alert(1)> & <b>bold</b>';
	const escaped = HTML.replace(/&/g, '&amp;').replace(/</g, '&lt;');
	const description = `<description><![CDATA[${HTML}]]></description>`;
	const call = (status: string) => `<response><status>${status}</status>${description}</response>`;
	const LIST = { resource: 'incomingMessage', operation: 'getMany', returnAll: true };

	/** What stopped the node, as the editor shows it. */
	async function descriptionOf(test: Omit<NodeRun, 'credentials'>, body?: string) {
		if (body !== undefined) sandbox.failNext({ count: 5, body });
		const result = await run(test);
		return result.error?.description ?? '';
	}

	it.each<[string, Omit<NodeRun, 'credentials'>, string | undefined]>([
		[
			'a send',
			{ node: 'messangi', parameters: PROFILES.messangi.send },
			call(`X${HTML.replace(/</g, '&lt;').replace(/&(?!lt)/g, '&amp;')}`),
		],
		['a question', { node: 'messangi', parameters: LIST }, call('ODD&lt;i&gt;')],
		['a recipient', { node: 'mGage', parameters: { ...PROFILES.mGage.send, to: HTML } }, undefined],
		[
			'a bulk send',
			{
				node: 'mGage',
				items: [{}, {}],
				parameters: {
					...PROFILES.mGage.send,
					operation: 'sendBulk',
					recipientSource: 'list',
					recipients: `${HTML.replace(/,/g, '')}, +13056708084, <i>12</i>`,
				},
			},
			undefined,
		],
		[
			'an option',
			{
				node: 'messageCentral',
				parameters: { ...PROFILES.messageCentral.send, messageType: HTML },
			},
			undefined,
		],
	])('%s: no description has an element of others', async (_label, test, body) => {
		const text = await descriptionOf(test, body);
		expect(text).not.toBe('');
		expect(text.replace(/<br>/g, '')).not.toMatch(/<[a-z]/i);
	});

	it('a description that quotes the gateway’s own code', async () => {
		const text = await descriptionOf(
			{ node: 'messangi', parameters: PROFILES.messangi.send },
			call('&lt;i&gt;X &amp; Y&lt;/i&gt;'),
		);
		expect(text).toContain('(code &lt;i>X &amp; Y&lt;/i>)');
		expect(escaped).toContain('&lt;img');
	});

	it('the error of Messangi Trigger', async () => {
		sandbox.failNext({ count: 5, body: call('&lt;i&gt;X') });
		const { error } = await pollTrigger('messangi', credentialsFor(sandbox));
		expect((error as Error & { description?: string }).description).toContain('(code &lt;i>X)');
	});

	it('every error and hint of a node is made in the one place that escapes it', () => {
		const sources = ['nodes', 'runtime', 'http', 'credentials'].flatMap((folder) =>
			readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
				.filter((path) => path.endsWith('.ts'))
				.map((path) => join(folder, path)),
		);
		const elsewhere = sources.filter((path) => {
			const source = readFileSync(join(ROOT, path), 'utf8');
			const isOwn = path === join('runtime', 'output', 'nodeErrors.ts');
			return (
				!isOwn &&
				/new Node(?:Api|Operation)Error\(|addExecutionHints\((?!\{[^}]*asHtml)/.test(source)
			);
		});
		expect(sources.length).toBeGreaterThan(50);
		expect(elsewhere).toEqual([]);
	});
});
