import { useSignal } from '@preact/signals';

import type { GatewayName } from '../../gateways/names';
import type { Fault } from '../../server/faults';
import { failNext } from './actions';
import { gatewayOf, gateways } from './state';

/** Failures that a workflow should survive. */
const FAULTS: readonly { label: string; fault: Omit<Fault, 'gateway' | 'count'> }[] = [
	{ label: 'HTTP 503, nothing is sent', fault: { status: 503 } },
	{ label: 'HTTP 500, nothing is sent', fault: { status: 500 } },
	{ label: 'HTTP 429, too many requests', fault: { status: 429, headers: { 'retry-after': '1' } } },
	{ label: 'HTTP 401, not authenticated', fault: { status: 401 } },
	{ label: 'The connection is lost, nothing is sent', fault: { cut: 'before' } },
	{ label: 'The message is sent, then the connection is lost', fault: { cut: 'after' } },
	{ label: 'The connection is lost in the middle of the reply', fault: { cut: 'middle' } },
	{ label: 'There is no answer', fault: { hang: true } },
	{ label: 'Unreadable reply, the message is sent', fault: { body: '<<<', accept: true } },
];

/** A form that makes the next calls fail. */
export function FaultForm({ onDone }: { onDone: () => void }) {
	const gateway = useSignal<GatewayName | ''>('');
	/** The place of a fault, `code <code>` or `other`. */
	const chosen = useSignal('0');
	const code = useSignal('');
	const times = useSignal(1);
	const codes = gateway.value === '' ? [] : (gatewayOf(gateway.value)?.codes ?? []);
	const submit = async (event: Event): Promise<void> => {
		event.preventDefault();
		const [, listed] = /^code (.*)$/.exec(chosen.value) ?? [];
		const given = chosen.value === 'other' ? code.value.trim() : listed;
		const what = given === undefined ? FAULTS[Number(chosen.value)]?.fault : { code: given };
		const where = gateway.value === '' ? {} : { gateway: gateway.value };
		await failNext({ ...what, ...where, count: times.value });
		onDone();
	};
	return (
		<form class="fields" onSubmit={(event) => void submit(event)}>
			<label>
				Gateway
				<select
					value={gateway.value}
					onChange={({ currentTarget }) => {
						gateway.value = currentTarget.value as GatewayName | '';
						if (chosen.value.startsWith('code ')) chosen.value = '0';
					}}
				>
					<option value="">Any</option>
					{gateways.value.map(({ name, displayName }) => (
						<option value={name}>{displayName}</option>
					))}
				</select>
			</label>
			<label>
				What happens
				<select
					value={chosen.value}
					onChange={({ currentTarget }) => (chosen.value = currentTarget.value)}
				>
					{FAULTS.map(({ label }, at) => (
						<option value={String(at)}>{label}</option>
					))}
					{codes.length > 0 && (
						<optgroup label="Codes of the gateway">
							{codes.map(({ code: listed, meaning }) => (
								<option value={`code ${listed}`}>
									{listed}: {meaning}
								</option>
							))}
						</optgroup>
					)}
					<option value="other">Another code…</option>
				</select>
			</label>
			{chosen.value === 'other' && (
				<label>
					Code
					<input
						required
						value={code.value}
						placeholder={`e.g. ${codes[0]?.code ?? '111'}`}
						onInput={({ currentTarget }) => (code.value = currentTarget.value)}
					/>
				</label>
			)}
			<label>
				How many calls
				<input
					type="number"
					min="1"
					max="1000000"
					required
					value={times.value}
					onInput={({ currentTarget }) => (times.value = currentTarget.valueAsNumber || 1)}
				/>
			</label>
			<div class="buttons">
				<button type="button" onClick={onDone}>
					Cancel
				</button>
				<button type="submit" class="primary">
					Arm
				</button>
			</div>
		</form>
	);
}
