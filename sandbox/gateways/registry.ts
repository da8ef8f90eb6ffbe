import type { GatewayName } from './names';
import { messageCentral } from './messageCentral/entry';
import { messangi } from './messangi/entry';
import { messangiElastic } from './messangiElastic/entry';
import { mGage } from './mGage/entry';

/** The simulated gateways, by their names in the API. */
export const GATEWAYS = { messangi, mGage, messageCentral, messangiElastic };

export const GATEWAY_NAMES = Object.keys(GATEWAYS) as GatewayName[];

type Entry = (typeof GATEWAYS)[GatewayName];

/** The intersection of several types. */
type All<Each> = (Each extends unknown ? (each: Each) => void : never) extends (
	each: infer Whole,
) => void
	? Whole
	: never;

/** The options that the gateways add to a sandbox. */
export type GatewayOptions = All<ReturnType<Entry['options']>>;

/** The methods that the gateways add to a sandbox. */
export type GatewayMethods = All<ReturnType<Entry['methods']>>;
