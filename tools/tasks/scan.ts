// `npm run scan`: n8n's and npm's requirements for packages, for the sources and for the four tarballs
// that would be published. The last line is `N passed, N failed`, like that of the tests.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, cleanUpOnSignals, temporaryFolder } from '../cleanup';
import { packFolder } from '../n8n/pack';
import { filesOfTarball, unpackTarball } from '../n8n/tarball';
import { NODE_PACKAGES } from '../packages';
import { checkLicenses, lintTarball, scan } from '../scan/checks';
import { buildPackages } from '../steps';
import { reportFailure } from '../tool';
import { type Totals, totalsLine } from '../totals';

const totals: Totals = { passed: 0, failed: 0 };

function note(what: string, fault: string | undefined): void {
	console.log(`${fault === undefined ? '✓' : '✗'} ${what}`);
	if (fault !== undefined) console.log(`\n${fault.trim()}\n`);
	totals[fault === undefined ? 'passed' : 'failed'] += 1;
}

/** Packs a package like `npm publish`, and checks the tarball. */
async function checkTarball(name: string, source: string, work: string): Promise<void> {
	const packed = join(work, name, 'packed');
	const unpacked = join(work, name, 'unpacked');
	mkdirSync(packed, { recursive: true });
	const tarball = await packFolder(source, packed);
	unpackTarball(tarball, unpacked);
	const files = filesOfTarball(tarball).map((path) => path.replace(/^package\//, ''));
	note(`${name}: n8n's scanner, tarball`, await scan(unpacked, 'published'));
	note(`${name}: publint`, await lintTarball(tarball));
	note(`${name}: licenses of the bundled libraries`, checkLicenses(unpacked, files));
}

async function main(): Promise<void> {
	const work = temporaryFolder('scan');
	await buildPackages();
	for (const { name, folder } of NODE_PACKAGES) {
		note(`${name}: n8n's scanner, source`, await scan(folder, 'source'));
		await checkTarball(name, folder, work);
	}
}

cleanUpOnSignals(() => undefined);
void (async () => {
	try {
		await main();
	} catch (error) {
		reportFailure(error);
		totals.failed += 1;
	}
	await cleanUp();
	if (totals.failed > 0) process.exitCode = 1;
	console.log(totalsLine(totals));
})();
