import { findProgram } from './programs';

const NAME = process.platform === 'win32' ? 'soffice.com' : 'soffice';

/** Where installers put it that do not put it on the path. */
const ELSEWHERE = [
	'/Applications/LibreOffice.app/Contents/MacOS/soffice',
	// On Windows `soffice.com` waits for the end and prints, `soffice.exe` does neither.
	'C:\\Program Files\\LibreOffice\\program\\soffice.com',
];

/**
 * LibreOffice for tests, as it is installed.
 *
 * @throws Error with a sentence on how to get one
 */
export function findLibreOffice(): string {
	const found = findProgram([NAME], ELSEWHERE);
	if (found !== undefined) return found;
	throw new Error(
		'These tests need LibreOffice Calc, and there is no program "soffice": install it (Debian ' +
			'and Ubuntu: apt-get install --no-install-recommends libreoffice-calc; elsewhere: ' +
			'https://www.libreoffice.org/download).',
	);
}
