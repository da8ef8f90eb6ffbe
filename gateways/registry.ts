import { messageCentral } from './messageCentral/entry';
import { messangi } from './messangi/entry';
import { mGage } from './mGage/entry';

/**
 * All gateways; the first is what SMS Gateway Trigger begins with. The package with a single service
 * has this file with that one in it (`tools/release/packages/`).
 */
export const GATEWAYS = [messageCentral, messangi, mGage] as const;

export type GatewayName = (typeof GATEWAYS)[number]['name'];
