import { ConversationList } from './conversationList';
import { Empty } from './empty';
import { useKeys } from './keys';
import { SearchBar } from './searchBar';
import { announcement, conversation, dropped, problem, selected, total } from './state';
import { Thread } from './thread';
import { Toolbar } from './toolbar';
import { count, exactTimeOf } from './words';

/** Says that older messages were dropped. */
function Dropped() {
	if (dropped.value === null) return null;
	const { messages, requests, since, limitBytes } = dropped.value;
	return (
		<p class="dropped">
			Incomplete: {count(messages, 'message')} and {count(requests, 'call')} were dropped since{' '}
			{exactTimeOf(Date.parse(since))}, the oldest first, because the sandbox keeps{' '}
			{limitBytes / 1_000_000} MB. Start it with --journal-mb to keep more.
		</p>
	);
}

/** The page: conversations on one side, the open one on the other; on a phone, one at a time. */
export function App() {
	useKeys();
	const isOpen = selected.value !== undefined;
	return (
		<div class={isOpen ? 'app is-open' : 'app'}>
			<header class="top">
				<h1>SMS sandbox</h1>
				<Toolbar />
			</header>
			{problem.value !== '' && (
				<div class="problem" role="alert">
					{problem.value.replace(/^Error: /, '')}
					<button type="button" onClick={() => (problem.value = '')}>
						Close
					</button>
				</div>
			)}
			<Dropped />
			<nav class="side" aria-label="Conversations">
				<SearchBar />
				<ConversationList />
			</nav>
			<main class="main">
				{isOpen ? (
					<Thread key={selected.value} open={conversation.value} />
				) : (
					<Empty hasSome={total.value > 0} />
				)}
			</main>
			<div class="visually-hidden" role="status">
				{announcement.value}
			</div>
		</div>
	);
}
