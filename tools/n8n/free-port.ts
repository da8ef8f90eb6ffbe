import { connect, createServer } from 'node:net';

function answers(host: string, port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ host, port });
		const end = (answer: boolean) => {
			socket.destroy();
			resolve(answer);
		};
		socket.setTimeout(500, () => {
			end(false);
		});
		socket.once('connect', () => {
			end(true);
		});
		socket.once('error', () => {
			end(false);
		});
	});
}

function listen(port: number): Promise<number | undefined> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => {
			resolve(undefined);
		});
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => {
				resolve(typeof address === 'object' && address !== null ? address.port : undefined);
			});
		});
	});
}

async function isFree(port: number): Promise<boolean> {
	// Some systems let a program listen on an address whose port another one holds on all addresses.
	if ((await answers('127.0.0.1', port)) || (await answers('::1', port))) return false;
	return (await listen(port)) !== undefined;
}

/** The wanted port when nothing listens there, or one of the next ones; any free port without a wish. */
export async function freePort(wanted?: number): Promise<number> {
	if (wanted !== undefined) {
		for (let port = wanted; port < Math.min(wanted + 20, 65_536); port += 1) {
			if (await isFree(port)) return port;
		}
	}
	const port = await listen(0);
	if (port === undefined) throw new Error('No free port was found on this machine.');
	return port;
}
