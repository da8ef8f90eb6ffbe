/**
 * How many times as many inputs a test makes as it needs in each run: CI takes more of its time than
 * somebody who waits for it.
 */
export const FUZZ_TIMES = Number(process.env.SMS_GATEWAYS_FUZZ_TIMES ?? 1);

/**
 * What random inputs are made of: others in each run, but in CI, which must say the same of the same
 * code.
 */
export const FUZZ_SEED = Number(process.env.SMS_GATEWAYS_SEED ?? Date.now() % 2 ** 31);
