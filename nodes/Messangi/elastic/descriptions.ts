import type { INodeProperties } from 'n8n-workflow';
import { fromField } from '../../shared/descriptions/message';

/** Who the message comes from; the newer platform has senders of letters, too. */
export const senderField: INodeProperties = {
	...fromField,
	description:
		'The short code, long code or name to send from. Messangi must have activated it for your account and for the recipient’s country.',
};
