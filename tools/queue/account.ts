import { chownSync, readFileSync } from 'node:fs';
import { temporaryFolder } from '../cleanup';

/** The user of a server process; empty: this program's user. */
export interface Account {
	uid?: number;
	gid?: number;
}

/** PostgreSQL refuses to run as root. Its package creates the first; every system has the second. */
const ACCOUNTS = ['postgres', 'nobody'];

/** A user that may run servers: this program's, unless it is root. */
export function serverAccount(): Account {
	if (process.getuid?.() !== 0) return {};
	const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
	for (const name of ACCOUNTS) {
		const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
		if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
	}
	throw new Error(`Servers must not run as root, and there is no user ${ACCOUNTS.join(' or ')}.`);
}

/** A folder for a server's data that only its user can read; it is removed at the end. */
export function dataFolder(name: string, { uid, gid }: Account): string {
	const folder = temporaryFolder(name);
	if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
	return folder;
}
