import { config as n8nConfig } from '@n8n/node-cli/eslint';
import { defineConfig, globalIgnores } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/** What is published: under n8n's own rules. */
const SHIPPED = [
	'credentials/**',
	'gateways/**',
	'libraries/**',
	'messages/**',
	'nodes/**',
	'package.json',
];
/** What is not: it runs on a developer's machine. */
const TOOLS = [
	'bench/**/*.ts',
	'sandbox/**/*.{ts,tsx,cjs}',
	'scripts/**/*.{ts,mjs,cjs}',
	'test/**/*.{ts,js,cjs}',
	'{gulpfile,jest.config,jest.browser.config,jest.faults.config,jest.n8n.config,jest.office.config,jest.queue.config}.js',
];

/** Where time matters, and the two files that ask for the machine's clock. */
const TIMED = ['{credentials,gateways,libraries,messages,nodes,sandbox,bench}/**/*.{ts,tsx}'];
const CLOCKS = ['nodes/runtime/clock.ts', 'sandbox/clock.ts'];
const CLOCK_WORDS =
	"The machine's clock may jump. Use elapsed() for durations and wallClock() for dates, from nodes/runtime/clock.ts or sandbox/clock.ts.";
/** What reads texts from outside: its regular expressions take linear time. */
const LINEAR = [
	'{credentials,gateways,libraries,messages,nodes}/**/*.ts',
	'sandbox/**/*.{ts,tsx,cjs}',
];

export default defineConfig(
	globalIgnores([
		'dist',
		'dist-sandbox',
		'packages',
		'coverage',
		'node_modules',
		'examples',
		'.github',
	]),
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	// n8n's configuration is for a repository that holds nothing but nodes.
	...n8nConfig.map((part) => (part.rules ? scoped(part) : part)),
	{
		files: TOOLS,
		extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
		languageOptions: {
			parserOptions: {
				project: ['./tsconfig.tools.json', './sandbox/inbox/page/tsconfig.json'],
				tsconfigRootDir: import.meta.dirname,
			},
		},
		rules: {
			// Numbers and booleans in texts are what they look like.
			'@typescript-eslint/restrict-template-expressions': [
				'error',
				{ allowNumber: true, allowBoolean: true },
			],
		},
	},
	{
		files: TIMED,
		ignores: CLOCKS,
		rules: {
			'no-restricted-properties': [
				'error',
				{ object: 'Date', property: 'now', message: CLOCK_WORDS },
			],
			'no-restricted-syntax': [
				'error',
				...[
					"NewExpression[callee.name='Date'][arguments.length=0]",
					"CallExpression[callee.name='Date']",
					"MemberExpression[object.property.name='Date'][property.name='now']",
				].map((selector) => ({ selector, message: CLOCK_WORDS })),
			],
		},
	},
	{
		files: LINEAR,
		plugins: { regexp },
		// With `potential`, an expression counts as slow unless it is proved that it is not.
		rules: {
			'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
			'regexp/no-super-linear-move': [
				'error',
				{ report: 'potential', ignorePartial: false, ignoreSticky: false },
			],
		},
	},
	{
		files: ['*.js', '{sandbox,scripts,test}/**/*.{js,mjs,cjs}'],
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
);

/** The same part of n8n's configuration, for what is published only. */
function scoped(part) {
	const files = part.files?.flat() ?? ['**/*.ts'];
	if (files.includes('package.json')) return part;
	const narrowed = files.includes('**/*.ts')
		? SHIPPED.filter((each) => each.endsWith('**')).map((each) => `${each}/*.ts`)
		: files.map((each) => each.replace(/^\.\//, ''));
	return { ...part, files: narrowed };
}
