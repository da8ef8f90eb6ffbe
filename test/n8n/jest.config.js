// The tests that run in a real n8n; `npm run test:n8n` prepares it and then starts Jest with this.
const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	rootDir: '../..',
	testEnvironment: base.testEnvironment,
	roots: ['<rootDir>/test/n8n'],
	testMatch: ['**/*.test.ts'],
	transform: base.transform,
	transformIgnorePatterns: base.transformIgnorePatterns,
	testTimeout: 240_000,
	maxWorkers: 1,
};
