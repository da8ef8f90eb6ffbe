// `npm run test:queue`: the packed package in n8n's queue mode, as `deploy/` sets it up: a main, two
// workers, Redis and PostgreSQL. Arguments go to Jest.
import { randomBytes } from 'node:crypto';
import { ensureN8n } from '../n8n/install';
import { packCheckout } from '../n8n/pack';
import { serverAccount } from '../queue/account';
import { imageVersion, readCompose } from '../queue/compose';
import { installPackage } from '../queue/package';
import { startPostgres } from '../queue/postgres';
import { findPrograms } from '../queue/programs';
import { startRedis } from '../queue/redis';
import { build } from '../steps';
import { runTests } from '../test-run';

const secret = () => randomBytes(24).toString('hex');

void runTests(async (folder) => {
	const values = {
		N8N_ENCRYPTION_KEY: secret(),
		POSTGRES_PASSWORD: secret(),
		REDIS_PASSWORD: secret(),
		WEBHOOK_URL: 'http://localhost/',
	};
	const compose = (tarball = '') =>
		readCompose({ ...values, SMS_GATEWAYS_PACKAGE: tarball }).services;
	const services = compose();
	// First, because it may be all that there is to say.
	const programs = findPrograms(imageVersion(services.postgres));
	const [tarball, install] = await Promise.all([
		build().then(() => packCheckout(folder)),
		ensureN8n(),
	]);
	const nodes = await installPackage(folder, compose(tarball).package);
	const account = serverAccount();
	const redis = await startRedis(programs.redis, account, services.redis);
	const postgres = await startPostgres(programs.postgres, account, services.postgres);
	const prepared = {
		folder,
		nodes,
		install,
		values: { ...values, SMS_GATEWAYS_PACKAGE: tarball },
		redis,
		postgres,
	};
	return {
		label: "Testing in n8n's queue mode",
		args: ['--config', 'test/queue/jest.config.js', '--verbose', ...process.argv.slice(2)],
		env: { ...process.env, SMS_GATEWAYS_TEST_QUEUE: JSON.stringify(prepared) },
	};
});
