import { findProgram } from './programs';

const NAME = process.platform === 'win32' ? 'soffice.com' : 'soffice';

/** Where installers put it that do not add it to the path. */
const ELSEWHERE = [
	'/Applications/LibreOffice.app/Contents/MacOS/soffice',
	// On Windows, `soffice.com` waits for the end and prints; `soffice.exe` does neither.
	'C:\\Program Files\\LibreOffice\\program\\soffice.com',
];

/**
 * The installed LibreOffice, for tests.
 *
 * @throws Error that says how to install it
 */
export function findLibreOffice(): string {
	const found = findProgram([NAME], ELSEWHERE);
	if (found !== undefined) return found;
	throw new Error(
		'These tests need LibreOffice Calc, and the program "soffice" was not found. Install it (Debian ' +
			'and Ubuntu: apt-get install --no-install-recommends libreoffice-calc; elsewhere: ' +
			'https://www.libreoffice.org/download).',
	);
}
