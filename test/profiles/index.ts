import type { INodeTypeDescription } from 'n8n-workflow';
import { GATEWAYS as ENTRIES } from '../../gateways/registry';
import { GATEWAY_NAMES } from '../../sandbox/gateways/registry';
import type { Profile, ProfileName } from './profile';

/** The gateways, and other platforms of them that have a profile: names for tables. */
export const GATEWAYS: readonly ProfileName[] = [
	...ENTRIES.map(({ name }) => name),
	...GATEWAY_NAMES.filter((name) => ENTRIES.every((entry) => entry.name !== name)),
];

/** The gateways as the suites know them, by the files of this folder; suites run over them and name none. */
export const PROFILES = Object.fromEntries(
	GATEWAYS.map((name) => {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- a file for each gateway
		const file = require(`./${name}.ts`) as Partial<Record<ProfileName, Profile>>;
		const profile = file[name];
		if (profile === undefined) throw new Error(`test/profiles/${name}.ts exports no ${name}`);
		return [name, profile];
	}),
) as { readonly [Name in ProfileName]: Profile<Name> };

/** The profiles, for tables. */
export const ALL_PROFILES: readonly Profile[] = GATEWAYS.map((name) => PROFILES[name]);

/** Those whose node is that of no other profile, for suites about nodes. */
export const NODE_PROFILES: readonly Profile[] = ALL_PROFILES.filter(
	({ name, gateway }) => name === gateway,
);

/** A node as it is on the platform of a profile. */
export function descriptionOf({ node, platform }: Profile): INodeTypeDescription {
	const properties = node.description.properties.filter(({ displayOptions }) => {
		const shown = displayOptions?.show?.platform;
		return shown === undefined || shown.some((each) => each === platform);
	});
	return { ...node.description, properties };
}
