import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../package.json';
import { manifestOf } from '../scripts/packages/service-package.cjs';
import services from '../scripts/packages/services.cjs';
import { dated, notesOf } from '../scripts/release/changelog';

const ROOT = join(__dirname, '..');
const CHANGELOG = `# Changelog

## 0.2.0 (unreleased)

- New.

## 0.1.0 (2026-11-30)

First version.

- **One**
- two
`;

describe('the changelog', () => {
	it('says what is new in a version', () => {
		expect(notesOf(CHANGELOG, '0.1.0')).toBe('First version.\n\n- **One**\n- two');
	});

	it('gets the date of a release, once', () => {
		const released = dated(CHANGELOG, '0.2.0', '2026-12-24');
		expect(released).toBe(CHANGELOG.replace('(unreleased)', '(2026-12-24)'));
		expect(notesOf(released, '0.2.0')).toBe('- New.');
		expect(() => dated(released, '0.2.0', '2026-12-25')).toThrow('released already');
	});

	it.each([
		['a version without a date', '0.2.0', 'no date'],
		['a version that it does not know', '0.3.0', 'no section "## 0.3.0'],
		['a version that begins alike', '0.1', 'no section "## 0.1 '],
	])('has no notes for %s', (_label, version, words) => {
		expect(() => notesOf(CHANGELOG, version)).toThrow(words);
	});

	it('has a section for the version of package.json', () => {
		const own = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
		expect(own).toMatch(new RegExp(`^## ${manifest.version} \\(`, 'm'));
	});
});

it.each(services)('$name: its package.json is made from the main one', (service) => {
	const kept = readFileSync(join(ROOT, 'packages', service.name, 'package.json'), 'utf8');
	const made = manifestOf(manifest, service);
	// If not: npm run packages.
	expect(JSON.parse(kept)).toEqual(JSON.parse(JSON.stringify(made)));
});

it('every node and credential of the main package is in a package with a single service', () => {
	const made = services.flatMap((service) => {
		const { n8n } = manifestOf(manifest, service);
		return [...n8n.nodes, ...n8n.credentials];
	});
	expect([...new Set(made)].sort()).toEqual(
		[...manifest.n8n.nodes, ...manifest.n8n.credentials].sort(),
	);
});
