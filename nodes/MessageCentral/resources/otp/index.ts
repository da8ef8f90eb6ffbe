import type { Resource } from '../../../../runtime/operation';
import { send } from './send';
import { verify } from './verify';

export const otp: Resource = {
	name: 'OTP',
	description: 'A one-time password and its check',
	operations: { send, verify },
	usual: 'send',
};
