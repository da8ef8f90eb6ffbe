// `npm run packages`: the main package and those with a single service, ready to be published.
import { cleanUpOnSignals } from '../cleanup';
import { buildPackages } from '../steps';
import { reportFailure } from '../tool';

cleanUpOnSignals(() => undefined);
buildPackages().catch(reportFailure);
