import { Connect } from './connect';
import { isNarrow } from './narrow';
import { hello, isReady } from './state';

/** Shown while no conversation is open. */
export function Empty({ hasSome }: { hasSome: boolean }) {
	if (hello.value === undefined || !isReady.value) return <p class="empty">Connecting …</p>;
	if (hasSome) return <p class="empty">Choose a conversation.</p>;
	return (
		<div class="empty">
			<h2>No messages yet</h2>
			<p>
				The sandbox simulates the SMS gateways below. Point your software at one of these URLs, and
				the messages that it sends show up here. Nothing leaves this machine, except calls to the
				callback URLs that you register.
			</p>
			{!isNarrow() && <Connect />}
		</div>
	);
}
