/** A message that cannot be sent as it is: refused by us, before any request. */
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
