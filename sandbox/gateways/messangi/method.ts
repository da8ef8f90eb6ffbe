import type { Answer, Archive, ReceivedRequest } from '../../server/gateway';
import type { ListOptions } from './listing';

/** The values of one call, as they stand in the URL and as what they mean. */
export interface Values {
	raw(name: string): string;
	/** Null where the value cannot be decoded. */
	text(name: string): string | null;
}

/** What a method has at hand besides its values. */
export interface Surroundings {
	readonly request: ReceivedRequest;
	readonly archive: Archive;
	readonly lists: ListOptions;
	readonly nextId: () => string;
	readonly nextPin: (length: number) => string;
}

/** One method of the API: how its URL is built and what it does. */
export interface Method {
	/** The path behind `/rest/api/`, before the parameters. */
	readonly name: string;
	readonly verb: 'GET' | 'POST';
	readonly parameters: readonly string[];
	/** A last parameter that may be missing. */
	readonly optional?: string;
	readonly base64: readonly string[];
	/** What the reply's `<input>` says, which is not always the method's name. */
	readonly input: string;
	run(values: Values, surroundings: Surroundings): Answer;
	/** The reply in which a message has this status; without it a refusal is the whole call's. */
	answerStatus?(status: string, values: Values, id: string): Answer;
}
