/** Matches a moment as outputs write it: ISO 8601, UTC, with milliseconds. */
export const MOMENT: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
