import { callHttp } from '../../tools/n8n/http';
import type { Owner } from '../../tools/n8n/rest';

/** Logs in and asks what n8n's editor asks while a node is being filled in. */
export async function askEditor(
	url: string,
	{ email, password }: Owner,
	path: string,
	body: object,
): Promise<string> {
	const headers = { 'content-type': 'application/json', 'browser-id': 'n8n-nodes-sms-gateways' };
	const post = async (to: string, content: object, cookie = '') => {
		const answer = await callHttp(`${url.replace('localhost', '127.0.0.1')}${to}`, {
			method: 'POST',
			headers: { ...headers, cookie },
			body: JSON.stringify(content),
		});
		if (answer.status < 400) return answer;
		throw new Error(`n8n answered POST ${to} with ${String(answer.status)}: ${answer.body}`);
	};
	const login = await post('/rest/login', { emailOrLdapLoginId: email, password });
	const cookies = (login.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]);
	return (await post(path, body, cookies.join('; '))).body;
}
