import { execFileSync } from 'node:child_process';

import fastify from 'fastify';

import {
	callsByTopic,
	fieldsOf,
	type ApiDocument,
	type Call,
	type Schema,
} from '../../sandbox/inbox/page/api/document';
import { ROOT } from '../../tools/root';
import { call, sendMGage, sendSMSPath, type Reply } from './client';
import { sandboxForTests } from './forTests';

/** Every call that there has been since the control API is there: none may go or be renamed. */
const CALLS = [
	'GET /control',
	'GET /control/messages',
	'PUT /control/messages/{id}/status',
	'GET /control/incoming',
	'POST /control/incoming',
	'GET /control/callbacks',
	'GET /control/callbacks/{gateway}',
	'PUT /control/callbacks/{gateway}',
	'DELETE /control/callbacks/{gateway}',
	'POST /control/callbacks',
	'GET /control/requests',
	'GET /control/requests/{id}',
	'GET /control/export',
	'GET /control/events',
	'GET /control/stats',
	'POST /control/reset',
	'POST /control/clear',
	'DELETE /control/entries/{id}',
	'GET /control/connect',
	'PUT /control/latency',
	'POST /control/faults',
	'GET /control/faults',
	'DELETE /control/faults',
	'POST /control/tokens/expire',
	'PUT /control/messangi/next-pin',
	'POST /control/mgage/omit',
	'POST /control/mgage/refuse',
	'PUT /control/message-central/next-otp',
	'POST /control/message-central/expire-otps',
];

/** What no call takes. `refuse` takes any number as a field, but no such code. */
const WRONG = ['', '{', 'null', '42', '"text"', '[1]', '{"no such field": "x"}'];

const sandbox = sandboxForTests();
let api: ApiDocument;
let calls: readonly Call[];
beforeAll(async () => {
	api = JSON.parse((await call(sandbox, '/openapi.json')).body) as ApiDocument;
	calls = [...callsByTopic(api).values()].flat();
});

const nameOf = ({ method, path }: Call): string => `${method} ${path}`;
const mediaOf = ({ operation }: Call) => operation.requestBody?.content['application/json'];
const sentenceIn = ({ body }: Reply): string => (JSON.parse(body) as { error: string }).error;

/** Sends a call about a message that there is, and a gateway that has a callback URL. */
function ask({ method, path }: Call, body?: string): Promise<Reply> {
	const id = path.includes('messages') ? (sandbox.messages()[0]?.id ?? '') : '1';
	const filled = path.replace('{id}', encodeURIComponent(id)).replace('{gateway}', 'messangi');
	return call(sandbox, filled, { method, body });
}

/** A sandbox that something of each kind has happened in. */
async function begin(): Promise<void> {
	sandbox.reset();
	sandbox.setCallback('messangi', { url: 'http://127.0.0.1:9/hook' });
	await call(sandbox, sendSMSPath());
	await sendMGage(sandbox, { numbers: '1' });
	sandbox.failNext({ gateway: 'messangi', status: 503, headers: { a: 'b' } });
	await call(sandbox, sendSMSPath());
	sandbox.receive({ gateway: 'messangi', from: '13056708084', to: '777', text: 'Hi' });
	sandbox.failNext({ cut: 'after', code: 112 });
}

it('stays the same, whatever has become a secret', async () => {
	const examples = calls.flatMap((each) => Object.values(mediaOf(each)?.examples ?? {}));
	for (const { value } of examples) {
		await call(sandbox, '/control/callbacks/mGage', { method: 'PUT', body: JSON.stringify(value) });
	}
	expect(JSON.parse((await call(sandbox, '/openapi.json')).body)).toEqual(api);
});

it('is valid OpenAPI', () => {
	const script = `
		import { Validator } from '@seriousme/openapi-schema-validator';
		let text = '';
		for await (const piece of process.stdin) text += piece;
		const validator = new Validator();
		const { valid, errors } = await validator.validate(JSON.parse(text));
		console.log(JSON.stringify({ valid, errors, version: validator.version }));`;
	const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
		cwd: ROOT,
		input: JSON.stringify(api),
		encoding: 'utf8',
	});
	expect(JSON.parse(output)).toEqual({ valid: true, version: '3.1' });
});

it('holds every call of the control API and no other', async () => {
	expect(calls.map(nameOf)).toEqual(expect.arrayContaining(CALLS));
	const { endpoints } = JSON.parse((await call(sandbox, '/control')).body) as {
		endpoints: Record<string, string>;
	};
	const listed = Object.keys(endpoints).map((name) => name.replace(/:(\w+)/g, '{$1}'));
	expect(['GET /control', ...listed].sort()).toEqual(calls.map(nameOf).sort());
});

it('says of each call what it is for, what it takes and what it answers', () => {
	for (const each of calls) {
		const { summary, tags, parameters = [], responses } = each.operation;
		expect([nameOf(each), summary]).toEqual([nameOf(each), expect.stringMatching(/^[A-Z].*[^.]$/)]);
		expect(tags).toHaveLength(1);
		for (const { description } of parameters) expect(description).toMatch(/^[A-Z].*\.$/);
		expect(responses['200']?.content).toBeDefined();
		const media = mediaOf(each);
		if (media?.schema === undefined) continue;
		expect(Object.keys(media.examples ?? {})).not.toEqual([]);
		const fields = fieldsOf(media.schema, api);
		expect(fields).not.toEqual([]);
		for (const { path, description } of fields) {
			if (path.endsWith('<name>')) continue;
			expect([path, description]).toEqual([path, expect.stringMatching(/\.$/)]);
		}
	}
});

it('lists fields by their places, as the page shows them', () => {
	const put = calls.find((each) => nameOf(each) === 'PUT /control/callbacks/{gateway}');
	const schema = put === undefined ? undefined : mediaOf(put)?.schema;
	const paths = fieldsOf(schema ?? {}, api).map(({ path }) => path);
	expect(paths.slice(0, 4)).toEqual(['url', 'secret', 'secret.in', 'secret.name']);
	expect(paths).toContain('secret.password');
});

it('gives examples that the calls take, and describes what they answer', async () => {
	const { check, close } = await createCheck(api);
	for (const each of calls) {
		if (nameOf(each) === 'GET /control/events') continue;
		const examples = Object.values(mediaOf(each)?.examples ?? { none: { value: undefined } });
		for (const { value } of examples) {
			await begin();
			const reply = await ask(each, value === undefined ? undefined : JSON.stringify(value));
			const schema = each.operation.responses['200']?.content?.['application/json']?.schema;
			expect([nameOf(each), reply.status]).toEqual([nameOf(each), 200]);
			expect([nameOf(each), await check(schema ?? {}, reply.body)]).toEqual([nameOf(each), 'fits']);
		}
	}
	await close();
});

it('refuses a wrong body of each call with a sentence, and does nothing', async () => {
	const taking = calls.filter((each) => mediaOf(each) !== undefined);
	expect(taking.length).toBeGreaterThanOrEqual(10);
	await begin();
	const before = JSON.stringify(sandbox.export());
	for (const each of taking) {
		for (const body of WRONG) {
			const reply = await ask(each, body);
			const label = `${nameOf(each)} ${body}`;
			expect([label, reply.status]).toEqual([label, 400]);
			expect([label, sentenceIn(reply)]).toEqual([label, expect.stringMatching(/^["A-Zx].*\.$/)]);
		}
	}
	const unchanged = JSON.parse(before) as { exportedAt: string };
	const { exportedAt } = unchanged;
	expect({ ...JSON.parse(JSON.stringify(sandbox.export())), exportedAt }).toMatchObject({
		requests: (JSON.parse(before) as { requests: unknown }).requests,
		incoming: (JSON.parse(before) as { incoming: unknown }).incoming,
	});
	expect(sandbox.faults()).toHaveLength(1);
});

it.each([
	['POST', '/control/faults', '{"stauts": 500}', 'A fault has no "stauts". It has: gateway, count'],
	['POST', '/control/faults', '{"status": 99}', '"status" must be a whole number from 200 to 599.'],
	['POST', '/control/faults', '{"hang": 1}', '"hang" must be true or false.'],
	['POST', '/control/faults', '{"code": true}', '"code" must be a number or a string.'],
	['POST', '/control/faults', '{"headers": {"a": 1}}', '"a" must be a string.'],
	['POST', '/control/faults', '{"status": "503"}', '"status" must be a whole number'],
	[
		'PUT',
		'/control/messages/1/status',
		'{"status": "lost"}',
		'"status" must be one of "accepted",',
	],
	['PUT', '/control/messages/1/status', '{}', '"status" is missing.'],
	['PUT', '/control/latency', '{"ms": 600001}', 'The latency must be 0 to 600000 milliseconds.'],
	[
		'PUT',
		'/control/callbacks/nexmo',
		'{"url": "http://x"}',
		'The gateway must be one of "messangi"',
	],
	['PUT', '/control/callbacks/mGage', '{"url": 1}', '"url" must be a string.'],
	[
		'PUT',
		'/control/callbacks/mGage',
		'{"url": "http://x", "secret": {"in": "cookie"}}',
		'"secret" must be an object with "in": one of "query", "header", "basic".',
	],
	[
		'PUT',
		'/control/callbacks/mGage',
		'{"url": "http://x", "secret": {"in": "query", "name": "a"}}',
		'"value" is missing.',
	],
	[
		'PUT',
		'/control/callbacks/mGage',
		'{"url": "http://x", "secret": {"in": "query", "name": "a", "value": ""}}',
		'"value" must be a string that is not empty.',
	],
	['POST', '/control/callbacks', '{"gateway": "mGage", "report": 1}', 'A report is an object with'],
	['POST', '/control/callbacks', '{"gateway": "mGage"}', 'Give one of report, incoming, body'],
	[
		'POST',
		'/control/incoming',
		`{"gateway": "mGage", "from": "1", "to": "2", "text": "${'[{\\\\\\"'.repeat(40)}", "x": 1}`,
		'has no "x"',
	],
	['POST', '/control/incoming', '{', 'The body must be JSON of at most 2 MB.'],
])('answers %s %s %s with the sentence “%s”', async (method, path, body, sentence) => {
	const reply = await call(sandbox, path, { method, body });
	expect(reply.status).toBe(400);
	expect(sentenceIn(reply)).toContain(sentence);
});

it('is soon done with what is far too much', async () => {
	const wrong = JSON.stringify(Array.from({ length: 400_000 }, () => 1));
	const deep = '{"a":'.repeat(300_000) + '1' + '}'.repeat(300_000);
	for (const [body, sentence] of [
		[wrong, 'An incoming message is an object'],
		[deep, 'The body must be nested at most 32 deep.'],
		[`["[[", "\\"", ${'['.repeat(900_000)}`, 'The body must be nested at most 32 deep.'],
		['x'.repeat(3_000_000), 'The body must be JSON of at most 2 MB.'],
	] as const) {
		const before = performance.now();
		const reply = await call(sandbox, '/control/incoming', { method: 'POST', body });
		expect(sentenceIn(reply)).toContain(sentence);
		expect(performance.now() - before).toBeLessThan(1000);
	}
	const tooLong = await call(sandbox, '/control/faults', {
		method: 'POST',
		body: 'x'.repeat(21_000_000),
	}).catch(() => undefined);
	expect(tooLong?.status ?? 413).toBe(413);
});

it('cannot be told anything about what all objects have', async () => {
	for (const field of ['__proto__', 'constructor', 'toString']) {
		const reply = await call(sandbox, '/control/faults', {
			method: 'POST',
			body: `{"${field}": {"status": 503}}`,
		});
		expect([field, reply.status]).toEqual([field, 400]);
		expect(sentenceIn(reply)).toContain(`A fault has no "${field}".`);
	}
});

it('has a page for people, that holds nothing of others', async () => {
	const page = await call(sandbox, '/api');
	expect(page.status).toBe(200);
	expect(page.headers['content-type']).toContain('text/html');
	expect(page.headers['content-security-policy']).toContain("default-src 'none'");
	expect(page.headers['content-security-policy']).not.toContain('unsafe');
	const files = [...page.body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file = '']) => file);
	expect(files).toEqual(['/inbox/api.css', '/inbox/api.js']);
	for (const file of files) {
		const { status, body } = await call(sandbox, file);
		expect([file, status]).toEqual([file, 200]);
		expect(body.length).toBeGreaterThan(1000);
	}
	expect((await call(sandbox, '/inbox/app.js')).body).toContain('/api');
});

/** Checks answers with their schemas, and for no field that they do not describe. */
async function createCheck(document: ApiDocument): Promise<{
	check: (schema: Schema, body: string) => Promise<string>;
	close: () => Promise<void>;
}> {
	const components = strict(document.components);
	const schemas = [...new Set(calls.flatMap(({ operation }) => Object.values(operation.responses)))]
		.map(({ content }) => content?.['application/json']?.schema)
		.filter((schema) => schema !== undefined);
	const app = fastify({
		bodyLimit: 10_000_000,
		ajv: { customOptions: { coerceTypes: false, removeAdditional: false, strict: false } },
	});
	schemas.forEach((schema, at) => {
		const body = { ...(strict(schema) as Schema), components };
		app.post(`/${at}`, { schema: { body } }, () => 'fits');
	});
	const url = await app.listen({ port: 0, host: '127.0.0.1' });
	return {
		check: async (schema, body) => {
			const headers = { 'content-type': 'application/json' };
			const path = `/${schemas.indexOf(schema)}`;
			return await (await fetch(url + path, { method: 'POST', headers, body })).text();
		},
		close: () => app.close(),
	};
}

/** The same schemas, with no room for further fields. */
function strict(schema: unknown): unknown {
	if (Array.isArray(schema)) return schema.map(strict);
	if (typeof schema !== 'object' || schema === null) return schema;
	const inner = Object.entries(schema).map(([name, value]) => [name, strict(value)] as const);
	const isObject = 'properties' in schema && 'type' in schema;
	return { ...(isObject && { additionalProperties: false }), ...Object.fromEntries(inner) };
}
