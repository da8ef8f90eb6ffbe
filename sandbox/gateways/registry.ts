import type { GatewayName } from './names';
import { messageCentral } from './messageCentral/entry';
import { messangi } from './messangi/entry';
import { mGage } from './mGage/entry';

/** The gateways that the sandbox stands in for, by their names in its API. */
export const GATEWAYS = { messangi, mGage, messageCentral } satisfies Record<GatewayName, object>;

export const GATEWAY_NAMES = Object.keys(GATEWAYS) as GatewayName[];
