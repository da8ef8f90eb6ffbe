import { sandboxCredentials } from '../../tools/n8n/sandbox-credentials';
import { ALL_PROFILES, PROFILES } from '../profiles';
import { createReceiver, type Receiver } from '../sandbox/receiver';
import type { Rig } from './rig';
import { CREDENTIALS, outputs, workflowOfOthers, type GatewayNode } from './workflows';

const NODE = 'HTTP Request';

const MC_SEND = '/message-central/verification/v3/send';
const MC_QUERY = {
	countryCode: '91',
	flowType: 'SMS',
	mobileNumber: '9999999999',
	senderId: 'UTOMOB',
	type: 'SMS',
	message: 'Hello',
	messageType: 'TRANSACTION',
};

/** Each gateway's own requests, in the forms in which people write them. */
const OWN = ALL_PROFILES.flatMap(({ name: type, httpRequests }) =>
	httpRequests.cases.map(({ label, says, ...asked }) => ({ type, label, says, asked })),
);

/** The questions by which kept tokens are tested. */
const PROBES = ALL_PROFILES.flatMap(({ token }) => token?.probe ?? []);

/** A request of each gateway for the tests of where it may go. */
const PATHS = ALL_PROFILES.map(({ name: type, httpRequests: { path } }) => ({ type, path }));

/** The credentials in n8n's HTTP Request node. */
export function describeHttpRequest(rig: Rig): void {
	let count = 0;

	const request = async (
		type: GatewayNode,
		{
			method,
			url,
			query,
			json,
		}: {
			method: 'GET' | 'POST';
			url: string;
			query?: Record<string, string>;
			json?: Record<string, string>;
		},
		{
			options = {},
			credential = { id: 'elsewhere', name: CREDENTIALS[type][1] },
			onError,
		}: {
			options?: object;
			credential?: { id: string; name: string };
			onError?: 'continueRegularOutput';
		} = {},
	) => {
		const parameters = Object.entries(query ?? {}).map(([name, value]) => ({ name, value }));
		const node = {
			name: NODE,
			type: 'httpRequest',
			typeVersion: 4.2,
			parameters: {
				method,
				url: url.includes('{{') ? `=${url}` : url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: CREDENTIALS[type][0],
				...(query && { sendQuery: true, queryParameters: { parameters } }),
				...(json && { sendBody: true, specifyBody: 'json', jsonBody: JSON.stringify(json) }),
				options,
			},
			credentials: { [CREDENTIALS[type][0]]: credential },
			...(onError && { onError }),
		};
		return await rig.run(workflowOfOthers(`HTTP Request ${String(++count)}`, [node]), 'Start');
	};

	/** A credential of its own, which n8n has never signed in with. */
	const freshCredential = async (type: GatewayNode, changes: Record<string, unknown> = {}) => {
		const known = sandboxCredentials(rig.sandbox.url).find(
			(each) => each.type === CREDENTIALS[type][0],
		);
		if (known === undefined) throw new Error(`There is no credential of ${type}.`);
		const name = `${known.name} ${String(++count)}`;
		const data = { ...known.data, ...changes };
		return { id: await rig.rest.createCredential({ ...known, name, data }), name };
	};

	describe('n8n’s HTTP Request node', () => {
		let elsewhere: Receiver;

		beforeAll(async () => {
			elsewhere = await createReceiver();
		});
		afterAll(() => elsewhere.close());
		beforeEach(() => {
			rig.sandbox.reset();
			elsewhere.clear();
		});

		test.each(OWN)('reaches $type with its credential: $label', async ({ type, asked, says }) => {
			const url = `${rig.sandbox.url}${asked.path}`;
			const options = { response: { response: { neverError: true } } };
			const execution = await request(type, { ...asked, url }, { options });
			expect(execution.error).toBeUndefined();
			expect(JSON.stringify(outputs(execution, NODE))).toMatch(says);
			const refused = rig.sandbox.requests().filter(({ status }) => status === 401);
			// A token that the sandbox has forgotten is found out by a question, not by the request itself.
			expect(refused.every(({ path }) => PROBES.some((probe) => path.includes(probe)))).toBe(true);
		});

		test.each(PATHS)(
			'is refused by $type for any other address, with nothing sent',
			async ({ type, path }) => {
				const own = new URL(rig.sandbox.url);
				const other = `127.0.0.1:${String(elsewhere.port)}`;
				const addresses = [
					`http://${other}${path}`,
					`http://${own.host}@${other}${path}`,
					`http://${other}/${rig.sandbox.url}${path}`,
					`http://localhost:${own.port}${path}`,
					`https://${own.host}${path}`,
					`http://user@${own.host}${path}`,
					`${rig.sandbox.url}/control/../other${path}`,
					`${rig.sandbox.url}${path.replace('/', '/x/../')}`,
					`${rig.sandbox.url}/control/state`,
				];
				const credential = await freshCredential(type);
				for (const url of addresses) {
					const execution = await request(type, { method: 'GET', url }, { credential });
					expect([url, execution.error?.message]).toEqual([
						url,
						'This credential works only for URLs below its Base URL, but this request goes somewhere else. Nothing was sent. Change the URL of the request.',
					]);
				}
				expect(elsewhere.connections).toBe(0);
				expect(rig.sandbox.requests()).toEqual([]);
				expect(rig.sandbox.stats().tokensIssued).toBe(0);
			},
		);

		test.each([302, 307])(
			'follows no redirect %d with a credential',
			async (status) => {
				const gateway = await createReceiver();
				gateway.answer = (response) => {
					const location = `http://localhost:${String(elsewhere.port)}/stolen`;
					response.writeHead(status, { location }).end('moved');
				};
				try {
					for (const { type, path } of PATHS) {
						for (const options of [
							{ response: { response: { neverError: true } } },
							{
								sendCredentialsOnCrossOriginRedirect: true,
								redirect: { redirect: { followRedirects: true, maxRedirects: 21 } },
							},
						]) {
							const changes = {
								baseUrl: `http://127.0.0.1:${String(gateway.port)}${path.split('/', 2).join('/')}`,
								...PROFILES[type].otherSignIn?.fields,
							};
							const credential = await freshCredential(type, changes);
							const url = `http://127.0.0.1:${String(gateway.port)}${path}`;
							for (const method of ['GET', 'POST'] as const) {
								gateway.clear();
								await request(type, { method, url }, { credential, options });
								expect(gateway.received).toHaveLength(1);
							}
						}
					}
				} finally {
					await gateway.close();
				}
				expect(elsewhere.received).toEqual([]);
			},
			300_000,
		);

		test('gives the token that was renewed, before a message goes out', async () => {
			const credential = await freshCredential('messageCentral');
			const url = rig.sandbox.url + MC_SEND;
			const send = () =>
				request('messageCentral', { method: 'POST', url, query: MC_QUERY }, { credential });
			expect((await send()).error).toBeUndefined();
			expect(rig.sandbox.stats().tokensIssued).toBe(1);
			expect((await send()).error).toBeUndefined();
			expect(rig.sandbox.stats().tokensIssued).toBe(1);
			rig.sandbox.expireTokens();
			expect((await send()).error).toBeUndefined();
			expect(rig.sandbox.stats().tokensIssued).toBe(2);
			expect(rig.sandbox.messages()).toHaveLength(3);
		});

		test.each([
			{ label: 'cut after it was accepted', fault: { cut: 'after' } },
			{ label: 'answered with HTTP 500', fault: { status: 500, accept: true } },
			{ label: 'answered with HTTP 401', fault: { status: 401, accept: true } },
		] as const)('sends a message once whose request is $label', async ({ fault }) => {
			rig.sandbox.failNext({ path: '/verification/v3/send', ...fault });
			const url = rig.sandbox.url + MC_SEND;
			const asked = { method: 'POST', url, query: MC_QUERY } as const;
			const execution = await request('messageCentral', asked);
			expect(execution.error).toBeDefined();
			expect(rig.sandbox.messages()).toHaveLength(1);
		});

		test('says what is wrong when signing in fails, and repeats no secret', async () => {
			const credential = await freshCredential('messageCentral', { password: 'wrong-password-1' });
			const url = rig.sandbox.url + MC_SEND;
			const asked = { method: 'POST', url, query: MC_QUERY } as const;
			const { error, raw } = await request('messageCentral', asked, { credential });
			expect(error?.message).toBe('Message Central refused the password');
			expect(raw).not.toContain('wrong-password-1');
			expect(raw).not.toContain(Buffer.from('wrong-password-1').toString('base64'));
		});

		test.each(PATHS)('an error of $type holds no secret', async ({ type, path }) => {
			for (const onError of [undefined, 'continueRegularOutput'] as const) {
				rig.sandbox.failNext({
					path: path.split(/[?{]/, 1)[0],
					status: 404,
				});
				const url = `${rig.sandbox.url}${path}`;
				const execution = await request(type, { method: 'GET', url }, { onError });
				expect(execution.status).toBe(onError === undefined ? 'error' : 'success');
				const secrets = ALL_PROFILES.flatMap((profile) => profile.secrets);
				for (const secret of [...secrets, ...rig.tokens]) {
					expect(execution.raw).not.toContain(secret);
				}
			}
		});
	});
}
