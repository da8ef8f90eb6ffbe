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
	setupFiles: ['<rootDir>/test/fuzz-seed.js'],
	testMatch: ['**/*.test.ts'],
	// What needs a real n8n runs by test/n8n/jest.config.js and test/queue/jest.config.js.
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/n8n/', '<rootDir>/test/queue/'],
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
