import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunction,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import type { GatewayRequest } from '../gateways/request';
import type { SignInReply } from '../gateways/signIn';
import { Shown } from '../gateways/secrets/shown';
import { secretsOf } from './account';
import { readBody, within } from './body';
import { describeFailure } from './failures';

/** How long a test may take, in milliseconds. */
const TEST_TIMEOUT = 15_000;

/** Sends a request; every HTTP status is a response. */
export type Ask = (options: IHttpRequestOptions) => Promise<SignInReply>;

/** The same as a function of n8n's HTTP helper's type, for signing in. */
export function asHttpRequest(ask: Ask): (options: IHttpRequestOptions) => Promise<unknown> {
	return async (options) => {
		const { status, text, headers } = await ask(options);
		return { statusCode: status, headers, body: text };
	};
}

/** Sends a request that the credential type completes and authenticates. */
export async function askAs(
	type: {
		authenticate(
			credentials: ICredentialDataDecryptedObject,
			options: IHttpRequestOptions,
		): Promise<IHttpRequestOptions>;
	},
	credentials: ICredentialDataDecryptedObject,
	{ method, path }: GatewayRequest,
	ask: Ask,
): Promise<SignInReply> {
	return await ask(await type.authenticate(credentials, { method, url: path }));
}

/**
 * Makes the test of a credential, which n8n runs when a user saves it. n8n's declarative tests check an
 * HTTP status or JSON; these gateways report errors in XML, in a code or in a successful response.
 *
 * @param check sends a request that sends no message and costs nothing; returns null when the account
 *   is right, or what to tell the user
 */
export function credentialTest(
	check: (credentials: ICredentialDataDecryptedObject, ask: Ask) => Promise<string | null>,
): ICredentialTestFunction {
	return async function (
		this: ICredentialTestFunctions,
		credential,
	): Promise<INodeCredentialTestResult> {
		const { helpers } = this;
		const credentials = credential.data ?? {};
		const shown = new Shown(secretsOf(credentials));
		const ask: Ask = async ({ url, method, headers, body: sent, auth }) => {
			// The only helper that n8n offers here is the older one, with the older options.
			const response = (await within(
				TEST_TIMEOUT + 1000,
				helpers.request({
					uri: url,
					method,
					headers,
					...(sent !== undefined && { body: sent }),
					auth: auth && { user: auth.username, pass: auth.password, sendImmediately: true },
					simple: false,
					resolveWithFullResponse: true,
					followRedirect: false,
					followAllRedirects: false,
					useStream: true,
					timeout: TEST_TIMEOUT,
				}) as Promise<unknown>,
			)) as { statusCode: number; headers: Record<string, unknown>; body: unknown };
			const { statusCode, body } = response;
			const text = await readBody(body, response.headers['content-type'], TEST_TIMEOUT);
			return { status: statusCode, text, headers: response.headers };
		};
		try {
			const problem = await check(credentials, ask);
			return problem === null
				? { status: 'OK', message: 'The gateway accepted the credential' }
				: { status: 'Error', message: shown.sentence(problem) };
		} catch (error) {
			return { status: 'Error', message: describeFailure(error, TEST_TIMEOUT) };
		}
	};
}
