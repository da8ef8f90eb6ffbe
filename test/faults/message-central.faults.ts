import { describeMatrix } from './matrix';

describeMatrix('messageCentral');
