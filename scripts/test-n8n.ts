// `npm run test:n8n`: the packed package in a real n8n, against the sandbox. Arguments go to Jest.
import { ensureN8n } from './n8n/install';
import { packCheckout } from './n8n/pack';
import { build } from './steps';
import { runTests } from './test-run';

void runTests(async (folder) => {
	const [tarball, install] = await Promise.all([
		build().then(() => packCheckout(folder)),
		ensureN8n(),
	]);
	return {
		label: 'Testing in n8n',
		args: ['--config', 'jest.n8n.config.js', '--verbose', ...process.argv.slice(2)],
		env: { ...process.env, SMS_GATEWAYS_TEST_N8N: JSON.stringify({ tarball, install }) },
	};
});
