import { formsOf } from '../n8n/kept';

describe('the forms in which a secret is looked for', () => {
	const secret = 'sandbox-mc~pässword?>';

	it.each([0, 1, 2, 3, 4, 5])('find it in Base64, %d bytes behind the beginning', (before) => {
		for (const encoding of ['base64', 'base64url'] as const) {
			const text = Buffer.from(`${'x'.repeat(before)}${secret}:more`).toString(encoding);
			expect(formsOf(secret).some((form) => text.includes(form))).toBe(true);
			expect(formsOf('another-secret').some((form) => text.includes(form))).toBe(false);
		}
	});

	it.each([
		['as it is', `the ${secret} is`],
		['percent-encoded', `key=${encodeURIComponent(secret)}&a=b`],
		['in hex', Buffer.from(`a${secret}`).toString('hex')],
		[
			'in Base64, percent-encoded',
			encodeURIComponent(Buffer.from(`a${secret}`).toString('base64')),
		],
	])('find it %s', (_label, text) => {
		expect(formsOf(secret).some((form) => text.includes(form))).toBe(true);
	});
});
