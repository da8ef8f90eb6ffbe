// `npm run test:n8n`: the packed packages in a real n8n, against the sandbox. Arguments go to Jest.
import { prepareN8n } from './n8n/prepare';
import { runTests } from './test-run';

void runTests(async (folder) => {
	const prepared = await prepareN8n(folder);
	return {
		label: 'Testing in n8n',
		args: ['--config', 'jest.n8n.config.js', '--verbose', ...process.argv.slice(2)],
		env: { ...process.env, SMS_GATEWAYS_TEST_N8N: JSON.stringify(prepared) },
	};
});
