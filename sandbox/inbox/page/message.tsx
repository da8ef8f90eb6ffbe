import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';

import type { Entry } from '../protocol';
import { Details } from './details';
import { TextWithLinks } from './links';
import { gatewayOf, statusOf } from './state';
import { exactTimeOf, OUTCOMES, readReason, sizeOf, timeOf } from './words';

/** One message as a phone shows it, with its outcome, and its details on demand. */
export function Message({ entry, day }: { entry: Entry; day: string | undefined }) {
	const isOpen = useSignal(false);
	const id = useId();
	const { kind, text, at, gateway, operation, outcome, because, disturbed } = entry;
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
				<button
					type="button"
					class="more"
					aria-expanded={isOpen.value}
					aria-controls={id}
					onClick={() => (isOpen.value = !isOpen.value)}
				>
					Details
					<span class="visually-hidden">
						{' '}
						of “{text.slice(0, 60)}”, {timeOf(at)}
					</span>
				</button>
			</p>
			<div id={id} hidden={!isOpen.value}>
				{isOpen.value && <Details entry={entry} />}
			</div>
		</li>
	);
}

function shortReason(because: string): string {
	const reason = readReason(because);
	return reason === undefined ? because : `wrong ${reason.check}`;
}
