import { describeMatrix } from './matrix';

describeMatrix('messangi');
