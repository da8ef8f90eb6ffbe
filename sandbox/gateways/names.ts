/** The gateways' names in the API; on its own, because the page in the browser needs no more than that. */
export type GatewayName = 'messangi' | 'mGage' | 'messageCentral';
