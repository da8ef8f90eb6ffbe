import type { Resource } from '../../../../runtime/operation';
import { getMany } from './getMany';
import { reconcile } from './reconcile';
import { send } from './send';
import { sendAndWait } from './sendAndWait';
import { sendBulk } from './sendBulk';

export const sms: Resource = {
	name: 'SMS',
	description: 'A text sent to a phone',
	operations: { send, sendAndWait, sendBulk, getMany, reconcile },
	usual: 'send',
};
