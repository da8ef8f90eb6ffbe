import fastify from 'fastify';

/** A web service that stands for a CRM: a row for each text. */
export interface Crm {
	url: string;
	/** What a caller needs in the header `x-crm-key`. */
	key: string;
	/** By the row's own id. */
	rows: Map<string, Record<string, unknown>>;
	/** How often somebody asked for a message that no row has. */
	missed: number;
	/** Happens before the first row with a message id is written. */
	beforeRow: ((messageId: string) => Promise<void>) | undefined;
	close(): Promise<void>;
}

/** Starts one on a free port. */
export async function startCrm(): Promise<Crm> {
	const app = fastify({ forceCloseConnections: true });
	const crm: Crm = {
		url: '',
		key: 'key-of-the-crm-31fe',
		rows: new Map(),
		missed: 0,
		beforeRow: undefined,
		close: () => app.close(),
	};
	app.addHook('onRequest', async (request, reply) => {
		if (request.headers['x-crm-key'] !== crm.key) await reply.code(401).send();
	});
	app.patch<{ Params: { id: string }; Body: { messageId: string | null } }>(
		'/api/texts/:id',
		async (request) => {
			const { beforeRow } = crm;
			const { messageId } = request.body;
			if (messageId !== null) {
				crm.beforeRow = undefined;
				await beforeRow?.(messageId);
			}
			crm.rows.set(request.params.id, { ...crm.rows.get(request.params.id), ...request.body });
			return {};
		},
	);
	app.patch<{ Params: { messageId: string }; Body: object }>(
		'/api/texts/by-message/:messageId',
		async (request, reply) => {
			const { messageId } = request.params;
			const row = [...crm.rows.values()].find((each) => each.messageId === messageId);
			if (row === undefined) {
				crm.missed++;
				return await reply.code(404).send();
			}
			Object.assign(row, request.body);
			return {};
		},
	);
	crm.url = await app.listen({ port: 0, host: '127.0.0.1' });
	return crm;
}
