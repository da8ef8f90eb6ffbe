import { render } from 'preact';

import { callsByTopic, type ApiDocument } from './document';
import { Operation, Words } from './operation';

function App({ document: api }: { document: ApiDocument }) {
	const topics = [...callsByTopic(api)];
	return (
		<div class="page">
			<header>
				<h1>SMS sandbox API</h1>
				<nav aria-label="Pages">
					<a class="button" href="/">
						Inbox
					</a>
					<a class="button" href="/openapi.json">
						OpenAPI document
					</a>
				</nav>
			</header>
			<main>
				<p class="intro">
					<Words text={api.info.description} />
				</p>
				{topics.map(([topic, calls]) => (
					<section key={topic} aria-label={topic}>
						<h2>{topic}</h2>
						{calls.map((call) => (
							<Operation key={call.method + call.path} call={call} document={api} />
						))}
					</section>
				))}
			</main>
		</div>
	);
}

function Problem({ text }: { text: string }) {
	return (
		<p class="status bad" role="alert">
			The API description could not be loaded. {text}
		</p>
	);
}

async function start(): Promise<void> {
	const response = await fetch('/openapi.json');
	if (!response.ok) throw new Error(`HTTP ${response.status}`);
	const api = (await response.json()) as ApiDocument;
	document.body.replaceChildren();
	render(<App document={api} />, document.body);
}

start().catch((error: unknown) => {
	document.body.replaceChildren();
	render(<Problem text={String(error)} />, document.body);
});
