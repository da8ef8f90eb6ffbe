import { useSignal } from '@preact/signals';

import { fieldsOf, type ApiDocument, type Call, type Field, type Schema } from './document';
import { TryIt } from './tryIt';

/** One call: a line that opens to everything about it. */
export function Operation({ call, document }: { call: Call; document: ApiDocument }) {
	const { method, path, operation } = call;
	const isOpen = useSignal(false);
	return (
		<details
			class="operation"
			onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}
		>
			<summary>
				<span class={`method ${method.toLowerCase()}`}>{method}</span>
				<code>{path}</code>
				<span class="what">{operation.summary}</span>
			</summary>
			{isOpen.value && (
				<div class="about">
					{operation.description !== undefined && (
						<p>
							<Words text={operation.description} />
						</p>
					)}
					<Fields
						caption="Request body"
						of={nameOf(call)}
						schema={operation.requestBody?.content['application/json']?.schema}
						document={document}
					/>
					<h3>Try it</h3>
					<TryIt call={call} />
					<Answers call={call} document={document} />
				</div>
			)}
		</details>
	);
}

const nameOf = ({ method, path }: Call): string => `${method} ${path}`;

function Answers({ call, document }: { call: Call; document: ApiDocument }) {
	const responses = Object.entries(call.operation.responses);
	const ok = call.operation.responses['200'];
	return (
		<>
			<h3>Responses</h3>
			<dl class="answers">
				{responses.map(([status, { description }]) => (
					<div key={status}>
						<dt>{status}</dt>
						<dd>
							<Words text={description} />
						</dd>
					</div>
				))}
			</dl>
			<Fields
				caption="Response body"
				of={nameOf(call)}
				schema={ok?.content?.['application/json']?.schema}
				document={document}
			/>
		</>
	);
}

/** The fields of a request or response body; nothing if it has none. */
function Fields(props: {
	caption: string;
	/** The name of its call: screen readers list all of these. */
	of: string;
	schema: Schema | undefined;
	document: ApiDocument;
}) {
	const { caption, of, schema, document } = props;
	const fields: readonly Field[] = schema === undefined ? [] : fieldsOf(schema, document);
	if (fields.length === 0) return null;
	return (
		<div class="scroll" tabIndex={0} role="region" aria-label={`${caption} of ${of}`}>
			<table>
				<caption>{caption}</caption>
				<thead>
					<tr>
						<th scope="col">Field</th>
						<th scope="col">Type</th>
						<th scope="col">Meaning</th>
					</tr>
				</thead>
				<tbody>
					{fields.map(({ path, type, isRequired, description }, at) => (
						<tr key={at}>
							<th scope="row">
								<code>{path}</code>
								{isRequired && <span class="required"> required</span>}
							</th>
							<td>{type}</td>
							<td>
								<Words text={description} />
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

/** A text in which backquotes mark code. */
export function Words({ text }: { text: string }) {
	return (
		<>
			{text
				.split('`')
				.map((part, at) =>
					at % 2 === 1 ? <code key={at}>{part}</code> : <span key={at}>{part}</span>,
				)}
		</>
	);
}
