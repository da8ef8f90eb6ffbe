import { useSignal } from '@preact/signals';

import { announcement } from './state';

/** How long a button says that it has copied, in milliseconds. */
const SHOWN_MS = 1500;

/** Copies a text. */
export function Copy({ text, what = '', name = 'Copy' }: CopyProps) {
	const isDone = useSignal(false);
	const copy = async (button: HTMLElement): Promise<void> => {
		if (!(await toClipboard(text, button))) return;
		announcement.value = 'Copied';
		isDone.value = true;
		setTimeout(() => (isDone.value = false), SHOWN_MS);
	};
	return (
		<button type="button" class="more" onClick={({ currentTarget }) => void copy(currentTarget)}>
			{isDone.value ? 'Copied' : name}
			{what !== '' && <span class="visually-hidden"> {what}</span>}
		</button>
	);
}

interface CopyProps {
	text: string;
	/** What is copied, for screen readers: there are many of these buttons. */
	what?: string;
	name?: string;
}

async function toClipboard(text: string, button: HTMLElement): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		// Browsers have a clipboard for pages over HTTP under loopback names only. The field is next to the
		// button, because nothing outside of an open dialog can be selected.
		const field = document.createElement('textarea');
		field.value = text;
		button.after(field);
		field.select();
		// eslint-disable-next-line @typescript-eslint/no-deprecated -- there is nothing else without HTTPS
		const isDone = document.execCommand('copy');
		field.remove();
		button.focus();
		return isDone;
	}
}
