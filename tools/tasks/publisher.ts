// `npm run publisher`: writes what publisher.json says to every place where it stands.
// `-- --check` says whether packages may be published with it, and writes nothing.
import { checkPublisher, writePublisher } from '../release/publisher';
import { reportFailure } from '../tool';

try {
	if (process.argv[2] === '--check') {
		checkPublisher();
		console.log('publisher.json names who publishes.');
	} else {
		const changed = writePublisher();
		console.log(changed.length === 0 ? 'All is as publisher.json says.' : changed.join('\n'));
	}
} catch (error) {
	reportFailure(error);
}
