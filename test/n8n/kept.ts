import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand } from '../../tools/command';

/** Runs in n8n's own Node, which has SQLite built in; prints the tables in which one of the forms stands. */
const SEARCH = `
	const { DatabaseSync } = require('node:sqlite');
	const [file, list] = process.argv.slice(1);
	const forms = JSON.parse(require('node:fs').readFileSync(list, 'utf8'));
	const database = new DatabaseSync(file, { readOnly: true });
	const found = {};
	let rows = 0;
	// What n8n stores of an execution is a list of all its texts, as JSON: without the escapes, too.
	const textsOf = (value) => {
		if (typeof value !== 'string') {
			return value instanceof Uint8Array ? [Buffer.from(value).toString('latin1')] : [];
		}
		if (!/^[[{]/.test(value)) return [value];
		const inner = [];
		try {
			JSON.parse(value, (key, each) => { inner.push(key); if (typeof each === 'string') inner.push(each); });
		} catch {}
		return [value, inner.join('\\n')];
	};
	const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
	for (const { name } of tables) {
		if (name === 'credentials_entity') continue;
		for (const row of database.prepare('SELECT * FROM "' + name + '"').iterate()) {
			rows++;
			for (const text of Object.values(row).flatMap(textsOf)) {
				for (const [at, form] of forms) {
					if (text.includes(form)) found[at + ' ' + name] = [at, 'the table ' + name];
				}
			}
		}
	}
	console.log(JSON.stringify({ rows, found: Object.values(found) }));
`;

const Found = z.object({ rows: z.number(), found: z.array(z.tuple([z.number(), z.string()])) });

/** Where n8n's logs are, from its user folder. */
const LOGS = ['n8n.log', join('.n8n', 'n8nEventLog.log'), join('.n8n', 'logs', 'n8n.log')];

/**
 * Looks for secrets in everything that an n8n keeps: each row of each table, but for the credentials
 * themselves, which it encrypts, and its logs.
 *
 * @param node the Node that n8n runs on
 * @param folder n8n's user folder
 * @returns how many rows there are, and where a secret stands; of it no more than its beginning
 */
export async function secretsKept(
	node: string,
	folder: string,
	secrets: readonly string[],
): Promise<{ rows: number; found: string[] }> {
	const file = join(folder, '.n8n', 'database.sqlite');
	const forms = secrets.flatMap((secret, at) => formsOf(secret).map((form) => [at, form] as const));
	// They may be longer than the arguments of a program.
	const list = join(folder, 'searched.json');
	writeFileSync(list, JSON.stringify(forms));
	const { code, stdout, output } = await runCommand(node, ['-e', SEARCH, file, list]);
	rmSync(list);
	if (code !== 0) throw new Error(`n8n's database cannot be read.\n\n${output}`);
	const { rows, found } = Found.parse(JSON.parse(stdout));
	for (const log of LOGS.map((each) => join(folder, each)).filter((each) => existsSync(each))) {
		const text = readFileSync(log, 'utf8');
		for (const [at, form] of forms) if (text.includes(form)) found.push([at, log]);
	}
	const told = found.map(([at, what]) => `${(secrets[at] ?? '').slice(0, 3)}… in ${what}`);
	return { rows, found: [...new Set(told)] };
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
