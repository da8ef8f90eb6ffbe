import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import type { Connection } from '../../connect';
import { loadConnection } from './actions';
import { Copy } from './copy';

/** Base URLs, accounts and commands: what a program needs to send through the sandbox. */
export function Connect() {
	const connection = useSignal<Connection | undefined>(undefined);
	const problem = useSignal('');
	useEffect(() => {
		loadConnection().then(
			(loaded) => (connection.value = loaded),
			(error: unknown) => (problem.value = String(error)),
		);
	}, []);
	if (problem.value !== '') return <p class="refusal">{problem.value}</p>;
	if (connection.value === undefined) return <p class="hint">Loading …</p>;
	const { url, api, openapi, gateways } = connection.value;
	// The name under which this browser knows the sandbox.
	const here = (text: string): string => text.replaceAll(url, location.origin);
	return (
		<div class="panel">
			<p class="hint">
				In n8n, create a credential with these values. The accounts are valid in this sandbox only.
				If n8n runs in a container, it may need another name than {location.host}.
			</p>
			{gateways.map(({ name, displayName, baseUrl, account, curl }) => (
				<section key={name} aria-label={displayName}>
					<h3>{displayName}</h3>
					<dl>
						<Value label="Base URL" value={here(baseUrl)} />
						{account.map(({ label, value }) => (
							<Value key={label} label={label} value={value} />
						))}
					</dl>
					{curl !== null && (
						<div class="command">
							<pre tabIndex={0} aria-label={`curl for ${displayName}`}>
								{here(curl)}
							</pre>
							<Copy text={here(curl)} what={`the curl command for ${displayName}`} />
						</div>
					)}
				</section>
			))}
			<p>
				The sandbox has <a href={here(api)}>an API of its own</a>, also as{' '}
				<a href={here(openapi)}>an OpenAPI document</a>.
			</p>
		</div>
	);
}

function Value({ label, value }: { label: string; value: string }) {
	return (
		<div>
			<dt>{label}</dt>
			<dd>
				<code>{value}</code> <Copy text={value} what={label} />
			</dd>
		</div>
	);
}
