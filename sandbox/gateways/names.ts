import type { GATEWAYS } from './registry';

/** The gateways' names in the API. A file of its own, because the browser page needs nothing else. */
export type GatewayName = keyof typeof GATEWAYS;
