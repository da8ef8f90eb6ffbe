import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import type { CallbackTarget } from '../../callbacks/target';
import type { LoggedCallback } from '../../callbacks';
import type { ShownGateway } from '../protocol';
import { callbacksOf, removeCallback, testCallback, type Callbacks } from './actions';
import { CallbackForm } from './callbackForm';
import { callbackNews, gateways, problem } from './state';
import { callbackWords, exactTimeOf, timeOf } from './words';

/** Where each gateway posts its reports and incoming messages, and what that got back. */
export function CallbackPanel() {
	return (
		<div class="panel">
			<p class="hint">
				In n8n, publish a workflow with SMS Gateway Trigger and copy the trigger's Production URL.
				Set it here, with the secret of the trigger's credential. Then send a test event.
			</p>
			{problem.value !== '' && (
				<p class="refusal" role="alert">
					{problem.value.replace(/^Error: /, '')}
				</p>
			)}
			{gateways.value.map((gateway) => (
				<GatewayCallbacks key={gateway.name} gateway={gateway} />
			))}
		</div>
	);
}

function GatewayCallbacks({ gateway }: { gateway: ShownGateway }) {
	const { name, displayName, handsetHint } = gateway;
	const known = useSignal<Callbacks | undefined>(undefined);
	const isEditing = useSignal(false);
	const news = callbackNews.value;
	useEffect(() => {
		let isOld = false;
		callbacksOf(name).then(
			(loaded) => {
				if (!isOld) known.value = loaded;
			},
			() => undefined,
		);
		return () => {
			isOld = true;
		};
	}, [news]);
	const { target = null, latest = [] } = known.value ?? {};
	const edit = (): void => {
		isEditing.value = !isEditing.value;
	};
	return (
		<section aria-label={displayName}>
			<h3>{displayName}</h3>
			{target === null ? (
				<p>No callback is set: reports and incoming messages go nowhere.</p>
			) : (
				<dl>
					<div>
						<dt>URL</dt>
						<dd>
							<code>{target.url}</code>
						</dd>
					</div>
					<div>
						<dt>Secret</dt>
						<dd>{secretWords(target)}</dd>
					</div>
				</dl>
			)}
			<div class="buttons">
				<button type="button" aria-expanded={isEditing.value} onClick={edit}>
					{target === null ? 'Set…' : 'Change…'}
				</button>
				{target !== null && (
					<>
						<button type="button" onClick={() => void testCallback(name, 'report')}>
							Test a report
						</button>
						{handsetHint === undefined && (
							<button type="button" onClick={() => void testCallback(name, 'incoming')}>
								Test an incoming message
							</button>
						)}
						{target.secret !== undefined && (
							<button type="button" onClick={() => void testCallback(name, 'wrongSecret')}>
								Test a wrong secret
							</button>
						)}
						<button type="button" onClick={() => void removeCallback(name)}>
							Remove
						</button>
					</>
				)}
			</div>
			{isEditing.value && <CallbackForm gateway={gateway} onDone={edit} />}
			{latest.length > 0 && (
				<ol class="calls" aria-label={`Latest calls of ${displayName}`}>
					{latest.map((callback) => (
						<Call key={callback.id} callback={callback} />
					))}
				</ol>
			)}
		</section>
	);
}

const EVENTS: Readonly<Record<LoggedCallback['event'], string>> = {
	deliveryReport: 'Report',
	incomingMessage: 'Incoming message',
	raw: 'Other',
};

function Call({ callback }: { callback: LoggedCallback }) {
	const { attempts, event, done, proof, url } = callback;
	const { status = null, error, reply, at, ms } = attempts.at(-1) ?? {};
	const { words, isBad } = callbackWords({
		status,
		...(error === undefined ? {} : { error }),
		attempts: attempts.length,
		done,
		proof,
		url,
	});
	return (
		<li>
			{at !== undefined && (
				<time title={exactTimeOf(Date.parse(at))}>{timeOf(Date.parse(at))}</time>
			)}
			<span>{EVENTS[event]}</span>
			<span class={isBad ? 'bad' : 'good'}>{words}</span>
			{ms !== undefined && <span>{ms} ms</span>}
			{reply !== undefined && <span class="reply">{reply}</span>}
		</li>
	);
}

function secretWords({ secret }: CallbackTarget): string {
	switch (secret?.in) {
		case undefined:
			return 'None';
		case 'basic':
			return `Basic Auth, ${secret.username}:${secret.password}`;
		case 'header':
			return `Header ${secret.name}: ${secret.value}`;
		case 'query':
			return `Query parameter ${secret.name}=${secret.value}`;
	}
}
