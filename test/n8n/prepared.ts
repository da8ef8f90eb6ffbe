import { z } from 'zod';

/** What `npm run test:n8n` prepares before it starts Jest. */
const Prepared = z.object({
	version: z.string(),
	tarballs: z.record(z.string()),
	install: z.object({ node: z.string(), script: z.string() }),
});

/** The n8n that the tests run in, and the packed packages. */
export function readPrepared(): z.infer<typeof Prepared> {
	const text = process.env.SMS_GATEWAYS_TEST_N8N;
	if (text === undefined) throw new Error('These tests need a prepared n8n: npm run test:n8n');
	return Prepared.parse(JSON.parse(text));
}
