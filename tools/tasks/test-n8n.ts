// `npm run test:n8n`: the packed packages in a real n8n, against the sandbox. `-- --n8n 2.41.1` takes
// another version of n8n than the usual one; the other arguments go to Jest.
import { prepareN8n } from '../n8n/prepare';
import { takeN8nVersion } from '../n8n/versions';
import { runTests } from '../test-run';

void runTests(async (folder) => {
	const { version, rest } = takeN8nVersion(process.argv.slice(2));
	const prepared = await prepareN8n(folder, version);
	return {
		label: `Testing in n8n ${version}`,
		args: ['--config', 'test/n8n/jest.config.js', '--verbose', ...rest],
		env: { ...process.env, SMS_GATEWAYS_TEST_N8N: JSON.stringify(prepared) },
	};
});
