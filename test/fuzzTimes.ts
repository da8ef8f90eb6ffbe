/**
 * How many times as many inputs a test makes as it needs in each run: CI takes more of its time than
 * somebody who waits for it.
 */
export const FUZZ_TIMES = Number(process.env.SMS_GATEWAYS_FUZZ_TIMES ?? 1);
