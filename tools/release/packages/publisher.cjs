// Who publishes the packages, and where this is written. publisher.json is the only place to change:
// `npm run publisher` updates all others, and a test compares them. Until somebody sets it, it has
// names that nobody can register (RFC 2606), because a link beside a password field, or a package
// that a README tells people to install, must not lead to whoever registers a free name.
'use strict';

const { readdirSync, readFileSync } = require('node:fs');
const paths = require('node:path');

/**
 * @typedef {object} Publisher
 * @property {boolean} published whether this publisher owns the packages' names on npm
 * @property {string} name author and copyright holder
 * @property {string} email
 * @property {string} repository its URL, without `.git` and without a trailing slash
 * @property {string} documentation the URL of `docs/`, without a trailing slash
 */

/** @typedef {(text: string, publisher: Publisher) => string} Render returns a file's content */

const ROOT = paths.join(__dirname, '..', '..', '..');
const FILE = 'publisher.json';

/** @type {(text: string) => unknown} */
const parseJson = JSON.parse;

/**
 * The content of publisher.json.
 * @returns {Publisher}
 * @throws Error for a URL that cannot be used everywhere
 */
function readPublisher() {
	const publisher = /** @type {Publisher} */ (
		parseJson(readFileSync(paths.join(ROOT, FILE), 'utf8'))
	);
	for (const field of /** @type {const} */ (['repository', 'documentation'])) {
		if (ADDRESS.test(publisher[field])) continue;
		throw new Error(`${FILE}: "${field}" must be an https URL without a trailing slash.`);
	}
	return publisher;
}

/** Host names that nobody can own, and this machine. */
const RESERVED =
	/^(?:(?:.+\.)?example(?:\.(?:com|net|org))?|(?:.+\.)?(?:test|invalid|localhost|local|internal)|[\d.]+|\[.*\])$/i;

/** A URL without port, query and trailing slash. */
const ADDRESS = /^https:\/\/([\w.-]+)(?:\/[\w.~%+-]+)*$/;

/**
 * Why nothing may be published yet: a sentence for each wrong field of publisher.json.
 * @param {Record<string, unknown>} publisher
 * @returns {string[]}
 */
function refusals(publisher) {
	/** @type {string[]} */
	const sentences = [];
	/** @param {string} field @param {string} wanted */
	const refuse = (field, wanted) => {
		const value = publisher[field] === undefined ? 'missing' : JSON.stringify(publisher[field]);
		sentences.push(`${FILE}: "${field}" is ${value}. ${wanted}`);
	};
	/** @param {string} field */
	const text = (field) => {
		const value = publisher[field];
		return typeof value === 'string' ? value : '';
	};
	if (publisher.published !== true) {
		refuse(
			'published',
			'Reserve the names of all packages on npm, then set it to true: the README will tell people to install them by name.',
		);
	}
	if (text('name').trim() === '') refuse('name', 'Enter the name of the publisher.');
	const domain = /^[^\s@<>"]+@([^\s@<>"]+\.[^\s@<>"]+)$/.exec(text('email'))?.[1];
	if (domain === undefined || RESERVED.test(domain)) {
		refuse('email', 'Enter the email address of the publisher.');
	}
	const repository = text('repository');
	// n8n's scanner reads the sources of a package from GitHub and nowhere else.
	if (
		!/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/.test(repository) ||
		repository.endsWith('.git')
	) {
		refuse(
			'repository',
			'Enter the URL of your repository, e.g. https://github.com/<owner>/<name>: n8n verifies only packages that are built on GitHub.',
		);
	}
	const documentation = text('documentation');
	const [, host = ''] = ADDRESS.exec(documentation) ?? [];
	// On a host where everybody can have pages, only those of the repository are the publisher's.
	const isOthers = host === 'github.com' && !documentation.startsWith(`${repository}/`);
	if (host === '' || RESERVED.test(host) || isOthers) {
		refuse(
			'documentation',
			'Enter the https URL of the pages in docs/, e.g. https://github.com/<owner>/<name>/blob/main/docs. n8n appends a ?query, so it must have none.',
		);
	}
	return sentences;
}

/** @type {(file: string) => Render} */
const manifest =
	(anchor) =>
	(text, { name, email, repository }) => {
		const content = /** @type {Record<string, unknown> & { repository: object }} */ (
			parseJson(text)
		);
		const changed = {
			...content,
			author: { name, email },
			homepage: `${repository}#${anchor}`,
			repository: { ...content.repository, type: 'git', url: `git+${repository}.git` },
			bugs: { url: `${repository}/issues` },
		};
		return `${JSON.stringify(changed, undefined, 2)}\n`;
	};

/** A page of `docs/` after any URL. */
const PAGE = /https?:\/\/[^\s'"]*\/([\w-]+\.md)/g;

/** @type {Render} */
const codex = (text, { documentation }) =>
	text.replace(PAGE, (_all, /** @type {string} */ page) => `${documentation}/${page}`);

/** @type {Render} */
const credential = (text, { documentation }) =>
	text.replace(
		/documentationUrl =\s*'[^']*\/([\w-]+\.md)';/g,
		(_all, /** @type {string} */ page) => {
			const value = `'${documentation}/${page}';`;
			// Prettier breaks lines here, counting a tab as two characters.
			const line = `documentationUrl = ${value}`;
			return line.length + 2 <= 100 ? line : `documentationUrl =\n\t\t${value}`;
		},
	);

/** @type {Render} */
const license = (text, { name }) =>
	text.replace(/^(Copyright \(c\) \d+ ).*$/m, (_all, /** @type {string} */ years) => years + name);

const NAME = 'n8n-nodes-sms-gateways';
const SANDBOX = `${NAME}-sandbox`;
const COMMUNITY_NODES = 'https://docs.n8n.io/integrations/community-nodes/installation/';
const BLOCK_END = '<!-- /publisher.json -->';

/**
 * The commands to get the sources.
 * @param {Publisher} publisher
 */
const cloneLines = ({ repository }) =>
	`git clone ${repository} n8n-nodes-sms-gateways\ncd n8n-nodes-sms-gateways`;

/** @param {string} lines */
const shell = (lines) => `\`\`\`sh\n${lines}\n\`\`\``;

/**
 * The commands that install a package that is not on npm.
 * @param {Publisher} publisher
 * @param {string} name
 * @param {string} made the command that makes its tarball
 */
const installFromClone = (publisher, name, made) =>
	shell(`${cloneLines(publisher)}
${made}
npm install --prefix ~/.n8n/nodes --ignore-scripts --legacy-peer-deps ./${name}-[0-9]*.tgz`);

/**
 * The instructions to install one of the node packages, for a README.
 * @param {Publisher} publisher
 * @param {string} name
 * @param {string} made the command that makes its tarball
 */
function installText(publisher, name, made) {
	if (publisher.published) {
		return `In n8n, open **Settings → Community nodes → Install** and enter \`${name}\`. n8n's own page on
[community nodes](${COMMUNITY_NODES}) has the details.`;
	}
	return `The packages are not on npm yet. If you find one of these names there, it is not this package. Build it and install the
tarball where n8n looks for community nodes:

${installFromClone(publisher, name, made)}

Then restart n8n with \`N8N_UNVERIFIED_PACKAGES_ENABLED=true\` in its environment.`;
}

/**
 * The same in Spanish.
 * @type {typeof installText}
 */
function installTextInSpanish(publisher, name, made) {
	if (publisher.published) {
		return `En n8n, abra **Settings → Community nodes → Install** y escriba \`${name}\`. La página de n8n sobre
[nodos de la comunidad](${COMMUNITY_NODES}) explica los detalles.`;
	}
	return `Los paquetes todavía no están en npm. Si encuentra allí uno de estos nombres, no es este paquete. Compile el paquete e
instálelo donde n8n busca los nodos de la comunidad:

${installFromClone(publisher, name, made)}

Después reinicie n8n con \`N8N_UNVERIFIED_PACKAGES_ENABLED=true\` en su entorno.`;
}

/**
 * How to start the sandbox next to your own n8n.
 * @param {Publisher} publisher
 */
function sandboxText({ published }) {
	if (published) return shell(`npx ${SANDBOX}`);
	return `Its package (0.3 MB, no dependencies) is not on npm yet. With its tarball, you need no clone (in a clone, \`npm run build && npm pack ./dist-sandbox\` makes it):

${shell(`npx ./${SANDBOX}-[0-9]*.tgz`)}

In a clone, \`npm run sandbox\` does the same.`;
}

/**
 * Replaces the text between two marks.
 * @param {string} text
 * @param {string} block
 * @param {string} mark its start
 */
function replaceBlock(text, block, mark = 'publisher.json') {
	const [before = '', rest, ...more] = text.split(`<!-- ${mark} -->\n`);
	const end = rest?.indexOf(BLOCK_END) ?? -1;
	if (rest === undefined || end < 0 || more.length > 0) {
		throw new Error(`There must be one "<!-- ${mark} -->", followed by "${BLOCK_END}".`);
	}
	return `${before}<!-- ${mark} -->\n\n${block}\n\n${rest.slice(end)}`;
}

const MADE = 'npm run build && npm pack';

/** @type {Render} */
const readme = (text, publisher) => {
	const blocks = {
		'publisher.json': installText(publisher, NAME, MADE),
		'publisher.json: sandbox': sandboxText(publisher),
		'publisher.json: clone': shell(cloneLines(publisher)),
	};
	return Object.entries(blocks).reduce(
		(all, [mark, block]) => replaceBlock(all, block, mark),
		text,
	);
};

/** @type {Render} */
const gettingStarted = (text, publisher) => replaceBlock(text, installText(publisher, NAME, MADE));

/** @type {Render} */
const gettingStartedInSpanish = (text, publisher) =>
	replaceBlock(text, installTextInSpanish(publisher, NAME, MADE));

/** @type {Render} */
const sandboxReadme = (text, { published, repository }) => {
	const command = published ? `npx ${SANDBOX}` : 'node dist-sandbox/bin/sandbox.js';
	const start = published ? '' : 'npm run build   # in a clone: the package is not on npm yet\n';
	return replaceBlock(text, shell(`${start}${command}`))
		.replace(/(# In tests[^]*?```sh\n)[^]*?(?= --port)/, (_all, /** @type {string} */ before) => {
			return before + command;
		})
		.replace(/(\[n8n-nodes-sms-gateways\]\()[^)]*/, (_all, /** @type {string} */ before) => {
			return before + repository;
		});
};

/**
 * All files with values from publisher.json, with the functions that render them.
 * @returns {Map<string, Render>}
 */
function places() {
	/** @type {Map<string, Render>} */
	const found = new Map([
		['package.json', manifest('readme')],
		['sandbox/package/package.json', manifest('try-it-without-an-account')],
		['LICENSE', license],
		['README.md', readme],
		['docs/getting-started.md', gettingStarted],
		['docs/es/primeros-pasos.md', gettingStartedInSpanish],
		['sandbox/package/README.md', sandboxReadme],
	]);
	for (const folder of ['packages', 'credentials', 'nodes']) {
		const files = readdirSync(paths.join(ROOT, folder), { recursive: true, encoding: 'utf8' });
		for (const file of files.map((each) => `${folder}/${each.replaceAll('\\', '/')}`).sort()) {
			if (/^packages\/[^/]+\/package\.json$/.test(file)) found.set(file, manifest('readme'));
			if (/^credentials\/[^/]+\.credentials\.ts$/.test(file)) found.set(file, credential);
			if (/^nodes\/.*\.node\.json$/.test(file)) found.set(file, codex);
		}
	}
	return found;
}

module.exports = { FILE, installText, places, readPublisher, refusals };
