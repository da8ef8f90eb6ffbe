import { MessangiApi } from '../../credentials/MessangiApi.credentials';
import { probeRequest } from '../../gateways/messangi/request';
import { readProbe } from '../../gateways/messangi/response';
import { askAs, credentialTest } from '../../http/credentialTest';

/** How requests to Messangi authenticate: each is signed, so there is no token to renew. */
export const messangiAccount = { credential: 'messangiApi', renewTokenOn: [] };

/** Tests a Messangi account by a call that sends nothing. */
export const messangiApiTest = credentialTest(async (credentials, ask) =>
	readProbe(await askAs(new MessangiApi(), credentials, probeRequest(), ask)),
);
