import type { Entry } from '../protocol';
import { gatewayOf, panel, targets } from './state';
import { callbackWords } from './words';

/** What became of the callbacks about a message; `ifNone`: also if there were none. */
export function CallbackNote({ entry, ifNone }: { entry: Entry; ifNone: boolean }) {
	const { kind, gateway, callback } = entry;
	if (callback !== undefined) {
		const { words, isBad } = callbackWords(callback);
		return <span class={isBad ? 'bad' : ''}>{words}</span>;
	}
	if (!ifNone || kind === 'call') return null;
	if (targets.value[gateway] !== undefined) return <span>Not posted</span>;
	if (kind === 'received' && gatewayOf(gateway)?.handsetHint !== undefined) return null;
	return (
		<span>
			No callback is set:{' '}
			<button type="button" class="more" onClick={() => (panel.value = 'callbacks')}>
				set one
			</button>
		</span>
	);
}
