/** The package as n8n knows it. */
export const PACKAGE_NAME = 'n8n-nodes-sms-gateways';

/** What n8n puts before the names of this package's node types. */
export const PACKAGE_PREFIX = `${PACKAGE_NAME}.`;
