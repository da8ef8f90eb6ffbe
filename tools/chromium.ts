import { join } from 'node:path';
import { findProgram } from './programs';

const NAMES =
	process.platform === 'win32'
		? ['chrome.exe', 'msedge.exe']
		: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where installers put it that do not add it to the path. */
const ELSEWHERE = [
	'/snap/bin/chromium',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	...['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) =>
		join(process.env[name] ?? 'C:\\Program Files', 'Google', 'Chrome', 'Application', 'chrome.exe'),
	),
];

/**
 * The browser for tests: the one in `SMS_GATEWAYS_CHROMIUM`, or an installed one.
 *
 * @throws Error that says how to install one
 */
export function findChromium(): string {
	const named = process.env.SMS_GATEWAYS_CHROMIUM;
	if (named !== undefined && named !== '') {
		const found = findProgram([], [named]);
		if (found !== undefined) return found;
		throw new Error(`SMS_GATEWAYS_CHROMIUM is ${named}, but that file does not exist.`);
	}
	const found = findProgram(NAMES, ELSEWHERE);
	if (found !== undefined) return found;
	throw new Error(
		'These tests need Chromium or Google Chrome, and neither was found. Install one (Debian and ' +
			'Ubuntu: apt-get install --no-install-recommends chromium; elsewhere: ' +
			'https://www.google.com/chrome), or set SMS_GATEWAYS_CHROMIUM to its program.',
	);
}
