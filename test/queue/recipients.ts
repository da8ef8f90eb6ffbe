/** Numbers in the United States that nobody has, each once, in E.164. */
export function recipients(count: number): { to: string }[] {
	return Array.from({ length: count }, (_, index) => ({ to: `+1305555${1000 + index}` }));
}

/** A bulk send through Messangi to all items, one request each, that the sandbox accepts. */
export const BULK = {
	resource: 'sms',
	operation: 'sendBulk',
	recipientSource: 'items',
	to: '={{ $json.to }}',
	message: 'Hello',
	via: 'send',
	carrier: 'Movistar',
	from: '19893653744',
};
