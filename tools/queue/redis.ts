import { once } from 'node:events';
import { connect } from 'node:net';
import { runCommand } from '../command';
import { freePort } from '../n8n/free-port';
import { type Account, dataFolder } from './account';
import { type ComposeService, wordsOf } from './compose';
import { startServer } from './server';

/** A running Redis. */
export interface Redis {
	port: number;
	version: string;
}

/** Starts a new Redis with the command line of the compose file. */
export async function startRedis(
	program: string,
	account: Account,
	{ command, environment }: ComposeService,
): Promise<Redis> {
	const folder = dataFolder('redis', account);
	const port = await freePort();
	const [, ...settings] = wordsOf(command);
	await startServer({
		name: 'Redis',
		command: program,
		args: [...settings, '--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
		account,
		folder,
		stopSignal: 'SIGTERM',
		isReady: () => answersPing(port, environment.REDISCLI_AUTH ?? ''),
	});
	const { stdout } = await runCommand(program, ['--version']);
	return { port, version: stdout.trim() };
}

/** Whether Redis accepts the password and has finished loading. */
async function answersPing(port: number, password: string): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	socket.setTimeout(1000, () => socket.destroy());
	try {
		let answer = '';
		socket.setEncoding('utf8').on('data', (text: string) => {
			answer += text;
			if (answer.split('\r\n').length > 2) socket.end();
		});
		socket.write(`AUTH ${password}\r\nPING\r\n`);
		await once(socket, 'close');
		return answer.endsWith('+PONG\r\n');
	} catch {
		return false;
	}
}
