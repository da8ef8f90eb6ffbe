/** Most characters of an answer that are shown: an export can be 200 MB. */
const MOST = 200_000;

/** An answer, as far as it has arrived. */
export interface Answer {
	/** E.g. `200 OK`. */
	readonly status: string;
	readonly isOk: boolean;
	readonly text: string;
	readonly isDone: boolean;
}

/** Sends a call and reports its answer as it arrives. Some answers only end when `signal` aborts. */
export async function send(
	method: string,
	path: string,
	body: string | undefined,
	signal: AbortSignal,
	tell: (answer: Answer) => void,
): Promise<void> {
	const response = await fetch(path, { method, signal, ...(body === undefined ? {} : { body }) });
	const status = `${response.status} ${response.statusText}`.trim();
	const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
	let text = '';
	const now = (isDone: boolean): Answer => ({ status, isOk: response.ok, text, isDone });
	tell(now(false));
	try {
		for (;;) {
			const { value = '', done = true } = (await reader?.read()) ?? {};
			text += value;
			if (done) break;
			if (text.length > MOST) {
				text = `${text.slice(0, MOST)}\n… and more`;
				await reader?.cancel();
				break;
			}
			tell(now(false));
		}
	} catch (error) {
		if (!signal.aborted) throw error;
	}
	tell(now(true));
}

/** The path with its parameters filled in. */
export function filled(path: string, values: Readonly<Record<string, string>>): string {
	return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

/** The same call for a terminal. */
export function curlOf(method: string, url: string, body?: string): string {
	const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
	const verb = method === 'GET' ? '' : `-X ${method} `;
	return `curl ${verb}${quoted(url)}${body === undefined ? '' : ` -d ${quoted(body)}`}`;
}
