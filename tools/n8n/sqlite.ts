import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runCommand } from '../command';
import { cleanEnvironment } from './environment';

const PREBUILT = join('prebuild-install', 'bin.js');
const NODE_GYP = join('node-gyp', 'bin', 'node-gyp.js');

/**
 * Installs n8n's database driver. n8n is installed without install scripts, because one of its
 * optional add-ons cannot be built everywhere, and only the driver needs its script. As in that
 * script, the prebuilt binary is tried first; if it cannot be downloaded, the driver is compiled.
 */
export async function prepareSqlite(
	modules: string,
	node: string,
	nodeFolder: string,
	detail: (text: string) => void,
): Promise<void> {
	const cwd = join(modules, 'sqlite3');
	const env: NodeJS.ProcessEnv = {
		...cleanEnvironment(),
		PATH: [dirname(node), process.env.PATH ?? ''].join(delimiter),
		npm_config_nodedir: nodeFolder,
	};
	const attempt = (script: string, args: string[]) =>
		runCommand(node, [join(modules, script), ...args], { cwd, env });

	if (existsSync(join(modules, PREBUILT))) {
		detail('downloading the database driver');
		const fetched = await attempt(PREBUILT, ['-r', 'napi']);
		if (fetched.code === 0) return;
	}
	detail('compiling the database driver');
	const built = await attempt(NODE_GYP, ['rebuild', '--jobs=max', `--nodedir=${nodeFolder}`]);
	if (built.code === 0) return;
	throw new Error(
		"n8n's database driver (sqlite3) could neither be downloaded nor compiled. Compiling needs " +
			'python3, make and g++ (Debian and Ubuntu: apt-get install python3 make g++; macOS: ' +
			'xcode-select --install; Windows: the C++ build tools of Visual Studio). The end of the ' +
			`compiler's output:\n\n${built.output.trim().split('\n').slice(-25).join('\n')}`,
	);
}
