import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../../scripts/command';
import { parseFlatted } from '../../scripts/n8n/flatted';

/** Runs in n8n's own Node, which has SQLite built in. */
const READ = `
	const { DatabaseSync } = require('node:sqlite');
	const database = new DatabaseSync(process.argv[1], { readOnly: true });
	const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
	for (const { name } of tables) {
		if (name === 'credentials_entity') continue;
		for (const row of database.prepare('SELECT * FROM "' + name + '"').iterate()) {
			const text = JSON.stringify(row, (_, value) =>
				value instanceof Uint8Array ? Buffer.from(value).toString('latin1') :
				typeof value === 'bigint' ? String(value) : value);
			console.log(JSON.stringify([name, text]));
		}
	}
`;

/** A place where something was kept, and all of it as text. */
export interface Kept {
	what: string;
	text: string;
}

/**
 * Everything that an n8n keeps: each row of each table, but for the credentials themselves, which it
 * encrypts; what it stores of executions once more as plain JSON; and its logs.
 *
 * @param node the Node that n8n runs on
 * @param folder n8n's user folder
 */
export async function everythingKept(node: string, folder: string): Promise<Kept[]> {
	const file = join(folder, '.n8n', 'database.sqlite');
	const { code, stdout, output } = await runCommand(node, ['-e', READ, file]);
	if (code !== 0) throw new Error(`n8n's database cannot be read.\n\n${output}`);
	const kept: Kept[] = [];
	for (const line of stdout.split('\n').filter((each) => each !== '')) {
		const [table, text] = z.tuple([z.string(), z.string()]).parse(JSON.parse(line));
		kept.push({ what: `table ${table}`, text });
		const row = JSON.parse(text) as Record<string, unknown>;
		for (const value of Object.values(row)) {
			if (typeof value !== 'string') continue;
			// The text itself, without the escapes of the JSON around it.
			kept.push({ what: `table ${table}`, text: value });
			if (table === 'execution_data' && value.startsWith('[')) {
				kept.push({ what: 'an execution', text: JSON.stringify(parseFlatted(value)) });
			}
		}
	}
	for (const log of ['n8n.log', join('.n8n', 'n8nEventLog.log'), join('.n8n', 'logs', 'n8n.log')]) {
		const path = join(folder, log);
		if (existsSync(path)) kept.push({ what: log, text: readFileSync(path, 'utf8') });
	}
	return kept;
}

/**
 * A secret in every form in which it can be written: as it is, in hex, percent-encoded, and in
 * Base64, where it may begin at any of three places of a longer text.
 */
export function formsOf(secret: string): string[] {
	const bytes = Buffer.from(secret);
	const hex = bytes.toString('hex');
	const percent = hex.replace(/../g, '%$&');
	const aligned = [0, 1, 2].flatMap((before) => {
		const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		// What shares a character with the bytes before or behind it is not its own.
		const start = Math.ceil((before * 8) / 6);
		const end = Math.floor(((before + bytes.length) * 8) / 6);
		const own = encoded.slice(start, end);
		return [own, own.replace(/\+/g, '-').replace(/\//g, '_')];
	});
	const all = [
		secret,
		encodeURIComponent(secret),
		hex,
		percent,
		percent.toUpperCase(),
		...aligned.flatMap((own) => [own, encodeURIComponent(own)]),
	];
	return [...new Set(all)];
}

/** Where secrets stand; each place once, without the secret itself. */
export function findSecrets(places: readonly Kept[], secrets: readonly string[]): string[] {
	const wanted = secrets.map((secret) => ({ secret, forms: formsOf(secret) }));
	const found = places.flatMap(({ what, text }) =>
		wanted
			.filter(({ forms }) => forms.some((form) => text.includes(form)))
			.map(({ secret }) => `${secret.slice(0, 3)}… in ${what}`),
	);
	return [...new Set(found)];
}
