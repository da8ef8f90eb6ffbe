// `npm run test:office`: LibreOffice reads what we write, and we read what it writes. Arguments go
// to Jest.
import { findProgram } from '../programs';
import { runTests } from '../test-run';

/** Where installers put it that do not put it on the path. */
const ELSEWHERE = [
	'/Applications/LibreOffice.app/Contents/MacOS/soffice',
	// On Windows `soffice.com` waits for the end and prints, `soffice.exe` does neither.
	'C:\\Program Files\\LibreOffice\\program\\soffice.com',
];

function findLibreOffice(): string {
	const name = process.platform === 'win32' ? 'soffice.com' : 'soffice';
	const found = findProgram([name], ELSEWHERE);
	if (found !== undefined) return found;
	throw new Error(
		'These tests need LibreOffice Calc, and there is no program "soffice": install it (Debian ' +
			'and Ubuntu: apt-get install --no-install-recommends libreoffice-calc; elsewhere: ' +
			'https://www.libreoffice.org/download).',
	);
}

// eslint-disable-next-line @typescript-eslint/require-await -- what throws in it is reported
void runTests(async () => ({
	label: 'Testing with LibreOffice',
	args: ['--config', 'test/office/jest.config.js', '--verbose', ...process.argv.slice(2)],
	env: { ...process.env, SMS_GATEWAYS_SOFFICE: findLibreOffice() },
}));
