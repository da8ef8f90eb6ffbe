import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, pathFolders } from '../programs';

/** Debian's packages put each version of PostgreSQL into its own folder, which is not on the path. */
const POSTGRES_VERSIONS = '/usr/lib/postgresql';

/** The servers' programs. */
export interface Programs {
	redis: string;
	/** The folder with `initdb`, `postgres` and the rest. */
	postgres: string;
}

/**
 * Finds PostgreSQL on this machine.
 *
 * @param version the preferred major version
 * @returns the folder with its programs, if installed
 */
export function findPostgres(version: string): string | undefined {
	const versions = existsSync(POSTGRES_VERSIONS) ? readdirSync(POSTGRES_VERSIONS) : [];
	const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
	return [
		...[version, ...newestFirst].map((each) => join(POSTGRES_VERSIONS, each, 'bin')),
		...pathFolders(),
	].find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/**
 * Finds Redis and PostgreSQL on this machine.
 *
 * @param postgresVersion the preferred major version
 * @throws Error that says how to install them
 */
export function findPrograms(postgresVersion: string): Programs {
	const postgres = findPostgres(postgresVersion);
	const elsewhere = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'];
	const redis = findProgram(['redis-server'], elsewhere);
	if (redis !== undefined && postgres !== undefined) return { redis, postgres };
	throw new Error(
		'These tests need Redis and PostgreSQL, and at least one was not found. Install them (Debian and ' +
			'Ubuntu: apt-get install --no-install-recommends redis-server postgresql).',
	);
}
