const { availableParallelism } = require('node:os');

/** The packages that are ES modules only. Jest loads none, so they are made CommonJS, as our own are. */
const ES_MODULES = ['get-port'].join('|');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testTimeout: 30_000,
	// Jest leaves one core to others; on two, that is half of the time. And many tests wait.
	maxWorkers: Math.ceil(1.5 * availableParallelism()),
	roots: ['<rootDir>/test'],
	setupFiles: ['<rootDir>/test/fuzzSeed.js'],
	testMatch: ['**/*.test.ts'],
	// These need an n8n, a browser, LibreOffice or a long time: each has a jest.config.js of its own.
	testPathIgnorePatterns: [
		'/node_modules/',
		...['browser', 'faults', 'n8n', 'office', 'queue'].map((suite) => `<rootDir>/test/${suite}/`),
	],
	transform: {
		[`^.+\\.ts$|/node_modules/(?:${ES_MODULES})/`]: ['<rootDir>/test/transform.cjs', {}],
	},
	// n8n's own packages are compiled already; transforming them costs minutes.
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
