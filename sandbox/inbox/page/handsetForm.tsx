import { useSignal } from '@preact/signals';

import type { GatewayName } from '../../gateways/names';
import { sendAsHandset } from './actions';
import { addressOf, gatewayOf, gateways } from './state';

/** What phones send to end texts, to get them again and to get help, in US and Latin American use. */
const KEYWORDS = [
	['en', ['STOP', 'START', 'HELP']],
	['es', ['ALTO', 'BAJA', 'INICIO', 'AYUDA']],
] as const;

/** A message from a phone that has no conversation yet. */
export function HandsetForm({ onDone }: { onDone: () => void }) {
	const gateway = useSignal(gateways.value[0]?.name);
	const from = useSignal('');
	const to = useSignal('');
	const text = useSignal('');
	const submit = async (event: Event): Promise<void> => {
		event.preventDefault();
		if (gateway.value === undefined) return;
		const number = from.value.replace(/\D/g, '');
		const message = { gateway: gateway.value, from: number, to: to.value.trim(), text: text.value };
		if (await sendAsHandset(message)) location.hash = addressOf(number);
		onDone();
	};
	return (
		<form class="fields" onSubmit={(event) => void submit(event)}>
			<label>
				From (the phone)
				<input
					type="tel"
					required
					pattern="[+\d][\d \(\).\-]{6,}"
					title="Number with country code"
					placeholder="e.g. +1 305 670 8084"
					value={from.value}
					onInput={({ currentTarget }) => (from.value = currentTarget.value)}
				/>
			</label>
			<label>
				To (your short code or number)
				<input
					required
					placeholder="e.g. 87767"
					value={to.value}
					onInput={({ currentTarget }) => (to.value = currentTarget.value)}
				/>
			</label>
			<label>
				Gateway
				<select
					value={gateway.value}
					onChange={({ currentTarget }) => (gateway.value = currentTarget.value as GatewayName)}
				>
					{gateways.value.map(({ name, displayName }) => (
						<option value={name}>{displayName}</option>
					))}
				</select>
			</label>
			<p class="hint" role="status">
				{gateway.value === undefined ? '' : gatewayOf(gateway.value)?.handsetHint}
			</p>
			<div class="chips" role="group" aria-label="Keywords">
				{KEYWORDS.map(([language, words]) => (
					<p key={language} lang={language}>
						{words.map((word) => (
							<button key={word} type="button" onClick={() => (text.value = word)}>
								{word}
							</button>
						))}
					</p>
				))}
			</div>
			<label>
				Message
				<textarea
					required
					rows={3}
					placeholder="e.g. STOP"
					value={text.value}
					onInput={({ currentTarget }) => (text.value = currentTarget.value)}
				/>
			</label>
			<div class="buttons">
				<button type="button" onClick={onDone}>
					Cancel
				</button>
				<button type="submit" class="primary">
					Send as phone
				</button>
			</div>
		</form>
	);
}
