import { ensureN8n, type N8nInstall } from '../n8n/install';
import { packCheckout } from '../n8n/pack';
import { build } from '../steps';
import { serverAccount } from './account';
import { composeSecrets, imageVersion, readCompose } from './compose';
import { installPackage } from './package';
import { type Postgres, startPostgres } from './postgres';
import { findPrograms } from './programs';
import { type Redis, startRedis } from './redis';

/** What tests in n8n's queue mode need. */
export interface PreparedQueue {
	folder: string;
	/** The package, installed like in the compose file. */
	nodes: string;
	install: N8nInstall;
	/** The values of the compose file's variables. */
	values: Record<string, string>;
	redis: Redis;
	postgres: Postgres;
}

/** Installs the package into a folder, gets n8n, and starts Redis and PostgreSQL like `deploy/`. */
export async function prepareQueue(folder: string): Promise<PreparedQueue> {
	const secrets = composeSecrets();
	const { services } = readCompose(secrets);
	// First, because it fails fast if a program is missing.
	const programs = findPrograms(imageVersion(services.postgres));
	const [tarball, install] = await Promise.all([
		build().then(() => packCheckout(folder)),
		ensureN8n(),
	]);
	const values = { ...secrets, SMS_GATEWAYS_PACKAGE: tarball };
	const nodes = await installPackage(folder, readCompose(values).services.package);
	const account = serverAccount();
	const redis = await startRedis(programs.redis, account, services.redis);
	const postgres = await startPostgres(programs.postgres, account, services.postgres);
	return { folder, nodes, install, values, redis, postgres };
}
