import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

function baseFolder(): string {
	if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
	if (process.platform === 'win32' && process.env.LOCALAPPDATA) return process.env.LOCALAPPDATA;
	return join(homedir(), '.cache');
}

/** Where n8n is kept between runs; `SMS_GATEWAYS_CACHE` puts it elsewhere. */
export function cacheFolder(): string {
	return resolve(process.env.SMS_GATEWAYS_CACHE ?? baseFolder(), 'n8n-nodes-sms-gateways');
}
