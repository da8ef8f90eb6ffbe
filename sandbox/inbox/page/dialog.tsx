import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

/** A modal dialog; the browser keeps the focus in it, and Escape closes it. */
export function Dialog(props: {
	title: string;
	isWide?: boolean;
	onClose: () => void;
	children: ComponentChildren;
}) {
	const dialog = useRef<HTMLDialogElement>(null);
	const id = useId();
	useEffect(() => {
		const before = document.activeElement;
		dialog.current?.showModal();
		return () => {
			if (before instanceof HTMLElement) before.focus();
		};
	}, []);
	return (
		<dialog
			ref={dialog}
			class={props.isWide === true ? 'wide' : ''}
			aria-labelledby={id}
			// Escape: it is gone before the next key comes, which "close" does not promise.
			onCancel={props.onClose}
			onClose={props.onClose}
		>
			<div class="dialog-head">
				<h2 id={id}>{props.title}</h2>
				<button type="button" aria-label="Close" onClick={props.onClose}>
					×
				</button>
			</div>
			{props.children}
		</dialog>
	);
}
