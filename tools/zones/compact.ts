/** The table as `libraries/timeZones.ts` has it. */
export interface CompactTable {
	/** The names of all zones. */
	zones: string;
	/** The sets of zones, as places in `zones`. */
	sets: string;
	/** The prefixes in alphabetical order, each with the place of its set. */
	prefixes: string;
}

/**
 * Makes the table small: prefixes that say the same as a shorter one are left out, and each begins with
 * the number of digits that it has in common with the one before it.
 *
 * @param table the zones of each prefix, joined with `&`
 */
export function compact(table: ReadonlyMap<string, string>): CompactTable {
	const needed = [...table.keys()].sort().filter((prefix) => {
		const shorter = longest(table, prefix.slice(0, -1));
		return shorter === undefined || table.get(shorter) !== table.get(prefix);
	});
	const sets = [...new Set(needed.map((prefix) => table.get(prefix) ?? ''))];
	const zones = [...new Set(sets.flatMap((set) => set.split('&')))].sort();
	const places = (set: string) => set.split('&').map((zone) => zones.indexOf(zone).toString(36));
	let before = '';
	const prefixes = needed.map((prefix) => {
		let common = 0;
		while (prefix[common] === before[common]) common++;
		before = prefix;
		const set = sets.indexOf(table.get(prefix) ?? '');
		return `${common}${prefix.slice(common)}${inLetters(set)}`;
	});
	return {
		zones: zones.join(' '),
		sets: sets.map((set) => places(set).join('.')).join(' '),
		prefixes: prefixes.join(''),
	};
}

/** The longest prefix of some digits that a table has. */
export function longest(table: ReadonlyMap<string, unknown>, digits: string): string | undefined {
	for (let length = digits.length; length > 0; length--) {
		if (table.has(digits.slice(0, length))) return digits.slice(0, length);
	}
	return undefined;
}

/** A number in base 26: `a` to `z`. */
function inLetters(value: number): string {
	const digits = value.toString(26);
	return digits.replace(/./g, (digit) => String.fromCharCode(97 + parseInt(digit, 26)));
}
