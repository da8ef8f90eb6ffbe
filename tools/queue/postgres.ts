import { randomBytes } from 'node:crypto';
import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOrThrow } from '../command';
import { cleanEnvironment } from '../n8n/environment';
import { freePort } from '../n8n/free-port';
import { type Account, dataFolder } from './account';
import type { ComposeService } from './compose';
import { startServer } from './server';

/** A running PostgreSQL. */
export interface Postgres {
	port: number;
	version: string;
	/** The path of psql. */
	psql: string;
	/** The path of its log. */
	log: string;
}

/** Starts a new PostgreSQL, with the user and the database of the compose file. */
export async function startPostgres(
	programs: string,
	account: Account,
	{ environment }: ComposeService,
): Promise<Postgres> {
	const { POSTGRES_DB = '', POSTGRES_USER = '', POSTGRES_PASSWORD = '' } = environment;
	const folder = dataFolder('postgres', account);
	const data = join(folder, 'data');
	const run = (program: string, args: string[]) =>
		runOrThrow(
			`${program} failed`,
			process.execPath,
			[join(__dirname, 'server-watch.cjs'), taskOf(join(programs, program), args, account)],
			{ cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C', PGPASSWORD: POSTGRES_PASSWORD } },
		);

	const passwordFile = join(folder, `password-${randomBytes(4).toString('hex')}`);
	writeFileSync(passwordFile, `${POSTGRES_PASSWORD}\n`, { mode: 0o600 });
	if (account.uid !== undefined && account.gid !== undefined) {
		chownSync(passwordFile, account.uid, account.gid);
	}
	await run('initdb', [
		`--pgdata=${data}`,
		`--username=${POSTGRES_USER}`,
		`--pwfile=${passwordFile}`,
		'--auth=scram-sha-256',
		'--encoding=UTF8',
		'--no-locale',
	]);
	const port = await freePort();
	const where = ['--host=127.0.0.1', `--port=${port}`, `--username=${POSTGRES_USER}`];
	const log = await startServer({
		name: 'PostgreSQL',
		command: join(programs, 'postgres'),
		args: ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder],
		account,
		folder,
		// "Fast": closes open connections instead of waiting for them.
		stopSignal: 'SIGINT',
		isReady: () =>
			run('pg_isready', [...where, '--dbname=postgres']).then(
				() => true,
				() => false,
			),
	});
	await run('createdb', [...where, POSTGRES_DB]);
	const version = await run('postgres', ['--version']);
	return { port, version, psql: join(programs, 'psql'), log };
}

/**
 * Runs SQL in a running PostgreSQL.
 *
 * @param service its service in the compose file
 * @returns the output of psql, without a frame
 */
export async function askPostgres(
	{ psql, port }: Pick<Postgres, 'psql' | 'port'>,
	{ environment }: ComposeService,
	sql: string,
): Promise<string> {
	const { POSTGRES_DB = '', POSTGRES_USER = '', POSTGRES_PASSWORD } = environment;
	const where = ['--host=127.0.0.1', `--port=${port}`, `--username=${POSTGRES_USER}`];
	return await runOrThrow(
		'psql failed',
		psql,
		[...where, '--no-psqlrc', '--tuples-only', '--no-align', `--command=${sql}`, POSTGRES_DB],
		{ env: { ...cleanEnvironment(), PGPASSWORD: POSTGRES_PASSWORD } },
	);
}

function taskOf(command: string, args: string[], account: Account): string {
	return JSON.stringify({ command, args, ...account, stopSignal: 'SIGTERM' });
}
