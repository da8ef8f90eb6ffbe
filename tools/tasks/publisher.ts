// `npm run publisher`: updates all files with values from publisher.json.
// `-- --check` checks whether packages may be published with it, and writes nothing.
import { checkPublisher, writePublisher } from '../release/publisher';
import { reportFailure } from '../tool';

try {
	if (process.argv[2] === '--check') {
		checkPublisher();
		console.log('publisher.json is complete.');
	} else {
		const changed = writePublisher();
		console.log(changed.length === 0 ? 'All files are up to date.' : changed.join('\n'));
	}
} catch (error) {
	reportFailure(error);
}
