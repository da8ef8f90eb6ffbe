import { MessangiElasticApi } from '../../../credentials/MessangiElasticApi.credentials';
import { messangiElasticSessions } from '../../../credentials/messangiElasticSessions';
import { probeRequest } from '../../../gateways/messangi/elastic/request';
import { deniesToken, readProbe } from '../../../gateways/messangi/elastic/response';
import { askAs, asHttpRequest, credentialTest } from '../../../http/credentialTest';

const { fetchedTokens, isFetchedSince, keptSession } = messangiElasticSessions;

/** How requests to Messangi's newer platform authenticate: with a key, which may be fetched. */
export const elasticAccount = {
	credential: 'messangiElasticApi',
	renewTokenOn: [401, 403],
	renewal: { deniesToken, keptSession, isFetchedSince },
	fetchedSecrets: fetchedTokens,
};

/** Tests an account on the newer platform: by the login itself, or by a call that sends nothing. */
export const messangiElasticApiTest = credentialTest(async (credentials, ask) => {
	if (credentials.authentication === 'password') {
		await messangiElasticSessions.fetchToken(credentials, asHttpRequest(ask));
		return null;
	}
	return readProbe(await askAs(new MessangiElasticApi(), credentials, probeRequest(), ask));
});
