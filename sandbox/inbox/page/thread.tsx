import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';

import { Composer } from './composer';
import type { Conversation } from './conversations';
import { isOpen } from './conversations';
import { Message } from './message';
import { isNarrow } from './narrow';
import { filter, selected } from './state';
import { count, dayOf, nameOf } from './words';

/** Messages shown at first, and added by each press of the button. */
const PAGE = 60;
/** Pixels from the end within which new messages scroll into view. */
const NEAR = 80;

/** One conversation, the latest message at the end. */
export function Thread({ open }: { open: Conversation | undefined }) {
	const number = selected.value ?? '';
	const entries = open?.entries ?? [];
	const shown = useSignal(PAGE);
	const scroller = useRef<HTMLDivElement>(null);
	const isAtEnd = useRef(true);
	/** Until someone does something here, the end stays in view whatever grows or shrinks. */
	const isUntouched = useRef(true);
	const heading = useRef<HTMLHeadingElement>(null);

	// Does not scroll while someone reads earlier messages.
	useLayoutEffect(() => {
		const element = scroller.current;
		if (element === null || !isAtEnd.current) return;
		isUntouched.current = true;
		element.scrollTop = element.scrollHeight;
	}, [entries.length, entries.at(-1)?.id]);

	// Messages are measured only when they come into view, and the box for the reply grows.
	useLayoutEffect(() => {
		const element = scroller.current;
		const list = element?.querySelector('ol');
		if (element == null || list == null) return;
		const observer = new ResizeObserver(() => {
			if (isAtEnd.current && isUntouched.current) element.scrollTop = element.scrollHeight;
		});
		observer.observe(element);
		observer.observe(list);
		return () => {
			observer.disconnect();
		};
	}, []);
	const touch = (): void => {
		isUntouched.current = false;
	};

	// On a phone the list, which had the focus, is gone now.
	useLayoutEffect(() => {
		if (isNarrow()) heading.current?.focus();
	}, []);

	const from = Math.max(0, entries.length - shown.value);
	return (
		<section class="thread" aria-labelledby="thread-name">
			<header class="thread-head">
				<a class="button back" href="#/" aria-label="Back to the conversations">
					‹
				</a>
				<h2 id="thread-name" tabIndex={-1} ref={heading}>
					{nameOf(number)}
				</h2>
				<p>
					{isOpen(filter.value)
						? count(entries.length, number === '' ? 'call' : 'message')
						: `${entries.length.toLocaleString('en')} found`}
				</p>
			</header>
			<div
				class="messages"
				ref={scroller}
				tabIndex={0}
				role="region"
				aria-label="Messages"
				onPointerDown={touch}
				onWheel={touch}
				onKeyDown={touch}
				onScroll={({ currentTarget }) => {
					if (isUntouched.current) return;
					const { scrollTop, scrollHeight, clientHeight } = currentTarget;
					isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
				}}
			>
				{from > 0 && (
					<button
						type="button"
						class="earlier"
						onClick={() => {
							isAtEnd.current = false;
							shown.value += PAGE;
						}}
					>
						Show {Math.min(PAGE, from)} of {from.toLocaleString('en')} earlier messages
					</button>
				)}
				{entries.length === 0 && <p class="empty">No messages match the search.</p>}
				<ol>
					{entries.slice(from).map((entry, at) => {
						const day = dayOf(entry.at);
						const before = entries[from + at - 1];
						return (
							<Message
								key={entry.id}
								entry={entry}
								isLast={from + at === entries.length - 1}
								day={before === undefined || dayOf(before.at) !== day ? day : undefined}
							/>
						);
					})}
				</ol>
			</div>
			{number !== '' && <Composer number={number} entries={entries} />}
		</section>
	);
}
