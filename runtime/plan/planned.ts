import type { FailedReply } from '../../gateways/reply';
import type { LeftOut } from '../../messages/lists/consent';
import type { Understood } from '../../messages/lists/understood';
import type { MessageKey } from '../deduplication/messageKey';
import type { ItemParameters } from '../input/parameters';
import type { MessageHours } from '../input/rules';
import type { MessageFacts } from '../operation';
import type { OutsideHours } from '../output/outcome';
import type { Batch } from './batches';

/** One message of a run: ready, or refused before anything was sent. */
export interface Planned {
	item: ItemParameters;
	/** Its row in the file that it comes from, if any. */
	row: number | null;
	facts: MessageFacts;
	/** Why it cannot be sent; null when it can. */
	refusal: FailedReply | null;
	/** Whether only the user can answer what is refused: then nothing of the run is sent. */
	isQuestion: boolean;
	/** Why it is left out, by the words of its recipient or by the time of day; null when it is not. */
	leftOut: LeftOut | OutsideHours | null;
	/** When it may be sent; null if at any time. */
	hours: MessageHours | null;
	/** What a part costs; 0 if that is not known. */
	pricePerPart: number;
	/** What was understood of its file, with the first message of the file. */
	understood: Understood | null;
	preview: boolean;
	/** Null if the user set none. */
	key: MessageKey | null;
}

/** A run's messages in the order of the input, and its requests. */
export interface Plan {
	messages: Planned[];
	batches: Batch[];
}
