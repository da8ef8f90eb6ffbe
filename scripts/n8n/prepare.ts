import { buildPackages } from '../steps';
import { ensureN8n, type N8nInstall } from './install';
import { packAll } from './pack';

/** What tests in a real n8n need: the packed packages, and an n8n to put them into. */
export interface PreparedN8n {
	/** By the names of the packages. */
	tarballs: Record<string, string>;
	install: N8nInstall;
}

/** Builds and packs the packages into a folder, and gets n8n, of another version if one is named. */
export async function prepareN8n(folder: string, n8nVersion?: string): Promise<PreparedN8n> {
	const [tarballs, install] = await Promise.all([
		buildPackages().then(() => packAll(folder)),
		ensureN8n(n8nVersion),
	]);
	return { tarballs, install };
}
