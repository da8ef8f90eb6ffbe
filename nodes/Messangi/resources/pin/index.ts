import type { Resource } from '../../../../runtime/operation';
import { send } from './send';

export const pin: Resource = {
	name: 'PIN',
	description: 'A code that Messangi generates and sends',
	operations: { send },
	usual: 'send',
};
