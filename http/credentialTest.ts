import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunction,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import type { HttpReply } from '../gateways/reply';
import type { GatewayRequest } from '../gateways/request';
import { Shown } from '../gateways/secrets/shown';
import { secretsOf } from './account';
import { readBody, within } from './body';
import { describeFailure } from './failures';

/** How long a test may take, in milliseconds. */
const TEST_TIMEOUT = 15_000;

/** Asks a server; every HTTP status is an answer. */
export type Ask = (options: IHttpRequestOptions) => Promise<HttpReply>;

/** Asks with an account, as its credential type completes a request and proves who asks. */
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
): Promise<HttpReply> {
	return await ask(await type.authenticate(credentials, { method, url: path }));
}

/**
 * Makes the test of a credential, which the dialog runs when a user saves it. n8n's declarative
 * tests look at an HTTP status or at JSON; these gateways say what is wrong in XML, in a code, or
 * inside of a success.
 *
 * @param check asks the gateway something that sends nothing and costs nothing; gives null when
 *   the account is right, or what to tell the user
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
		const ask: Ask = async ({ url, method, headers, auth }) => {
			// The one helper that n8n offers here; it is the older one, with the older options.
			const response = (await within(
				TEST_TIMEOUT + 1000,
				helpers.request({
					uri: url,
					method,
					headers,
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
			return { status: statusCode, text };
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
