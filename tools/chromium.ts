import { join } from 'node:path';
import { findProgram } from './programs';

const NAMES =
	process.platform === 'win32'
		? ['chrome.exe', 'msedge.exe']
		: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where installers put it that do not put it on the path. */
const ELSEWHERE = [
	'/snap/bin/chromium',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	...['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) =>
		join(process.env[name] ?? 'C:\\Program Files', 'Google', 'Chrome', 'Application', 'chrome.exe'),
	),
];

/**
 * The browser for tests: the one that `SMS_GATEWAYS_CHROMIUM` names, or one that is installed.
 *
 * @throws Error with a sentence on how to get one
 */
export function findChromium(): string {
	const named = process.env.SMS_GATEWAYS_CHROMIUM;
	if (named !== undefined && named !== '') {
		const found = findProgram([], [named]);
		if (found !== undefined) return found;
		throw new Error(`SMS_GATEWAYS_CHROMIUM names ${named}, and there is no such file.`);
	}
	const found = findProgram(NAMES, ELSEWHERE);
	if (found !== undefined) return found;
	throw new Error(
		'These tests need Chromium or Google Chrome, and there is none: install it (Debian and ' +
			'Ubuntu: apt-get install --no-install-recommends chromium; elsewhere: ' +
			'https://www.google.com/chrome), or name its program in SMS_GATEWAYS_CHROMIUM.',
	);
}
