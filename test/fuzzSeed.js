// Jest loads this before each file of tests: properties without a seed of their own take that of the run.
const { SMS_GATEWAYS_SEED: seed } = process.env;
if (seed !== undefined) require('fast-check').configureGlobal({ seed: Number(seed) });
