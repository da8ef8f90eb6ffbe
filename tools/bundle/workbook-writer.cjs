// What of exceljs the published package holds. n8n's scanner allows no timers, no `process` and no
// Node module but `crypto`, and exceljs as it comes has streams, files and archives for what is not
// needed here: only `Workbook` and `xlsx.writeBuffer()` are. The code that runs is exceljs's and
// JSZip's own, so the bytes are the same as without this (test/tools/package.test.ts compares them).
'use strict';

const path = require('node:path');

/** @param {string} name */
const own = (name) => path.join(__dirname, name);

/**
 * Modules that something else stands for, by the name they are asked for.
 * @type {Record<string, string>}
 */
const INSTEAD = {
	// exceljs without its polyfills and without its streams.
	exceljs: require.resolve('exceljs/lib/exceljs.bare.js'),
	buffer: own('buffer.ts'),
	// Not Node's own, but the package that browsers get.
	events: require.resolve('events/'),
	'readable-stream': own('readable-stream.ts'),
	// For runtimes without `setImmediate` or `Promise`.
	setimmediate: own('nothing.ts'),
	lie: own('nothing.ts'),
	// Files, CSV and reading: never called.
	fs: own('nothing.ts'),
	'../csv/csv': own('nothing.ts'),
	'../../utils/parse-sax': own('nothing.ts'),
};

/** @type {import('esbuild').Plugin} */
const standIns = {
	name: 'stand-ins',
	setup(build) {
		build.onResolve({ filter: /.*/ }, (asked) => {
			const instead = Object.hasOwn(INSTEAD, asked.path) ? INSTEAD[asked.path] : undefined;
			return instead === undefined ? undefined : { path: instead };
		});
	},
};

/** @satisfies {import('esbuild').BuildOptions} */
module.exports = {
	plugins: [standIns],
	inject: [own('set-immediate.ts')],
	define: {
		'process.browser': 'false',
		'process.nextTick': 'queueMicrotask',
		'global.setImmediate': 'true',
	},
	// Warnings about names that exceljs no longer uses.
	drop: /** @type {['console']} */ (['console']),
	external: ['n8n-workflow'],
};
