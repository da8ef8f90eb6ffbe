import type { Entry } from '../protocol';
import { millisecondsLeft } from './state';

/** How long the one-time password of a message is valid, counted down. */
export function CodeNote({ entry }: { entry: Entry }) {
	const { codeEnd, lifetime } = entry;
	if (lifetime === undefined) return null;
	if (codeEnd === 'verified') return <span class="badge delivered">code verified</span>;
	const seconds = codeEnd === undefined ? Math.ceil(millisecondsLeft(entry) / 1000) : 0;
	if (seconds <= 0) return <span class="badge expired">code expired</span>;
	const rest = String(seconds % 60).padStart(2, '0');
	return (
		<span class="badge" role="timer">
			code valid for {Math.floor(seconds / 60)}:{rest}
		</span>
	);
}
