// Builds the files of both pages. CommonJS, because the build runs without TypeScript.
const path = require('node:path');

/**
 * Bundles the scripts and styles of the inbox and of the API page.
 *
 * @returns {Promise<{
 *   files: Record<'app.js' | 'app.css' | 'api.js' | 'api.css', string>,
 *   metafile: import('esbuild').Metafile,
 * }>}
 */
async function bundlePage() {
	// Required here only: the built sandbox comes with the files and without esbuild.
	const esbuild = /** @type {typeof import('esbuild')} */ (require('esbuild'));
	const { outputFiles, metafile } = await esbuild.build({
		entryPoints: {
			app: path.join(__dirname, 'page', 'main.tsx'),
			'app-style': path.join(__dirname, 'page', 'style.css'),
			api: path.join(__dirname, 'page', 'api', 'main.tsx'),
			'api-style': path.join(__dirname, 'page', 'api', 'style.css'),
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
	/** @param {string} name */
	const text = (name) => outputFiles.find((file) => path.basename(file.path) === name)?.text ?? '';
	const files = {
		'app.js': text('app.js'),
		'app.css': text('app-style.css'),
		'api.js': text('api.js'),
		'api.css': text('api-style.css'),
	};
	return { files, metafile };
}

module.exports = { bundlePage };
