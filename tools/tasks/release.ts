// `npm run release -- <version>`: writes a version and its date into all files. CHANGELOG.md must
// already have its section. Committing and tagging, which publishes, is done by hand.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUpOnSignals } from '../cleanup';
import { runNpm } from '../npm';
import { checkPublisher, writePublisher } from '../release/publisher';
import { dated } from '../release/changelog';
import { ROOT } from '../root';
import { buildPackages } from '../steps';
import { reportFailure } from '../tool';

const CHANGELOG = join(ROOT, 'CHANGELOG.md');

async function main(version = ''): Promise<void> {
	if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error('Usage: npm run release -- <version>');
	checkPublisher();
	const date = new Date().toISOString().slice(0, 10);
	const changelog = dated(readFileSync(CHANGELOG, 'utf8'), version, date);
	// For package.json and package-lock.json; the first release keeps its version.
	const options = ['--no-git-tag-version', '--allow-same-version', '--ignore-scripts'];
	await runNpm('npm version failed', ROOT, ['version', version, ...options]);
	writeFileSync(CHANGELOG, changelog);
	writePublisher();
	await buildPackages();
	console.log(`\nVersion ${version} is set everywhere. Check it with git diff. Then, to publish:\n
  git commit -am "Version ${version}"
  git tag v${version}
  git push origin main v${version}`);
}

cleanUpOnSignals(() => undefined);
main(process.argv[2]).catch(reportFailure);
