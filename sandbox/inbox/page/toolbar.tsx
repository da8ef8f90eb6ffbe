import { clearAll, clearFaults } from './actions';
import { CallbackPanel } from './callbacks';
import { Connect } from './connect';
import { Dialog } from './dialog';
import { FaultForm } from './faultForm';
import { HandsetForm } from './handsetForm';
import { KeyList } from './keys';
import { canNotify, notifies, toggleNotifications } from './notifications';
import { connection, faults, panel, problem } from './state';
import { count } from './words';

const CONNECTIONS = { connecting: 'Connecting', live: 'Live', lost: 'Connection lost' };

/** Actions on the whole sandbox. */
export function Toolbar() {
	const close = (): void => {
		panel.value = undefined;
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
				<button type="button" onClick={() => (panel.value = 'message')}>
					New from phone…
				</button>
				<button type="button" onClick={() => (panel.value = 'fault')}>
					Fail next call…
				</button>
				<button
					type="button"
					onClick={() => {
						problem.value = '';
						panel.value = 'callbacks';
					}}
				>
					Callbacks…
				</button>
				<button type="button" onClick={() => (panel.value = 'connect')}>
					Connect…
				</button>
				<a class="button" href="/control/export" download="sandbox.json">
					Export
				</a>
				<a class="button" href="/api">
					API
				</a>
				<button type="button" onClick={() => (panel.value = 'clear')}>
					Clear…
				</button>
				{canNotify && (
					<button
						type="button"
						aria-pressed={notifies.value}
						onClick={() => void toggleNotifications().then((why) => (problem.value = why))}
					>
						Notify
					</button>
				)}
				<button type="button" aria-label="Keys" onClick={() => (panel.value = 'keys')}>
					?
				</button>
			</div>
			{panel.value === 'message' && (
				<Dialog title="New message from a phone" onClose={close}>
					<HandsetForm onDone={close} />
				</Dialog>
			)}
			{panel.value === 'fault' && (
				<Dialog title="Make the next call fail" onClose={close}>
					<FaultForm onDone={close} />
				</Dialog>
			)}
			{panel.value === 'callbacks' && (
				<Dialog title="Callbacks" isWide onClose={close}>
					<CallbackPanel />
				</Dialog>
			)}
			{panel.value === 'connect' && (
				<Dialog title="Connect" isWide onClose={close}>
					<Connect />
				</Dialog>
			)}
			{panel.value === 'keys' && (
				<Dialog title="Keys" onClose={close}>
					<KeyList />
				</Dialog>
			)}
			{panel.value === 'clear' && (
				<Dialog title="Clear everything?" onClose={close}>
					<p>
						The sandbox forgets all messages, calls and waiting faults, and the tokens and codes
						that it issued. The callback URLs stay.
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
