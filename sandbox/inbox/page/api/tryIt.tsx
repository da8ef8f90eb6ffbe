import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';

import type { Call, Media } from './document';
import { curlOf, filled, send, type Answer } from './send';

/** A form that sends the call and shows the answer. */
export function TryIt({ call }: { call: Call }) {
	const { method, path, operation } = call;
	const media = operation.requestBody?.content['application/json'];
	const parameters = operation.parameters ?? [];
	const values = useSignal<Readonly<Record<string, string>>>(
		Object.fromEntries(parameters.map(({ name, example }) => [name, example ?? ''])),
	);
	const body = useSignal(firstExample(media));
	const answer = useSignal<Answer | undefined>(undefined);
	const problem = useSignal('');
	const running = useRef<AbortController | undefined>(undefined);
	useEffect(() => () => running.current?.abort(), []);
	const bodyToSend = media === undefined ? undefined : body.value;
	const target = filled(path, values.value);
	const isRunning = answer.value?.isDone === false;

	const submit = async (event: Event): Promise<void> => {
		event.preventDefault();
		running.current?.abort();
		const controller = new AbortController();
		running.current = controller;
		problem.value = '';
		try {
			await send(method, target, bodyToSend, controller.signal, (now) => {
				if (running.current === controller) answer.value = now;
			});
		} catch (error) {
			if (controller.signal.aborted) return;
			answer.value = undefined;
			problem.value = `The sandbox does not respond. Is it still running? (${String(error)})`;
		}
	};

	return (
		<form class="try" onSubmit={(event) => void submit(event)}>
			{parameters.map(({ name, description, schema }) => (
				<label key={name}>
					<span>
						<code>{name}</code> {description}
					</span>
					{schema?.enum === undefined ? (
						<input
							required
							value={values.value[name]}
							onInput={({ currentTarget }) =>
								(values.value = { ...values.value, [name]: currentTarget.value })
							}
						/>
					) : (
						<select
							value={values.value[name]}
							onChange={({ currentTarget }) =>
								(values.value = { ...values.value, [name]: currentTarget.value })
							}
						>
							{schema.enum.map((each) => (
								<option value={String(each)}>{String(each)}</option>
							))}
						</select>
					)}
				</label>
			))}
			{media !== undefined && <Body media={media} body={body} />}
			<div class="buttons">
				<button type="submit" class="primary" aria-label={`Send ${method} ${path}`}>
					Send
				</button>
				{isRunning && (
					<button type="button" onClick={() => running.current?.abort()}>
						Stop
					</button>
				)}
			</div>
			<pre class="curl" tabIndex={0} aria-label="The same call with curl">
				{curlOf(method, location.origin + target, bodyToSend)}
			</pre>
			<div role="status">
				{problem.value !== '' && <p class="status bad">{problem.value}</p>}
				{answer.value !== undefined && (
					<p class={answer.value.isOk ? 'status good' : 'status bad'}>
						HTTP {answer.value.status}
						{isRunning && ' …'}
					</p>
				)}
			</div>
			{answer.value !== undefined && (
				<pre class="answer" tabIndex={0} aria-label="Answer">
					{answer.value.text}
				</pre>
			)}
		</form>
	);
}

/** The JSON of a call, and examples to begin with. */
function Body({ media, body }: { media: Media; body: { value: string } }) {
	const examples = Object.entries(media.examples ?? {});
	const id = useId();
	return (
		<>
			{examples.length > 1 && (
				<label>
					Example
					<select
						onChange={({ currentTarget }) =>
							(body.value = json(media.examples?.[currentTarget.value]?.value))
						}
					>
						{examples.map(([name, { summary = name }]) => (
							<option value={name}>{summary}</option>
						))}
					</select>
				</label>
			)}
			<label for={id}>JSON</label>
			<textarea
				id={id}
				spellcheck={false}
				rows={Math.min(16, body.value.split('\n').length + 1)}
				value={body.value}
				onInput={({ currentTarget }) => (body.value = currentTarget.value)}
			/>
		</>
	);
}

function firstExample(media: Media | undefined): string {
	const [first] = Object.values(media?.examples ?? {});
	return first === undefined ? '{}' : json(first.value);
}

function json(value: unknown): string {
	return JSON.stringify(value, undefined, 2);
}
