// The tests in a real Chromium; `npm run test:browser` prepares them and then starts Jest with this.
const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	rootDir: '../..',
	testEnvironment: base.testEnvironment,
	roots: ['<rootDir>/test/browser'],
	testMatch: ['**/*.test.ts'],
	transform: base.transform,
	transformIgnorePatterns: base.transformIgnorePatterns,
	testTimeout: 240_000,
	maxWorkers: 1,
};
