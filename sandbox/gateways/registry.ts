import type { GatewayName } from './names';
import { messageCentral } from './messageCentral/entry';
import { messangi } from './messangi/entry';
import { mGage } from './mGage/entry';

/** The gateways that the sandbox stands in for, by their names in its API. */
export const GATEWAYS = { messangi, mGage, messageCentral };

export const GATEWAY_NAMES = Object.keys(GATEWAYS) as GatewayName[];

type Entry = (typeof GATEWAYS)[GatewayName];

/** All of several types at once. */
type All<Each> = (Each extends unknown ? (each: Each) => void : never) extends (
	each: infer Whole,
) => void
	? Whole
	: never;

/** What the gateways add to the options of a sandbox. */
export type GatewayOptions = All<ReturnType<Entry['options']>>;

/** What the gateways add to a sandbox. */
export type GatewayMethods = All<ReturnType<Entry['methods']>>;
