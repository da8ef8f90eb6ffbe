import getPort from 'get-port';

/** The number of ports that are tried, starting with the wanted one. */
const TRIES = 20;

/** The wanted port if it is free, or one of the next ones; any free port if none is wanted. */
export async function freePort(wanted?: number): Promise<number> {
	if (wanted === undefined) return await getPort();
	const ports = Array.from({ length: TRIES }, (_, index) => wanted + index);
	return await getPort({ port: ports.filter((port) => port <= 65_535) });
}
