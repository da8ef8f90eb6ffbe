import { build } from '../steps';
import { ensureN8n, type N8nInstall } from './install';
import { packCheckout } from './pack';

/** What tests in a real n8n need: the packed package, and an n8n to put it into. */
export interface PreparedN8n {
	tarball: string;
	install: N8nInstall;
}

/** Builds and packs the package into a folder, and gets n8n. */
export async function prepareN8n(folder: string): Promise<PreparedN8n> {
	const [tarball, install] = await Promise.all([
		build().then(() => packCheckout(folder)),
		ensureN8n(),
	]);
	return { tarball, install };
}
