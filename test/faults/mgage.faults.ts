import { describeMatrix } from './matrix';

describeMatrix('mGage');
