import { useSignal } from '@preact/signals';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

import type { Entry } from '../protocol';
import { CallbackNote } from './callbackNote';
import { CodeNote } from './codeNote';
import { Copy } from './copy';
import { Details } from './details';
import { TextWithLinks } from './links';
import { gatewayOf, statusOf } from './state';
import { exactTimeOf, OUTCOMES, readReason, sizeOf, timeOf } from './words';

/** One message as a phone shows it, with its outcome, and its details on demand. */
export function Message({ entry, day, isLast }: MessageProps) {
	const isOpen = useSignal(false);
	const id = useId();
	const details = useRef<HTMLDivElement>(null);
	useLayoutEffect(() => {
		if (isOpen.value) details.current?.scrollIntoView({ block: 'nearest' });
	}, [isOpen.value]);
	const { kind, text, at, gateway, operation, outcome, because, disturbed } = entry;
	const code = entry.details.code ?? entry.details.pin;
	const which = `“${text.slice(0, 60)}”, ${timeOf(at)}`;
	const word = kind === 'sent' ? statusOf(entry) : OUTCOMES[outcome].toLowerCase();
	return (
		<li class={`message ${kind} ${outcome}`}>
			{day !== undefined && <p class="day">{day}</p>}
			<div class="bubble">
				<p class={text === '' ? 'text none' : 'text'} dir="auto">
					{text === '' ? `${operation}, no text` : <TextWithLinks text={text} />}
				</p>
				{because !== undefined && <p class="why">{shortReason(because)}</p>}
				{disturbed !== undefined && <p class="why">As you asked: {disturbed}</p>}
			</div>
			<p class="meta">
				<time title={exactTimeOf(at)}>{timeOf(at)}</time>
				<span>{gatewayOf(gateway)?.displayName}</span>
				{text !== '' && <span>{sizeOf(entry)}</span>}
				<span class={`badge ${word.replaceAll(' ', '-')}`}>{word}</span>
				<CodeNote entry={entry} />
				<CallbackNote entry={entry} ifNone={isLast} />
				<span class="tools">
					{code !== undefined && <Copy text={code} name="Copy code" what={`of ${which}`} />}
					{text !== '' && <Copy text={text} name="Copy" what={which} />}
					<button
						type="button"
						class="more"
						aria-expanded={isOpen.value}
						aria-controls={id}
						onClick={() => (isOpen.value = !isOpen.value)}
					>
						Details
						<span class="visually-hidden"> of {which}</span>
					</button>
				</span>
			</p>
			<div id={id} ref={details} hidden={!isOpen.value}>
				{isOpen.value && <Details entry={entry} />}
			</div>
		</li>
	);
}

interface MessageProps {
	entry: Entry;
	/** Shown above the first message of a day. */
	day: string | undefined;
	isLast: boolean;
}

function shortReason(because: string): string {
	const reason = readReason(because);
	return reason === undefined ? because : `wrong ${reason.check}`;
}
