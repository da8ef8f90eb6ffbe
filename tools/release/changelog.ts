/** The sections of CHANGELOG.md, each with its heading, e.g. `## 0.2.0 (2026-12-01)`. */
function sectionOf(changelog: string, version: string): string {
	const section = changelog.split(/^(?=## )/m).find((each) => each.startsWith(`## ${version} `));
	if (section === undefined) {
		throw new Error(`CHANGELOG.md has no section "## ${version} (...)". Add one.`);
	}
	return section;
}

/**
 * The changelog's section of a version, without its heading.
 *
 * @throws Error if there is no such section, or the version has no date yet
 */
export function notesOf(changelog: string, version: string): string {
	const section = sectionOf(changelog, version);
	const end = section.indexOf('\n');
	if (!/^## \S+ \(\d{4}-\d\d-\d\d\)$/.test(section.slice(0, end))) {
		throw new Error(
			`Version ${version} has no date in CHANGELOG.md: npm run release -- ${version}`,
		);
	}
	const notes = section.slice(end).trim();
	if (notes === '') throw new Error(`CHANGELOG.md says nothing about ${version}.`);
	return notes;
}

/**
 * The changelog with a date in place of "unreleased".
 *
 * @param date `yyyy-mm-dd`
 */
export function dated(changelog: string, version: string, date: string): string {
	const section = sectionOf(changelog, version);
	const heading = `## ${version} (unreleased)`;
	if (!section.startsWith(`${heading}\n`)) {
		throw new Error(`CHANGELOG.md has no heading "${heading}": is it released already?`);
	}
	return changelog.replace(heading, `## ${version} (${date})`);
}
