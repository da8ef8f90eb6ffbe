import { useSignal } from '@preact/signals';

import type { GatewayName } from '../../gateways/names';
import type { Entry } from '../protocol';
import { sendAsHandset } from './actions';
import { gatewayOf, gateways } from './state';
import { nameOf } from './words';

/** Replies as the phone, by default to the sender of the last message. */
export function Composer({ number, entries }: { number: string; entries: readonly Entry[] }) {
	const text = useSignal('');
	const chosenTo = useSignal<string | undefined>(undefined);
	const chosenGateway = useSignal<GatewayName | undefined>(undefined);
	const last = entries.findLast(({ kind }) => kind !== 'call') ?? entries.at(-1);
	const gateway = chosenGateway.value ?? last?.gateway ?? gateways.value[0]?.name;
	const to = chosenTo.value ?? last?.other ?? '';
	const send = async (): Promise<void> => {
		if (text.value.trim() === '' || gateway === undefined) return;
		if (await sendAsHandset({ gateway, from: number, to, text: text.value })) text.value = '';
	};
	return (
		<form
			class="composer"
			onSubmit={(event) => {
				event.preventDefault();
				void send();
			}}
		>
			<div class="route">
				<label>
					To
					<input
						required
						value={to}
						onInput={({ currentTarget }) => (chosenTo.value = currentTarget.value)}
					/>
				</label>
				<label>
					via
					<select
						value={gateway}
						onChange={({ currentTarget }) =>
							(chosenGateway.value = currentTarget.value as GatewayName)
						}
					>
						{gateways.value.map(({ name, displayName }) => (
							<option value={name}>{displayName}</option>
						))}
					</select>
				</label>
			</div>
			<p class="hint" role="status">
				{gateway === undefined ? '' : gatewayOf(gateway)?.handsetHint}
			</p>
			<div class="write">
				<textarea
					id="reply"
					rows={1}
					aria-label={`Reply as ${nameOf(number)}`}
					placeholder={`Reply as ${nameOf(number)}`}
					value={text.value}
					onInput={({ currentTarget }) => (text.value = currentTarget.value)}
					onKeyDown={(event) => {
						if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
						event.preventDefault();
						void send();
					}}
				/>
				<button type="submit" class="primary">
					Send
				</button>
			</div>
		</form>
	);
}
