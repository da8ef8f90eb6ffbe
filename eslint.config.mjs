import { config as n8nConfig } from '@n8n/node-cli/eslint';
import { defineConfig, globalIgnores } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/** Published files: n8n's own rules apply. */
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
/** Other files, which run on a developer's machine. */
const TOOLS = [
	'sandbox/**/*.{ts,tsx,cjs}',
	'test/**/*.{ts,js,cjs}',
	'tools/**/*.{ts,mjs,cjs}',
	'{gulpfile,jest.config}.js',
];

/** Files where time matters; two of them read the machine's clock. */
const TIMED = [
	'{credentials,gateways,http,libraries,messages,nodes,runtime,sandbox}/**/*.{ts,tsx}',
];
const CLOCKS = ['http/clock.ts', 'sandbox/server/clock.ts'];
const CLOCK_WORDS =
	"The machine's clock may jump. Use elapsed() for durations and wallClock() for dates, from http/clock.ts or sandbox/server/clock.ts.";
/** Files that read texts from outside: their regular expressions must take linear time. */
const LINEAR = [
	'{credentials,gateways,http,libraries,messages,nodes,runtime}/**/*.ts',
	'sandbox/**/*.{ts,tsx,cjs}',
];

/** From n8n's configuration, because ESLint allows only one plugin of each name. */
const importX = n8nConfig.find(({ plugins }) => plugins?.['import-x'])?.plugins['import-x'];

/** The layers from top to bottom: a file imports from its own layer and those below. */
const FLOORS = ['nodes', 'credentials', 'runtime', 'http', 'gateways', 'messages', 'libraries'];
/** The sandbox follows the vendors' pages independently; it shares only the readers of files. */
const APART = { sandbox: ['messages'], test: null, tools: null };

/** Forbidden imports by layer. */
const ARROWS = [
	...FLOORS.map((floor, index) => ({
		target: `./${floor}`,
		from: [...FLOORS.slice(0, index), ...Object.keys(APART)].map((each) => `./${each}`),
		message: 'Import only from lower layers: see CONTRIBUTING.md.',
	})),
	{ target: './runtime', from: './credentials', message: 'Import only from lower layers.' },
	{
		target: './sandbox',
		from: FLOORS.filter((floor) => !APART.sandbox.includes(floor)).map((floor) => `./${floor}`),
		message: 'The sandbox shares no code with the gateways that it simulates.',
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
	// n8n's configuration expects a repository that contains only nodes.
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
			// Numbers and booleans are fine in template texts.
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
		// With `potential`, an expression counts as slow unless it is proven not to be.
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
	// n8n's scanner does not accept comments that switch rules off here.
	{ files: ['{nodes,credentials}/**'], linterOptions: { noInlineConfig: true } },
	{
		// A library that is loaded when it is first needed, not when n8n starts.
		files: ['nodes/SmsGatewayTrigger/authentication.ts'],
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
	{
		files: ['*.js', '{sandbox,test,tools}/**/*.{js,mjs,cjs}'],
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
);

/** A part of n8n's configuration, for published files only. */
function scoped(part) {
	const files = part.files?.flat() ?? ['**/*.ts'];
	if (files.includes('package.json')) return part;
	const narrowed = files.includes('**/*.ts')
		? SHIPPED.filter((each) => each.endsWith('**')).map((each) => `${each}/*.ts`)
		: files.map((each) => each.replace(/^\.\//, ''));
	return { ...part, files: narrowed };
}
