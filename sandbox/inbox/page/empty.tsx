import { gateways, hello, isReady } from './state';

/** What stands there while no conversation is open. */
export function Empty({ hasSome }: { hasSome: boolean }) {
	if (hello.value === undefined || !isReady.value) return <p class="empty">Connecting …</p>;
	if (hasSome) return <p class="empty">Choose a conversation.</p>;
	return (
		<div class="empty">
			<h2>No messages yet</h2>
			<p>
				This stands in for the SMS gateways below. Point your software at one of these addresses,
				and what it sends shows up here. Nothing leaves this machine, except to URLs that you
				register for callbacks.
			</p>
			<table>
				<thead>
					<tr>
						<th scope="col">Gateway</th>
						<th scope="col">Base URL</th>
					</tr>
				</thead>
				<tbody>
					{gateways.value.map(({ displayName, baseUrl }) => (
						<tr>
							<th scope="row">{displayName}</th>
							<td>
								<code>{baseUrl}</code>
							</td>
						</tr>
					))}
				</tbody>
			</table>
			<p>The sandbox printed the keys and passwords when it started.</p>
		</div>
	);
}
