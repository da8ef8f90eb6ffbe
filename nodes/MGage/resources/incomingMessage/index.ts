import type { Resource } from '../../../../runtime/operation';
import { fire } from './fire';
import { getMany } from './getMany';

export const incomingMessage: Resource = {
	name: 'Incoming Message',
	description: 'A text sent from a phone',
	operations: { fire, getMany },
	usual: 'fire',
};
