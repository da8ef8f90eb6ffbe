// Bundles numfmt into the published package, with a limit on its cache: it keeps each pattern that it
// has ever parsed, and files from outside have their own patterns.
'use strict';

const { readFile } = require('node:fs/promises');

/** The line that caches a pattern, and its replacement, which clears a cache that is too large. */
const KEEPS = '_parseDataCache[pattern] = parseData;';
const MOST_PATTERNS = 1000;
const FORGETS = `if (++_parseDataCount > ${MOST_PATTERNS}) {
	for (const known of Object.keys(_parseDataCache)) delete _parseDataCache[known];
	_parseDataCount = 1;
}
${KEEPS}`;

/** @type {import('esbuild').Plugin} */
const forgetful = {
	name: 'forgetful',
	setup(build) {
		build.onLoad({ filter: /[\\/]numfmt[\\/]lib[\\/]index\.js$/ }, async ({ path }) => {
			const source = await readFile(path, 'utf8');
			if (source.split(KEEPS).length !== 2)
				throw new Error(`${path} does not contain "${KEEPS}" exactly once`);
			return {
				contents: `let _parseDataCount = 0;\n${source.replace(KEEPS, FORGETS)}`,
				loader: 'js',
			};
		});
	},
};

/** @satisfies {import('esbuild').BuildOptions} */
module.exports = { plugins: [forgetful] };
