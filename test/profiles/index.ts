import type { GatewayName } from '../../gateways/registry';
import { messageCentral } from './messageCentral';
import { messangi } from './messangi';
import { mGage } from './mGage';
import type { Profile } from './profile';

/** The gateways as the suites know them; they run over these, and name no gateway themselves. */
export const PROFILES: { readonly [Name in GatewayName]: Profile<Name> } = {
	messangi,
	mGage,
	messageCentral,
};

/** The names of the gateways, for tables. */
export const GATEWAYS = Object.keys(PROFILES) as GatewayName[];

/** The profiles, for tables. */
export const ALL_PROFILES: readonly Profile[] = GATEWAYS.map((name) => PROFILES[name]);
