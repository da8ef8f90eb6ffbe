import { buildPackages } from '../steps';
import { ensureN8n, type N8nInstall } from './install';
import { packAll } from './pack';
import { N8N_VERSION } from './versions';

/** What tests in a real n8n need: the packed packages, and an n8n. */
export interface PreparedN8n {
	/** The version of n8n. */
	version: string;
	/** By package name. */
	tarballs: Record<string, string>;
	install: N8nInstall;
}

/** Builds and packs the packages into a folder, and gets n8n, optionally of another version. */
export async function prepareN8n(folder: string, version = N8N_VERSION): Promise<PreparedN8n> {
	const [tarballs, install] = await Promise.all([
		buildPackages().then(() => packAll(folder)),
		ensureN8n(version),
	]);
	return { version, tarballs, install };
}
