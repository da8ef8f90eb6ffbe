import type { SendReply } from '../reply';
import type { ReportedMoment } from './moment';

/** A message in a gateway's report of what was sent, or one part of it. */
export interface ReportRow extends ReportedMoment {
	messageId: string | null;
	/** The recipient's number as the gateway writes it; null if it gives none. */
	to: string | null;
	from: string | null;
	/** Null if the report has no texts. */
	text: string | null;
	/** The outcome of the message by its status. */
	reply: SendReply;
}
