import { useSignal } from '@preact/signals';

import type { CallbackSecret } from '../../callbacks/target';
import type { ShownGateway } from '../protocol';
import { setCallback } from './actions';

/** The methods of n8n's credential, with its names. */
const METHODS: Readonly<Record<CallbackSecret['in'], string>> = {
	query: 'Query Parameter',
	header: 'Header',
	basic: 'Basic Auth',
};

/** Sets where a gateway posts. */
export function CallbackForm(props: { gateway: ShownGateway; onDone: () => void }) {
	const { name, displayName } = props.gateway;
	const url = useSignal('');
	const method = useSignal<CallbackSecret['in'] | ''>('query');
	const label = useSignal('secret');
	const value = useSignal('');
	const submit = async (event: Event): Promise<void> => {
		event.preventDefault();
		const secret = secretOf(method.value, label.value, value.value);
		const target = { url: url.value.trim(), ...(secret === undefined ? {} : { secret }) };
		if (await setCallback(name, target)) props.onDone();
	};
	return (
		<form
			class="fields"
			aria-label={`Callback of ${displayName}`}
			onSubmit={(event) => void submit(event)}
		>
			<label>
				URL
				<input
					type="url"
					required
					pattern="https?://.+"
					placeholder="e.g. http://localhost:5678/webhook/…/callback"
					value={url.value}
					onInput={({ currentTarget }) => (url.value = currentTarget.value)}
				/>
			</label>
			<label>
				Method
				<select
					value={method.value}
					onChange={({ currentTarget }) =>
						(method.value = currentTarget.value as CallbackSecret['in'] | '')
					}
				>
					{Object.entries(METHODS).map(([each, words]) => (
						<option value={each}>{words}</option>
					))}
					<option value="">No secret</option>
				</select>
			</label>
			{method.value !== '' && (
				<>
					<label>
						{method.value === 'basic' ? 'Username' : 'Name'}
						<input
							required
							value={label.value}
							onInput={({ currentTarget }) => (label.value = currentTarget.value)}
						/>
					</label>
					<label>
						{method.value === 'basic' ? 'Password' : 'Secret'}
						<input
							type="password"
							autocomplete="off"
							required
							value={value.value}
							onInput={({ currentTarget }) => (value.value = currentTarget.value)}
						/>
					</label>
				</>
			)}
			<div class="buttons">
				<button type="button" onClick={props.onDone}>
					Cancel
				</button>
				<button type="submit" class="primary">
					Save
				</button>
			</div>
		</form>
	);
}

function secretOf(
	method: CallbackSecret['in'] | '',
	name: string,
	value: string,
): CallbackSecret | undefined {
	if (method === '') return undefined;
	return method === 'basic'
		? { in: 'basic', username: name, password: value }
		: { in: method, name, value };
}
