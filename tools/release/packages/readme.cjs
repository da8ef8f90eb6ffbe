// The README of a package for a single gateway: a short text with links to docs/.
'use strict';

const { installText } = require('./publisher.cjs');

/** @typedef {import('./services.cjs')[number]} Service */

/**
 * The picture of a gateway's node: its file in `docs/images/`, and its alternative text.
 * @type {Readonly<Record<string, readonly [name: string, alt: string]>>}
 */
const PICTURES = {
	messangi: [
		'editor-send',
		'The Messangi node in the editor: contacts on the left, the fields with expressions for To and Message in the middle, two accepted messages on the right',
	],
	messageCentral: [
		'editor-bulk',
		'The Message Central node in the editor: a workbook on the left, the fields with placeholders in the message in the middle, the outcome of each row on the right',
	],
};

/** For a gateway without a picture. */
const ANY_PICTURE = /** @type {const} */ ([
	'editor-node-creator',
	'The list of nodes in the editor with the SMS gateways',
]);

/**
 * @param {Service} service
 * @param {string} home the URL of the repository
 * @param {import('./publisher.cjs').Publisher} publisher
 * @returns {string}
 */
function readmeOf(service, home, publisher) {
	const { name, title, gateway, page, hasCodes } = service;
	/** @param {string} path in docs/ */
	const docs = (path) => `${publisher.documentation}/${path}`;
	const [picture, alt] = PICTURES[gateway] ?? ANY_PICTURE;
	/** @param {string} file */
	const image = (file) => `${home}/raw/main/docs/images/${file}.webp`;
	const codes = hasCodes ? `\n- [Codes](${docs('codes.md')}) for sign-up and log-in.` : '';
	return `# ${title} for n8n

Send text messages from [n8n](https://n8n.io) through **${title}**. Every message has one clear outcome, and a message that may have been sent is
never resent automatically.

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="${image(`${picture}-dark`)}">
  <img alt="${alt}" src="${image(picture)}">
</picture>

## Install

${installText(publisher, name, `npm run packages && npm pack ./packages/${name}`)}

## First steps

1. Add the node **${title}** to a workflow.
2. Create a credential ([what you need](${docs(`${page}#before-you-begin`)})) and press **Save**. n8n tests it then. The test sends no message.
3. Enter the sender, **To** in any usual format (\`+1 (305) 670-8084\`), and **Message**.
4. Press **Execute step**. The outcome of each message is \`accepted\`, \`rejected\` or \`unknown\`.

Do not use **Retry On Fail** on a node that sends: n8n runs it again over all items, and messages are sent twice.

No account yet? The [sandbox](${docs('sandbox.md')}) answers like ${title}, on your own machine.

## What it does

- [Every operation, field and code](${docs(page)}).
- [Bulk sends](${docs('bulk-sends.md')}) from items, a list or a file.
- [Send and wait](${docs('send-and-wait.md')}) for a response.${codes}
- [Delivery reports and incoming messages](${docs('triggers.md')}) that start workflows.
- [AI agents](${docs('ai-agents.md')}) that use the node as a tool.
- [Never twice](${docs('never-twice.md')}): a message is sent once, even after a crash.

[Troubleshooting](${docs('troubleshooting.md')}) · [Limits, and what to check on a live account](${docs('limits.md')}) ·
[Compatibility](${docs('compatibility.md')})

This package contains the nodes of [n8n-nodes-sms-gateways](${home}) for one gateway. Install only one of the two.

## License

[MIT](${home}/blob/main/LICENSE). The bundled libraries keep their own licenses, which are in \`dist/libraries/LICENSES.txt\`.
`;
}

module.exports = { readmeOf };
