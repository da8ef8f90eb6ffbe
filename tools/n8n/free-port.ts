import getPort from 'get-port';

/** How many ports are tried from the wanted one on. */
const TRIES = 20;

/** The wanted port when nothing listens there, or one of the next ones; any free port without a wish. */
export async function freePort(wanted?: number): Promise<number> {
	if (wanted === undefined) return await getPort();
	const ports = Array.from({ length: TRIES }, (_, index) => wanted + index);
	return await getPort({ port: ports.filter((port) => port <= 65_535) });
}
