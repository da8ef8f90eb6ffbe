import { cleanUpOnSignals } from './cleanup';
import { lint } from './steps';
import { reportFailure } from './tool';

cleanUpOnSignals(() => undefined);
lint().then(() => {
	console.log('Lint and format: 0 errors, 0 warnings.');
}, reportFailure);
