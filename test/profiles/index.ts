import { GATEWAYS as ENTRIES, type GatewayName } from '../../gateways/registry';
import type { Profile } from './profile';

/** The names of the gateways, for tables. */
export const GATEWAYS: readonly GatewayName[] = ENTRIES.map(({ name }) => name);

/** The gateways as the suites know them, by the files of this folder; suites run over them and name none. */
export const PROFILES = Object.fromEntries(
	GATEWAYS.map((name) => {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- a file for each gateway
		const file = require(`./${name}`) as Partial<Record<GatewayName, Profile>>;
		const profile = file[name];
		if (profile === undefined) throw new Error(`test/profiles/${name}.ts exports no ${name}`);
		return [name, profile];
	}),
) as { readonly [Name in GatewayName]: Profile<Name> };

/** The profiles, for tables. */
export const ALL_PROFILES: readonly Profile[] = GATEWAYS.map((name) => PROFILES[name]);
