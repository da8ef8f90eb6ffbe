import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';

import type { Conversation } from './conversations';
import { isNarrow } from './narrow';
import { addressOf, conversations, selected, statusOf } from './state';
import { unread } from './unread';
import { nameOf, OUTCOMES, timeOf } from './words';

/** In pixels, as in the style sheet. */
const ROW = 68;
/** Extra rows above and below, so that scrolling shows no gaps. */
const SPARE = 6;

/**
 * The conversations. Only visible rows are in the page, so that thousands of them stay fast; the
 * arrow keys go through all of them.
 */
export function ConversationList() {
	const list = conversations.value;
	const scroller = useRef<HTMLDivElement>(null);
	const top = useSignal(0);
	const height = useSignal(800);
	/** The row that has the focus. */
	const current = useSignal(0);
	const wantsFocus = useRef(false);
	/** Nothing is focused when the page opens. */
	const isLater = useRef(false);

	useLayoutEffect(() => {
		const element = scroller.current;
		if (element === null) return;
		const observer = new ResizeObserver(() => {
			height.value = element.clientHeight;
		});
		observer.observe(element);
		return () => {
			observer.disconnect();
		};
	}, [scroller.current === null]);

	useLayoutEffect(() => {
		if (!wantsFocus.current) return;
		wantsFocus.current = false;
		scroller.current?.querySelector<HTMLElement>('a[tabindex="0"]')?.focus();
	});

	// Returning from a conversation, on a phone.
	const isOpen = selected.value !== undefined;
	useLayoutEffect(() => {
		if (isOpen || !isNarrow() || !isLater.current) isLater.current = true;
		else scroller.current?.querySelector<HTMLElement>('a[tabindex="0"]')?.focus();
	}, [isOpen]);

	const at = Math.min(current.value, list.length - 1);
	const first = Math.max(0, Math.floor(top.value / ROW) - SPARE);
	const last = Math.min(list.length, Math.ceil((top.value + height.value) / ROW) + SPARE);
	const rows = Array.from({ length: Math.max(0, last - first) }, (_, row) => first + row);
	if (at >= 0 && (at < first || at >= last)) rows.push(at);

	const go = (to: number): void => {
		const row = Math.max(0, Math.min(list.length - 1, to));
		current.value = row;
		wantsFocus.current = true;
		const element = scroller.current;
		if (element === null) return;
		if (row * ROW < element.scrollTop) element.scrollTop = row * ROW;
		const bottom = (row + 1) * ROW - element.clientHeight;
		if (bottom > element.scrollTop) element.scrollTop = bottom;
	};
	const page = Math.max(1, Math.floor(height.value / ROW) - 1);
	const steps: Readonly<Record<string, () => number>> = {
		ArrowDown: () => at + 1,
		ArrowUp: () => at - 1,
		PageDown: () => at + page,
		PageUp: () => at - page,
		Home: () => 0,
		End: () => list.length - 1,
	};

	return (
		<div
			class="list"
			ref={scroller}
			onScroll={({ currentTarget }) => (top.value = currentTarget.scrollTop)}
		>
			<ul
				class="conversations"
				style={{ height: `${list.length * ROW}px` }}
				onKeyDown={(event) => {
					const step = steps[event.key];
					if (step === undefined) return;
					event.preventDefault();
					go(step());
				}}
			>
				{rows.map((row) => {
					const conversation = list[row];
					return conversation === undefined ? null : (
						<li
							key={conversation.number}
							style={{ transform: `translateY(${row * ROW}px)` }}
							aria-setsize={list.length}
							aria-posinset={row + 1}
						>
							<Row
								conversation={conversation}
								isCurrent={row === at}
								onFocus={() => (current.value = row)}
							/>
						</li>
					);
				})}
			</ul>
		</div>
	);
}

function Row(props: { conversation: Conversation; isCurrent: boolean; onFocus: () => void }) {
	const { number, entries, last } = props.conversation;
	const { kind, text, operation, at, outcome } = last;
	const fresh = unread.value.get(number) ?? 0;
	const word = kind === 'sent' ? statusOf(last) : OUTCOMES[outcome].toLowerCase();
	return (
		<a
			href={addressOf(number)}
			tabIndex={props.isCurrent ? 0 : -1}
			aria-current={selected.value === number ? 'page' : undefined}
			onFocus={props.onFocus}
		>
			<span class="row-head">
				<strong>{nameOf(number)}</strong>
				{fresh > 0 && (
					<span class="unread">
						{fresh.toLocaleString('en')} <span class="visually-hidden">unread</span>
					</span>
				)}
				<time>{timeOf(at)}</time>
			</span>
			<span class="row-text">
				<span class="preview" dir="auto">
					{kind === 'received' && '↩ '}
					{/* A long text would be laid out as a whole, only to be cut. */}
					{text === '' ? operation : text.slice(0, 120)}
				</span>
				<span class={`badge ${word.replaceAll(' ', '-')}`}>{word}</span>
				<span class="visually-hidden">{entries.length} entries</span>
			</span>
		</a>
	);
}
