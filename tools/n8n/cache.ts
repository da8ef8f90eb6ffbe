import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

function baseFolder(): string {
	if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
	if (process.platform === 'win32' && process.env.LOCALAPPDATA) return process.env.LOCALAPPDATA;
	return join(homedir(), '.cache');
}

/** The folder where n8n is kept between runs; `SMS_GATEWAYS_CACHE` overrides it. */
export function cacheFolder(): string {
	return resolve(process.env.SMS_GATEWAYS_CACHE ?? baseFolder(), 'n8n-nodes-sms-gateways');
}
