import { messageCentral } from './messageCentral/entry';
import { messangi } from './messangi/entry';
import { mGage } from './mGage/entry';

/**
 * All gateways; the first is the default of SMS Gateway Trigger. In a package with a single service,
 * this file has only that one (`tools/release/packages/`).
 */
export const GATEWAYS = [messageCentral, messangi, mGage] as const;

export type GatewayName = (typeof GATEWAYS)[number]['name'];
