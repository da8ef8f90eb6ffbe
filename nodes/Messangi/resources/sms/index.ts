import type { Resource } from '../../../../runtime/operation';
import { get } from './get';
import { getMany } from './getMany';
import { reconcile } from './reconcile';
import { send } from './send';
import { sendAndWait } from './sendAndWait';
import { sendBulk } from './sendBulk';
import { sendCampaign } from './sendCampaign';

export const sms: Resource = {
	name: 'SMS',
	description: 'A text sent to a phone',
	operations: { send, sendCampaign, sendAndWait, sendBulk, get, getMany, reconcile },
	usual: 'send',
};
