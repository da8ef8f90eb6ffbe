// The tests with LibreOffice; `npm run test:office` finds it and then starts Jest with this.
const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	rootDir: '../..',
	testEnvironment: base.testEnvironment,
	roots: ['<rootDir>/test/office'],
	testMatch: ['**/*.test.ts'],
	transform: base.transform,
	transformIgnorePatterns: base.transformIgnorePatterns,
	testTimeout: 240_000,
	maxWorkers: 1,
};
