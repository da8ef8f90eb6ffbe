import { randomBytes } from 'node:crypto';
import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../command';
import { freePort } from '../n8n/free-port';
import { type Account, dataFolder } from './account';
import type { ComposeService } from './compose';
import { startServer } from './server';

/** Starts a PostgreSQL of its own, with the user and the database of the compose file. */
export async function startPostgres(
	programs: string,
	account: Account,
	{ environment }: ComposeService,
): Promise<{ port: number; version: string; psql: string }> {
	const { POSTGRES_DB = '', POSTGRES_USER = '', POSTGRES_PASSWORD = '' } = environment;
	const folder = dataFolder('postgres', account);
	const data = join(folder, 'data');
	const run = async (program: string, args: string[]) => {
		const { code, output, stdout } = await runCommand(
			process.execPath,
			[join(__dirname, 'server-watch.cjs'), taskOf(join(programs, program), args, account)],
			{ cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C', PGPASSWORD: POSTGRES_PASSWORD } },
		);
		if (code !== 0) throw new Error(`${program} failed:\n\n${output.trim()}`);
		return stdout.trim();
	};

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
	await startServer({
		name: 'PostgreSQL',
		command: join(programs, 'postgres'),
		args: ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder],
		account,
		folder,
		// "Fast": open connections are closed instead of waited for.
		stopSignal: 'SIGINT',
		isReady: () =>
			run('pg_isready', [...where, '--dbname=postgres']).then(
				() => true,
				() => false,
			),
	});
	await run('createdb', [...where, POSTGRES_DB]);
	const version = await run('postgres', ['--version']);
	return { port, version, psql: join(programs, 'psql') };
}

function taskOf(command: string, args: string[], account: Account): string {
	return JSON.stringify({ command, args, ...account, stopSignal: 'SIGTERM' });
}
