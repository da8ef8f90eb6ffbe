import type { Resource } from '../../../../runtime/operation';
import { fire } from './fire';

export const incomingMessage: Resource = {
	name: 'Incoming Message',
	description: 'A text that a handset sends',
	operations: { fire },
	usual: 'fire',
};
