import type { GatewayName } from '../../gateways/names';
import { isOpen, type Kind } from './conversations';
import { conversations, filter, found, gateways, total } from './state';
import { count } from './words';

const KINDS: Readonly<Record<Kind, string>> = {
	all: 'Everything',
	sent: 'Sent to phones',
	received: 'From phones',
	refused: 'Refused or failed',
	undelivered: 'Not delivered',
};

/** Moves the focus from the search field to the first conversation found. */
function toList(event: KeyboardEvent): void {
	if (event.key === 'Escape') filter.value = { ...filter.value, text: '' };
	if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
	event.preventDefault();
	const first = document.querySelector<HTMLElement>('.conversations a[tabindex="0"]');
	if (event.key === 'Enter') first?.click();
	first?.focus();
}

/** Search and filters. */
export function SearchBar() {
	const { text, gateway, kind } = filter.value;
	return (
		<div class="search" role="search">
			<input
				id="search"
				type="search"
				aria-label="Search numbers, texts, IDs and reasons"
				placeholder="Search numbers, texts, IDs ( / )"
				value={text}
				onInput={({ currentTarget }) => {
					filter.value = { ...filter.value, text: currentTarget.value };
				}}
				onKeyDown={toList}
			/>
			<div class="filters">
				<select
					aria-label="Show"
					value={kind}
					onChange={({ currentTarget }) => {
						filter.value = { ...filter.value, kind: currentTarget.value as Kind };
					}}
				>
					{Object.entries(KINDS).map(([value, label]) => (
						<option value={value}>{label}</option>
					))}
				</select>
				<select
					aria-label="Gateway"
					value={gateway}
					onChange={({ currentTarget }) => {
						filter.value = { ...filter.value, gateway: currentTarget.value as GatewayName | '' };
					}}
				>
					<option value="">All gateways</option>
					{gateways.value.map(({ name, displayName }) => (
						<option value={name}>{displayName}</option>
					))}
				</select>
			</div>
			<p class="found" role="status">
				{isOpen(filter.value)
					? `${count(total.value, 'entry').replace('entrys', 'entries')} in ${count(conversations.value.length, 'conversation')}`
					: `${found.value.toLocaleString('en')} of ${total.value.toLocaleString('en')} found`}
			</p>
		</div>
	);
}
