import { join } from 'node:path';
import services from './release/packages/services.cjs';
import { PACKAGE_NAME, ROOT } from './root';

/** All packages of nodes, and where they are packed: the main one, and those with a single service. */
export const NODE_PACKAGES = [
	{ name: PACKAGE_NAME, folder: ROOT },
	...services.map(({ name }) => ({ name, folder: join(ROOT, 'packages', name) })),
];
