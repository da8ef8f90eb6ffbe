// The parent process of a server that a tool starts: when the tool ends for any reason, the channel
// between the two closes, and the server is stopped.
'use strict';
const { spawn } = require('node:child_process');

/** @type {(text: string) => { command: string, args: string[], uid?: number, gid?: number, stopSignal: NodeJS.Signals }} */
const read = JSON.parse;
const { command, args, uid, gid, stopSignal } = read(process.argv[2] ?? '');

const server = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], uid, gid });
const stop = () => {
	server.kill(stopSignal);
};
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
	process.on(signal, stop);
}
process.on('disconnect', stop);
process.channel?.unref();
server.on('error', (error) => {
	console.error(error.message);
	process.exit(127);
});
server.on('exit', (code) => {
	process.exit(code ?? 1);
});
