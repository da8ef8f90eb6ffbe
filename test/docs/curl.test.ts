import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { readPage } from './page';
import { sandboxForTests } from '../sandbox/forTests';

/*
 * What docs/sandbox.md shows for curl, as it is there, in a shell.
 */

const PRINTED = 'http://127.0.0.1:4010';
const GATEWAYS = ['messangi', 'mGage', 'messageCentral', 'messangiElastic'];

const blocks = readPage('docs/sandbox.md').blocks.filter((block) => block.includes('curl '));
const sends = blocks.filter((block) => !block.includes('/control/'));

const isThere = (program: string): boolean => {
	return spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;
};
// CI has them all; without them there is nothing to run.
const run = ['sh', 'curl', 'openssl', 'base64'].every(isThere) ? test : test.skip;

const sandbox = sandboxForTests({});

async function inShell(block: string): Promise<string> {
	const script = block.slice('sh\n'.length).replaceAll(PRINTED, sandbox.url);
	const { stdout } = await promisify(execFile)('sh', ['-euc', script]);
	return stdout;
}

test('there is one for each gateway, and some for the control', () => {
	expect(sends).toHaveLength(GATEWAYS.length);
	expect(blocks.length).toBeGreaterThan(sends.length + 1);
	for (const block of blocks) expect(block).toContain(PRINTED);
});

run('each sends a message', async () => {
	for (const send of sends) await inShell(send);
	expect(sandbox.messages().map(({ gateway, text }) => [gateway, text])).toEqual(
		GATEWAYS.map((gateway) => [gateway, 'Hello from curl']),
	);
});

run('those for the control are understood', async () => {
	for (const block of blocks.filter((each) => !sends.includes(each))) {
		expect(await inShell(block)).not.toContain('"error"');
	}
	expect(sandbox.callbackTargets()).toHaveProperty('messangi');
});
