// The tests of what goes wrong; `npm run test:faults` prepares them and then starts Jest with this.
const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	rootDir: '../..',
	testEnvironment: base.testEnvironment,
	roots: ['<rootDir>/test/faults'],
	testMatch: ['**/*.test.ts'],
	setupFiles: base.setupFiles,
	transform: base.transform,
	transformIgnorePatterns: base.transformIgnorePatterns,
	testTimeout: 240_000,
	// What looks at the time that passes looks at the processor's, too: others may work beside it.
	maxWorkers: '100%',
};
