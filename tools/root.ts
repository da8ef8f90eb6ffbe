import { join } from 'node:path';

/** The folder of the checkout. */
export const ROOT = join(__dirname, '..');

/** The name of its package. */
export const PACKAGE_NAME = 'n8n-nodes-sms-gateways';
