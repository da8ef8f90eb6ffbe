// The README of a package with a single service. What is true of all gateways stands in the main
// README alone; what is about this one is taken from there.
'use strict';

const { installText } = require('./publisher.cjs');

/** @typedef {import('./services.cjs')[number]} Service */

/**
 * @param {string} readme the main one
 * @param {Service} service
 * @param {string} home where the main one is read
 * @param {import('./publisher.cjs').Publisher} publisher
 * @returns {string}
 */
function readmeOf(readme, service, home, publisher) {
	const { name, title, sections } = service;
	const all = sectionsOf(readme);
	/** @param {string} heading */
	const section = (heading) => {
		const text = all.get(heading);
		if (text === undefined) throw new Error(`The README has no section "${heading}"`);
		return text;
	};
	const links = sections.map((heading) => {
		section(heading);
		return `- [${heading}](${home}#${anchorOf(heading)})`;
	});
	const text = `# ${title} for n8n

Send text messages from [n8n](https://n8n.io) through **${title}**. Every message gets one clear outcome:
accepted, rejected or unknown. Nothing that may have been sent is ever sent again by itself.

This is [n8n-nodes-sms-gateways](${home}) for one gateway, from the same source, with the same nodes;
install one of the two. There you also find a sandbox to try everything without an account.

## Install

${installText(publisher, name, `npm run packages && npm pack ./packages/${name}`)}

## What works

${tableOf(section('What works'), title)}

More about it:

${links.join('\n')}

## Your account

${section(title)}

## Assumptions to check on a live account

The vendor's pages leave gaps; this is what was chosen.

${tableOf(section('Assumptions to check on a live account'), `${title}|all`)}

## Licence

${section('Licence')}
`;
	return text.replace(/\]\((?!https?:|mailto:)#?([^)]+)\)/g, `](${home}/blob/main/$1)`);
}

/**
 * The text below each heading of the second level.
 * @param {string} readme
 */
function sectionsOf(readme) {
	const [, ...sections] = readme.split(/^## /m);
	return new Map(
		sections.map((each) => {
			const end = each.indexOf('\n');
			return [each.slice(0, end), each.slice(end).trim()];
		}),
	);
}

/**
 * The first table of a section: its head, and the rows that begin with one of the names.
 * @param {string} text
 * @param {string} names with `|` between them
 */
function tableOf(text, names) {
	const [head, rule, ...rows] = text.split('\n').filter((line) => line.startsWith('|'));
	const own = rows.filter((row) => new RegExp(`^\\| (?:${names}) +\\|`).test(row));
	if (own.length === 0) throw new Error(`The README's table has no row of ${names}`);
	return [head, rule, ...own].join('\n');
}

/** @param {string} heading */
function anchorOf(heading) {
	const words = heading.toLowerCase().replace(/[^\w -]/g, '');
	return words.replaceAll(' ', '-');
}

module.exports = { readmeOf };
