import { GATEWAYS } from '../profiles';
import { describeMatrix } from './matrix';

describe.each(GATEWAYS)('%s', (gateway) => {
	describeMatrix(gateway);
});
