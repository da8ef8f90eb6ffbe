import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { unpackTarball } from './tarball';

const Manifest = z.object({ name: z.string(), version: z.string() });

const Ledger = z.object({ dependencies: z.record(z.string()) });

/** Installs a packed package as a community package of this user folder. */
export function addCommunityPackage(tarball: string, userFolder: string, name: string): void {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	const packageFolder = join(nodesFolder, 'node_modules', name);
	unpackTarball(tarball, packageFolder);
	const manifest = Manifest.parse(
		JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')),
	);
	const ledgerFile = join(nodesFolder, 'package.json');
	const others = existsSync(ledgerFile)
		? Ledger.parse(JSON.parse(readFileSync(ledgerFile, 'utf8'))).dependencies
		: {};
	const ledger = {
		name: 'installed-nodes',
		private: true,
		dependencies: { ...others, [manifest.name]: manifest.version },
	};
	writeFileSync(ledgerFile, `${JSON.stringify(ledger, undefined, 2)}\n`);
}
