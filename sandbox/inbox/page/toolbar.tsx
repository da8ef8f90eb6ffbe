import { useSignal } from '@preact/signals';

import { clearAll, clearFaults } from './actions';
import { Dialog } from './dialog';
import { FaultForm } from './faultForm';
import { HandsetForm } from './handsetForm';
import { connection, faults } from './state';
import { count } from './words';

const CONNECTIONS = { connecting: 'Connecting', live: 'Live', lost: 'Connection lost' };

/** Actions on the whole sandbox. */
export function Toolbar() {
	const open = useSignal<'message' | 'fault' | 'clear' | undefined>(undefined);
	const close = (): void => {
		open.value = undefined;
	};
	return (
		<>
			<p class={`connection ${connection.value}`}>{CONNECTIONS[connection.value]}</p>
			<div class="actions" role="group" aria-label="Sandbox">
				{faults.value > 0 && (
					<span class="chip">
						{count(faults.value, 'fault')} waiting
						<button
							type="button"
							aria-label="Remove the waiting faults"
							onClick={() => void clearFaults()}
						>
							×
						</button>
					</span>
				)}
				<button type="button" onClick={() => (open.value = 'message')}>
					New from phone…
				</button>
				<button type="button" onClick={() => (open.value = 'fault')}>
					Fail next call…
				</button>
				<a class="button" href="/control/export" download="sandbox.json">
					Export
				</a>
				<a class="button" href="/api">
					API
				</a>
				<button type="button" onClick={() => (open.value = 'clear')}>
					Clear…
				</button>
			</div>
			{open.value === 'message' && (
				<Dialog title="New message from a phone" onClose={close}>
					<HandsetForm onDone={close} />
				</Dialog>
			)}
			{open.value === 'fault' && (
				<Dialog title="Make the next call fail" onClose={close}>
					<FaultForm onDone={close} />
				</Dialog>
			)}
			{open.value === 'clear' && (
				<Dialog title="Clear everything?" onClose={close}>
					<p>
						The sandbox forgets all messages, calls and waiting faults, and the tokens and codes
						that it issued.
					</p>
					<div class="buttons">
						<button type="button" onClick={close}>
							Cancel
						</button>
						<button
							type="button"
							class="danger"
							onClick={() => {
								void clearAll().then((done) => {
									if (done) location.hash = '';
								});
								close();
							}}
						>
							Clear everything
						</button>
					</div>
				</Dialog>
			)}
		</>
	);
}
