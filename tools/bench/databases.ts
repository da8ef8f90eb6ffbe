import { serverAccount } from '../queue/account';
import { type Compose, composeSecrets, imageVersion, readCompose } from '../queue/compose';
import { askPostgres, type Postgres, startPostgres } from '../queue/postgres';
import { findPostgres } from '../queue/programs';

/** A PostgreSQL set up like in `deploy/`, with a database for each n8n of the benchmark. */
export class Databases {
	private count = 0;

	private constructor(
		private readonly services: Compose['services'],
		private readonly postgres: Postgres,
	) {}

	/** @throws Error if PostgreSQL is not installed */
	static async start(): Promise<Databases> {
		const { services } = readCompose(composeSecrets());
		const programs = findPostgres(imageVersion(services.postgres));
		if (programs === undefined) throw new Error('This scenario needs PostgreSQL: install it.');
		const postgres = await startPostgres(programs, serverAccount(), services.postgres);
		return new Databases(services, postgres);
	}

	/** Whether PostgreSQL is installed. */
	static canStart(): boolean {
		const { services } = readCompose(composeSecrets());
		return findPostgres(imageVersion(services.postgres)) !== undefined;
	}

	/** The settings for an n8n with a new database. */
	async next(): Promise<Record<string, string>> {
		const name = `bench_${++this.count}`;
		await askPostgres(this.postgres, this.services.postgres, `CREATE DATABASE ${name}`);
		const settings = Object.entries(this.services.main.environment);
		return {
			...Object.fromEntries(settings.filter(([setting]) => setting.startsWith('DB_'))),
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(this.postgres.port),
			DB_POSTGRESDB_DATABASE: name,
		};
	}
}
