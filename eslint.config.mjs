import { config as n8nConfig } from '@n8n/node-cli/eslint';
import { defineConfig, globalIgnores } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/** What is published: under n8n's own rules. */
const SHIPPED = [
	'credentials/**',
	'gateways/**',
	'http/**',
	'libraries/**',
	'messages/**',
	'nodes/**',
	'runtime/**',
	'package.json',
];
/** What is not: it runs on a developer's machine. */
const TOOLS = [
	'sandbox/**/*.{ts,tsx,cjs}',
	'test/**/*.{ts,js,cjs}',
	'tools/**/*.{ts,mjs,cjs}',
	'{gulpfile,jest.config}.js',
];

/** Where time matters, and the two files that ask for the machine's clock. */
const TIMED = [
	'{credentials,gateways,http,libraries,messages,nodes,runtime,sandbox}/**/*.{ts,tsx}',
];
const CLOCKS = ['http/clock.ts', 'sandbox/server/clock.ts'];
const CLOCK_WORDS =
	"The machine's clock may jump. Use elapsed() for durations and wallClock() for dates, from http/clock.ts or sandbox/server/clock.ts.";
/** What reads texts from outside: its regular expressions take linear time. */
const LINEAR = [
	'{credentials,gateways,http,libraries,messages,nodes,runtime}/**/*.ts',
	'sandbox/**/*.{ts,tsx,cjs}',
];

/** That of n8n's configuration: ESLint takes one of each name. */
const importX = n8nConfig.find(({ plugins }) => plugins?.['import-x'])?.plugins['import-x'];

/** From the top to the bottom: a file knows its own floor and those below. */
const FLOORS = ['nodes', 'credentials', 'runtime', 'http', 'gateways', 'messages', 'libraries'];
/** The sandbox answers from the vendors' pages on its own; it shares the bounded readers of files. */
const APART = { sandbox: ['messages'], test: null, tools: null };

/** What the files of a floor may not know. */
const ARROWS = [
	...FLOORS.map((floor, index) => ({
		target: `./${floor}`,
		from: [...FLOORS.slice(0, index), ...Object.keys(APART)].map((each) => `./${each}`),
		message: 'Arrows run down only: see CONTRIBUTING.md.',
	})),
	{ target: './runtime', from: './credentials', message: 'Arrows run down only.' },
	{
		target: './sandbox',
		from: FLOORS.filter((floor) => !APART.sandbox.includes(floor)).map((floor) => `./${floor}`),
		message: 'The sandbox shares no code with what it stands in for.',
	},
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
		files: [`{${FLOORS.join(',')},sandbox}/**/*.{ts,tsx}`],
		plugins: { 'import-x': importX },
		settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
		rules: {
			'import-x/no-cycle': 'error',
			'import-x/no-restricted-paths': ['error', { zones: ARROWS }],
		},
	},
	{
		files: ['*.js', '{sandbox,test,tools}/**/*.{js,mjs,cjs}'],
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
