import type { Answer, Archive, ReceivedRequest } from '../../server/gateway';
import type { ListOptions } from './listing';

/** The values of one call, as in the URL and decoded. */
export interface Values {
	raw(name: string): string;
	/** Null if the value cannot be decoded. */
	text(name: string): string | null;
}

/** What a method needs besides its values. */
export interface Surroundings {
	readonly request: ReceivedRequest;
	readonly archive: Archive;
	readonly lists: ListOptions;
	/** How long it takes until a message is in the report, in milliseconds. */
	readonly reportDelay: number;
	readonly nextId: () => string;
	readonly nextPin: (length: number) => string;
}

/** One method of the API: the format of its URL and its handler. */
export interface Method {
	/** The path after `/rest/api/`, before the parameters. */
	readonly name: string;
	readonly verb: 'GET' | 'POST';
	readonly parameters: readonly string[];
	/** An optional last parameter. */
	readonly optional?: string;
	readonly base64: readonly string[];
	/** The reply's `<input>`, which is not always the method's name. */
	readonly input: string;
	run(values: Values, surroundings: Surroundings): Answer;
	/** The reply in which a message has this status. Absent: the whole call is refused. */
	answerStatus?(status: string, values: Values, id: string): Answer;
}
