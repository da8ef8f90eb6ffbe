// `npm run --silent release-notes -- <version>`: prints a version's section of CHANGELOG.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { notesOf } from '../release/changelog';
import { ROOT } from '../root';
import { reportFailure } from '../tool';

try {
	console.log(notesOf(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), process.argv[2] ?? ''));
} catch (error) {
	reportFailure(error);
}
