import { readPrepared } from './prepared';

/** What the first versions of n8n 2 do not have, and since which version n8n has it. */
const SINCE = {
	'data tables that a workflow makes': '2.3.0',
	'steps for human approval': '2.6.0',
	// Not in 2.0.3, but in 2.20.12; those between have not been run.
	'thanks for the answer that counts': '2.20.12',
	'an error output that takes details': '2.35.3',
	// A module that 2.40.7 has, and does not load unless it is named. Earlier ones have not been run.
	'agents outside of workflows': '2.40.7',
	'a report on version 3': '2.40.7',
	// Not in 2.20.12, where the run ends with an error and n8n's text lacks the input, but in 2.40.7.
	'human review that declines what cannot be asked': '2.40.7',
};

type Feature = keyof typeof SINCE;

/** Whether the n8n of the tests has this. */
export function hasFeature(feature: Feature): boolean {
	const { version } = readPrepared();
	return version.localeCompare(SINCE[feature], 'en', { numeric: true }) >= 0;
}

/** Tests of what not every n8n has; where they are skipped for that, their names say so. */
export function describeWith(feature: Feature, name: string, tests: () => void): void {
	if (hasFeature(feature)) describe(name, tests);
	else describe.skip(`${name} (${feature}: only since n8n ${SINCE[feature]})`, tests);
}

/** The same for a single test. */
export function testWith(feature: Feature): jest.It {
	return hasFeature(feature) ? test : test.skip;
}
