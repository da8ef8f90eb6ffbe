const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const gulp = require('gulp');

const run = promisify(execFile);

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/** Our own code is compiled file by file, so that it stays readable in the published package. */
async function compile() {
	try {
		await run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json']);
	} catch (error) {
		const { stdout } = /** @type {{ stdout?: string }} */ (error);
		throw new Error(stdout ?? String(error));
	}
}

/**
 * The libraries go into the files of `libraries/`, each with its licences at its end: the
 * published package has no dependencies.
 */
async function bundle() {
	await esbuild.build({
		entryPoints: [
			'libraries/csv.ts',
			'libraries/numberFormats.ts',
			'libraries/phoneNumbers.ts',
			'libraries/spreadsheet.ts',
			'libraries/xml.ts',
			'libraries/xmlEvents.ts',
		],
		outdir: 'dist/libraries',
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		minify: true,
		legalComments: 'eof',
		allowOverwrite: true,
		logLevel: 'warning',
	});
}

function copyIconsAndCodex() {
	return gulp
		.src('nodes/**/*.{svg,png,node.json}', { encoding: false })
		.pipe(gulp.dest('dist/nodes'));
}

exports.build = gulp.series(clean, compile, gulp.parallel(bundle, copyIconsAndCodex));
exports.default = exports.build;
