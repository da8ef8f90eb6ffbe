/** A message that cannot be sent as it is: we refuse it before any request. */
export class Refusal extends Error {
	/**
	 * @param code a word in capitals that a workflow can test for
	 * @param message what is wrong
	 * @param hint what to do about it
	 */
	constructor(
		readonly code: string,
		message: string,
		readonly hint: string,
	) {
		super(message);
		this.name = 'Refusal';
	}
}

/**
 * The result of a task, or the refusal that it threw. Any other error is a bug of ours and is thrown on.
 */
export function attempt<Value>(task: () => Value): Value | Refusal {
	try {
		return task();
	} catch (error) {
		if (error instanceof Refusal) return error;
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error -- this folder knows no n8n
		throw error;
	}
}
