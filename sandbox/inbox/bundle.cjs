// Makes the inbox's files of its sources. CommonJS, because the build runs without TypeScript.
const path = require('node:path');

/**
 * Bundles the page's script and style, and says of what.
 *
 * @returns {Promise<{
 *   files: Record<'app.js' | 'app.css', string>,
 *   metafile: import('esbuild').Metafile,
 * }>}
 */
async function bundlePage() {
	// Only here: the built sandbox comes with the files and without esbuild.
	const esbuild = /** @type {typeof import('esbuild')} */ (require('esbuild'));
	const { outputFiles, metafile } = await esbuild.build({
		entryPoints: {
			app: path.join(__dirname, 'page', 'main.tsx'),
			'app-style': path.join(__dirname, 'page', 'style.css'),
		},
		outdir: path.join(__dirname, 'built'),
		write: false,
		metafile: true,
		bundle: true,
		minify: true,
		format: 'esm',
		target: ['chrome109', 'firefox115', 'safari16'],
		jsx: 'automatic',
		jsxImportSource: 'preact',
		legalComments: 'none',
		logLevel: 'warning',
	});
	/** @param {string} ending */
	const text = (ending) => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
	const files = { 'app.js': text('app.js'), 'app.css': text('app-style.css') };
	return { files, metafile };
}

module.exports = { bundlePage };
