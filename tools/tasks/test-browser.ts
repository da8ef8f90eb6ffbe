// `npm run test:browser`: the sandbox's inbox and n8n's editor in a real Chromium. Arguments go to
// Jest. UPDATE_PICTURES=1 writes the pictures of the documentation anew.
import { findChromium } from '../chromium';
import { prepareN8n } from '../n8n/prepare';
import { runTests } from '../test-run';

void runTests(async (folder) => {
	// Before everything else, which takes minutes.
	const chromium = findChromium();
	const prepared = await prepareN8n(folder);
	return {
		label: 'Testing in Chromium',
		args: ['--config', 'test/browser/jest.config.js', '--verbose', ...process.argv.slice(2)],
		env: {
			...process.env,
			SMS_GATEWAYS_CHROMIUM: chromium,
			SMS_GATEWAYS_TEST_N8N: JSON.stringify(prepared),
		},
	};
});
