import type { Caller } from './caller';
import { messageCentral } from './messageCentral';
import { messangi } from './messangi';
import { mGage } from './mGage';

/**
 * The gateways that the trigger knows; the first is what it begins with. The package of one gateway
 * has this file with that one in it (`tools/release/packages/`).
 */
export const callers: readonly Caller[] = [messageCentral, messangi, mGage];
