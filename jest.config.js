const { availableParallelism } = require('node:os');

/** Packages that are only ES modules. Jest cannot load them, so they are converted to CommonJS. */
const ES_MODULES = ['get-port'].join('|');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testTimeout: 30_000,
	// By default, Jest leaves one core free, which is half of two. And many tests wait.
	maxWorkers: Math.ceil(1.5 * availableParallelism()),
	roots: ['<rootDir>/test'],
	setupFiles: ['<rootDir>/test/fuzzSeed.js'],
	testMatch: ['**/*.test.ts'],
	// These need n8n, a browser, LibreOffice or a long time: each has its own jest.config.js.
	testPathIgnorePatterns: [
		'/node_modules/',
		...['browser', 'faults', 'n8n', 'office', 'queue'].map((suite) => `<rootDir>/test/${suite}/`),
	],
	transform: {
		[`^.+\\.ts$|/node_modules/(?:${ES_MODULES})/`]: ['<rootDir>/test/transform.cjs', {}],
	},
	// n8n's own packages are already compiled; transforming them takes minutes.
	transformIgnorePatterns: [`/node_modules/(?!(?:${ES_MODULES})/)`, '<rootDir>/dist/'],
	collectCoverageFrom: [
		'gateways/**/*.ts',
		'http/**/*.ts',
		'messages/**/*.ts',
		'nodes/**/*.ts',
		'credentials/**/*.ts',
		'runtime/**/*.ts',
	],
	coverageReporters: ['text-summary', 'lcov'],
	coverageThreshold: { global: { branches: 90 } },
};
