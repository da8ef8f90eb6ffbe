import { cleanUpOnSignals } from '../cleanup';
import { build } from '../steps';
import { reportFailure } from '../tool';

cleanUpOnSignals(() => undefined);
build().catch(reportFailure);
