// The tests that run in queue mode; `npm run test:queue` prepares it and then starts Jest with this.
const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	rootDir: '../..',
	testEnvironment: base.testEnvironment,
	roots: ['<rootDir>/test/queue'],
	testMatch: ['**/*.test.ts'],
	transform: base.transform,
	transformIgnorePatterns: base.transformIgnorePatterns,
	testTimeout: 240_000,
	maxWorkers: 1,
};
