import type { IExecuteFunctions } from 'n8n-workflow';
import { rejectedReply, type FailedReply } from '../../gateways/reply';
import type { ItemParameters } from '../input/parameters';
import { continuesOnFailure } from '../input/tool';
import type { BulkOperation, SendOperation } from '../operation';
import { stopsRun, type Settled } from '../output/outcome';
import {
	stopAfterBulk,
	stopAfterFailure,
	stopAtQuestion,
	stopBeforeBulk,
	stopBeforeSending,
} from '../output/stops';
import type { Planned } from '../plan/planned';

/**
 * What a failed message means for the others in its run.
 *
 * | the node  | on an error | a message that cannot be sent | a failure while sending            |
 * | --------- | ----------- | ----------------------------- | ---------------------------------- |
 * | Send      | stops       | stops before anything is sent | stops; running requests finish     |
 * | Send Bulk | stops       | the same, unless rows may be skipped | stops only if nothing was accepted |
 * | Send      | continues   | is an outcome                 | is an outcome                      |
 * | Send Bulk | continues   | holds all back, unless rows may be skipped | is an outcome         |
 *
 * A failure caused by the node's probing for the best concurrency stops nothing. A refused account ends
 * every run.
 */
export class FailurePolicy {
	private readonly stops: 'atFirst' | 'whereNothingWasAccepted' | 'never';

	/** Whether one invalid recipient holds back all others. */
	private readonly isAllOrNone: boolean;

	/** @param first the parameters of the run */
	constructor(
		private readonly context: IExecuteFunctions,
		operation: SendOperation | BulkOperation,
		first: ItemParameters,
	) {
		const isBulk = operation.kind === 'bulk';
		this.isAllOrNone = isBulk && first.text('invalidRecipients') !== 'skip';
		if (continuesOnFailure(context)) this.stops = 'never';
		else this.stops = isBulk ? 'whereNothingWasAccepted' : 'atFirst';
	}

	/**
	 * Stops a run in which something cannot be sent.
	 *
	 * @throws NodeOperationError
	 */
	stopBeforeSending(messages: Planned[]): void {
		if (this.stops === 'never') return;
		stopAtQuestion(this.context, messages);
		if (this.stops === 'atFirst') stopBeforeSending(this.context, messages);
		else if (this.isAllOrNone) stopBeforeBulk(this.context, messages);
	}

	/** Why nothing is sent although the run continues; null if nothing prevents it. */
	heldBack(messages: readonly Planned[]): FailedReply | null {
		if (!this.isAllOrNone || messages.every(({ refusal }) => refusal === null)) return null;
		return rejectedReply({
			code: 'HELD_BACK',
			message: 'Nothing was sent, because other recipients are invalid',
			hint: 'Fix those, or set "Invalid Recipients" to "Skip Invalid Rows", then run again.',
		});
	}

	/** Whether an outcome means that no further request is sent. */
	endsRun(outcome: Settled): boolean {
		return this.stops === 'atFirst' && stopsRun(outcome);
	}

	/**
	 * Stops a run that failed, and reports what was sent before.
	 *
	 * @param sent the outcomes of the messages that were tried, by place
	 * @param settled the outcomes of all
	 * @throws NodeApiError
	 */
	stopAfterSending(
		messages: Planned[],
		sent: Array<Settled | undefined>,
		settled: Settled[],
	): void {
		if (this.stops === 'atFirst') stopAfterFailure(this.context, messages, sent);
		if (this.stops === 'whereNothingWasAccepted') stopAfterBulk(this.context, messages, settled);
	}
}
