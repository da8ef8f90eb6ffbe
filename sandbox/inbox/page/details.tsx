import type { MessageStatus } from '../../server/message';
import type { Entry } from '../protocol';
import { deleteEntry, mark } from './actions';
import { CallbackNote } from './callbackNote';
import { Copy } from './copy';
import { Exchange } from './exchange';
import { gatewayOf, statusOf } from './state';
import { count, exactTimeOf, labelOf, nameOf, OUTCOMES, readReason, sizeOf } from './words';

const MARKS: readonly MessageStatus[] = ['delivered', 'failed', 'expired'];

/** Everything about a message or call. */
export function Details({ entry }: { entry: Entry }) {
	const { kind, gateway, operation, number, other, text, at, messageId, requestId } = entry;
	const isFromHandset = kind === 'received';
	const handset = number === '' ? '' : nameOf(number);
	const rows: [name: string, value: string][] = [
		['Gateway', gatewayOf(gateway)?.displayName ?? gateway],
		['Operation', operation],
		['From', isFromHandset ? handset : other],
		['To', isFromHandset ? other : handset],
		['Message ID', messageId ?? ''],
		['Time', exactTimeOf(at)],
		['Size', text === '' ? '' : `${count(Array.from(text).length, 'character')}, ${sizeOf(entry)}`],
		['Outcome', outcomeOf(entry)],
		...Object.entries(entry.details).map(([name, value]): [string, string] => [
			labelOf(name),
			value,
		]),
	];
	return (
		<div class="details">
			<div class="buttons" role="group" aria-label="Change this message">
				{kind === 'sent' &&
					messageId !== undefined &&
					MARKS.map((status) => (
						<button
							type="button"
							aria-pressed={statusOf(entry) === status}
							onClick={() => void mark(messageId, status)}
						>
							Mark {status}
						</button>
					))}
				<button type="button" onClick={() => void remove(entry)}>
					Delete
				</button>
			</div>
			{entry.because !== undefined && <Refusal because={entry.because} />}
			<dl>
				{rows.map(([name, value]) =>
					value === '' ? null : (
						<div key={name}>
							<dt>{name}</dt>
							<dd>
								{value} {COPIED.includes(name) && <Copy text={value} what={name} />}
							</dd>
						</div>
					),
				)}
				{kind !== 'call' && (
					<div>
						<dt>Callback</dt>
						<dd>
							<CallbackNote entry={entry} ifNone />
						</dd>
					</div>
				)}
			</dl>
			{requestId !== undefined && <Exchange id={requestId} />}
		</div>
	);
}

/** The rows that one may need elsewhere. */
const COPIED = ['From', 'To', 'Message ID', 'Code', 'PIN', 'Verification ID'];

async function remove({ id }: Entry): Promise<void> {
	// The button is gone then, and the focus with it.
	if (await deleteEntry(id)) document.querySelector<HTMLElement>('.messages')?.focus();
}

function outcomeOf(entry: Entry): string {
	const outcome = OUTCOMES[entry.outcome];
	if (entry.disturbed !== undefined) return `${outcome}; as you asked: ${entry.disturbed}`;
	return entry.kind === 'sent' ? `${outcome}, now ${statusOf(entry)}` : outcome;
}

/** The check that failed, with what was expected and what was received. */
function Refusal({ because }: { because: string }) {
	const reason = readReason(because);
	if (reason === undefined) return <p class="refusal">{because}</p>;
	return (
		<>
			<table class="refusal">
				<caption>Why it was refused</caption>
				<tbody>
					{reason.code !== undefined && <Fact name="Code" value={reason.code} />}
					<Fact name="Check" value={reason.check} />
					<Fact name="Expected" value={reason.expected} />
					<Fact name="Got" value={reason.got} />
				</tbody>
			</table>
			{reason.check === 'signature' && (
				<p class="hint">
					A signature is the HMAC-SHA256 of the path parameters, exactly as they are in the URL and
					joined by slashes, made with the private key and written as lowercase hex. The text in
					quotes above is what must be signed.
				</p>
			)}
		</>
	);
}

function Fact({ name, value }: { name: string; value: string }) {
	return (
		<tr>
			<th scope="row">{name}</th>
			<td>{value}</td>
		</tr>
	);
}
