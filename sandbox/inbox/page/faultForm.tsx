import { useSignal } from '@preact/signals';

import type { GatewayName } from '../../gateways/names';
import type { Fault } from '../../server/faults';
import { failNext } from './actions';
import { gatewayOf, gateways } from './state';

/** What people want to see their workflow survive. */
const FAULTS: readonly { label: string; fault: Omit<Fault, 'gateway' | 'count'> | 'code' }[] = [
	{ label: 'HTTP 503, nothing is taken on', fault: { status: 503 } },
	{ label: 'HTTP 500, nothing is taken on', fault: { status: 500 } },
	{ label: 'HTTP 429, too many requests', fault: { status: 429, headers: { 'retry-after': '1' } } },
	{ label: 'HTTP 401, not let in', fault: { status: 401 } },
	{ label: 'A code of the gateway …', fault: 'code' },
	{ label: 'The connection is cut, nothing is taken on', fault: { cut: 'before' } },
	{ label: 'The message is taken on, then the connection is cut', fault: { cut: 'after' } },
	{ label: 'The connection is cut in the middle of the reply', fault: { cut: 'middle' } },
	{ label: 'It is never answered', fault: { hang: true } },
	{ label: 'An unreadable reply, the message is taken on', fault: { body: '<<<', accept: true } },
];

/** Asks for a fault of the next calls. */
export function FaultForm({ onDone }: { onDone: () => void }) {
	const gateway = useSignal<GatewayName | ''>('');
	const chosen = useSignal(0);
	const code = useSignal('');
	const times = useSignal(1);
	const fault = FAULTS[chosen.value]?.fault ?? {};
	const submit = async (event: Event): Promise<void> => {
		event.preventDefault();
		const what = fault === 'code' ? { code: code.value.trim() } : fault;
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
					onChange={({ currentTarget }) =>
						(gateway.value = currentTarget.value as GatewayName | '')
					}
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
					value={String(chosen.value)}
					onChange={({ currentTarget }) => (chosen.value = Number(currentTarget.value))}
				>
					{FAULTS.map(({ label }, at) => (
						<option value={String(at)}>{label}</option>
					))}
				</select>
			</label>
			{fault === 'code' && (
				<label>
					Code
					<input
						required
						value={code.value}
						placeholder={
							gateway.value === ''
								? 'e.g. 111'
								: `e.g. ${gatewayOf(gateway.value)?.sampleCodes ?? ''}`
						}
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
					Let it fail
				</button>
			</div>
		</form>
	);
}
