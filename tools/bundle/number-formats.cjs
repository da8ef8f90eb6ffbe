// What of numfmt the published package holds: all of it, but for how long it remembers. It keeps each
// pattern that it has ever parsed, and files from anywhere bring patterns of their own.
'use strict';

const { readFile } = require('node:fs/promises');

/** The line in which numfmt keeps a pattern, and what it becomes: when there are many, all are forgotten. */
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
				throw new Error(`${path} does not hold "${KEEPS}" once`);
			return {
				contents: `let _parseDataCount = 0;\n${source.replace(KEEPS, FORGETS)}`,
				loader: 'js',
			};
		});
	},
};

/** @satisfies {import('esbuild').BuildOptions} */
module.exports = { plugins: [forgetful] };
