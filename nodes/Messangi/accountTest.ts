import { MessangiApi } from '../../credentials/MessangiApi.credentials';
import { probe } from '../../gateways/messangi/request';
import { readProbe } from '../../gateways/messangi/response';
import { credentialTest } from '../runtime/credentialTest';

/** Tests a Messangi account by a call that sends nothing. */
export const messangiApiTest = credentialTest(async (credentials, ask) => {
	const { method, path } = probe();
	return readProbe(
		await ask(await new MessangiApi().authenticate(credentials, { method, url: path })),
	);
});
