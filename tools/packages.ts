import { join } from 'node:path';
import services from './release/packages/services.cjs';
import { PACKAGE_NAME, ROOT } from './root';

/** All node packages and their folders: the main one, and those for a single gateway. */
export const NODE_PACKAGES = [
	{ name: PACKAGE_NAME, folder: ROOT },
	...services.map(({ name }) => ({ name, folder: join(ROOT, 'packages', name) })),
];
