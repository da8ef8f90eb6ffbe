import type { Resource } from '../../../../runtime/operation';
import { send } from './send';
import { verify } from './verify';

export const otp: Resource = {
	name: 'OTP',
	description: 'Send and verify one-time passwords',
	operations: { send, verify },
	usual: 'send',
};
