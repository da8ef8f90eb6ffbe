import { useEffect } from 'preact/hooks';

import { panel } from './state';

/** Keys that work everywhere, unless someone is typing. */
const ACTIONS: Readonly<Record<string, () => void>> = {
	'/': () => document.getElementById('search')?.focus(),
	r: () => document.getElementById('reply')?.focus(),
	n: () => (panel.value = 'message'),
	'?': () => (panel.value = 'keys'),
};

const KEYS: readonly (readonly [keys: string, does: string])[] = [
	['/', 'Search'],
	['↓ or Enter in the search', 'Go to the conversations found'],
	['↑ ↓ Page Up Page Down Home End', 'Move in the conversations'],
	['Enter', 'Open the conversation; send the reply'],
	['Shift+Enter', 'A new line in the reply'],
	['r', 'Reply as the phone'],
	['n', 'New message from a phone'],
	['Esc', 'Empty the search; close a dialog'],
	['?', 'Show these keys'],
];

/** Listens to the keys while the page is open. */
export function useKeys(): void {
	useEffect(() => {
		const onKey = (event: KeyboardEvent): void => {
			const { key, target, ctrlKey, metaKey, altKey } = event;
			const act = ACTIONS[key];
			if (act === undefined || ctrlKey || metaKey || altKey) return;
			const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test((target as HTMLElement).tagName);
			if (isTyping || document.querySelector('dialog') !== null) return;
			event.preventDefault();
			act();
		};
		addEventListener('keydown', onKey);
		return () => {
			removeEventListener('keydown', onKey);
		};
	}, []);
}

export function KeyList() {
	return (
		<dl class="keys">
			{KEYS.map(([keys, does]) => (
				<div key={keys}>
					<dt>{keys}</dt>
					<dd>{does}</dd>
				</div>
			))}
		</dl>
	);
}
