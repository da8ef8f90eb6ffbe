import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import type { LoggedRequest } from '../../server/store';
import { requestOf } from './actions';
import { Copy } from './copy';

/** Most characters of a body that are shown; a workbook can have megabytes. */
const MOST = 20_000;

/** The request and its reply. */
export function Exchange({ id }: { id: number }) {
	const request = useSignal<LoggedRequest | undefined>(undefined);
	const problem = useSignal('');
	useEffect(() => {
		requestOf(id).then(
			(loaded) => (request.value = loaded),
			(error: unknown) => (problem.value = String(error)),
		);
	}, [id]);
	if (problem.value !== '') return <p class="refusal">{problem.value}</p>;
	if (request.value === undefined) return <p class="hint">Loading the request …</p>;
	const { method, path, headers, body, bodyBytes, reply } = request.value;
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	return (
		<>
			<Raw
				title="Request"
				text={[`${method} ${path}`, ...lines, '', shown(body, bodyBytes)].join('\n').trim()}
			/>
			{reply === undefined ? (
				<p class="hint">There was no reply.</p>
			) : (
				<Raw
					title="Reply"
					text={[
						`HTTP ${reply.status}`,
						`content-type: ${reply.contentType}`,
						'',
						shown(reply.body),
					]
						.join('\n')
						.trim()}
				/>
			)}
		</>
	);
}

function Raw({ title, text }: { title: string; text: string }) {
	return (
		<>
			<h3>
				{title} <Copy text={text} what={title} />
			</h3>
			<pre tabIndex={0} aria-label={title}>
				{text}
			</pre>
		</>
	);
}

/** @param size of the whole body, if only its start was kept */
function shown(body: string, size = body.length): string {
	// Not text.
	if (/[\u0000-\u0008\u000e-\u001f]/.test(body)) return `(${size} bytes, not text)`;
	return size > MOST ? `${body.slice(0, MOST)}\n… ${size - MOST} more` : body;
}
