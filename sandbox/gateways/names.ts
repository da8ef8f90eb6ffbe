import type { GATEWAYS } from './registry';

/** The gateways' names in the API; on its own, because the page in the browser needs no more than that. */
export type GatewayName = keyof typeof GATEWAYS;
