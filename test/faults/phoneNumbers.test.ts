import { FUZZ_SEED, FUZZ_TIMES } from '../fuzzing';
import { FOREIGN_WAYS, LARGEST, Tally, WAYS } from '../messages/phoneNumberWays';
import { COUNTRIES, drawAny, drawMobile, randomOf } from '../messages/validNumbers';
import { compareWithLibrary, drawPlainText } from '../messages/plainTexts';
import { count } from './tally';

/*
 * Numbers that exist are drawn from the library's patterns, written in many ways, and read: each must
 * be the number that was drawn, or refused. What is right needs no code of ours.
 *
 * SMS_GATEWAYS_SEED draws the same again.
 */
const NUMBERS = 100_000 * FUZZ_TIMES;
/** Texts that are read with the library and without it. */
const TEXTS = 500_000 * FUZZ_TIMES;
/** For each pair of a default country and one of the largest. */
const OF_A_PAIR = 3 * FUZZ_TIMES;
/** Countries of which more is refused are listed. */
const SHARE = 0.02;

const report: string[] = [];

function end(name: string, tally: Tally): void {
	const drawn = tally.right + tally.refused + tally.wrong.length;
	count('phone numbers', { node: 'read', name }, 'numbers', drawn);
	report.push(
		`${name}: ${drawn} drawn, ${tally.right} right, ${tally.refused} refused, ${tally.wrong.length} wrong`,
	);
	const above = tally.refusedAbove(SHARE).map((each) => each.join(' '));
	if (above.length > 0 && above.length < 100) report.push(`  refused: ${above.join(', ')}`);
	if (tally.wrong.length > 0)
		throw new Error(
			`Seed ${FUZZ_SEED}: a stranger's number\n${tally.wrong.slice(0, 20).join('\n')}`,
		);
}

afterAll(() => {
	console.info(`Seed ${FUZZ_SEED}\n${report.join('\n')}`);
});

/** Minutes of a busy machine: each test reads more than a million times. */
const TIMEOUT = 3_600_000;

/** A tally for each way. */
function talliesOf<Way>(ways: Record<string, Way>): [name: string, way: Way, tally: Tally][] {
	return Object.entries(ways).map(([name, way]) => [name, way, new Tally()]);
}

it.each([
	['mobile phones', drawMobile],
	['numbers of all types', drawAny],
])(
	'%s of every country, in every way',
	(kind, draw) => {
		const random = randomOf(FUZZ_SEED);
		const tallies = talliesOf(WAYS);
		for (let index = 0; index < NUMBERS / 2; index++) {
			const country = COUNTRIES[index % COUNTRIES.length] ?? 'US';
			const drawn = draw(country, random);
			if (drawn === null) continue;
			for (const [, write, tally] of tallies) tally.add(country, drawn, write(drawn, random));
		}
		for (const [name, , tally] of tallies) end(`${kind}, ${name}`, tally);
	},
	TIMEOUT,
);

it(
	'mobile phones of the 30 largest countries, beside each default country',
	() => {
		const random = randomOf(FUZZ_SEED);
		const tallies = talliesOf(FOREIGN_WAYS);
		for (const country of COUNTRIES) {
			for (const largest of LARGEST) {
				for (let times = 0; times < OF_A_PAIR; times++) {
					const drawn = drawMobile(largest, random);
					if (drawn === null) continue;
					for (const [, write, tally] of tallies)
						tally.add(country, drawn, { input: write(drawn, random), country });
				}
			}
		}
		for (const [name, , tally] of tallies) end(`beside a default country, ${name}`, tally);
	},
	TIMEOUT,
);

it(
	'digits with punctuation, as the library reads them',
	() => {
		const random = randomOf(FUZZ_SEED);
		const differences: string[] = [];
		let read = 0;
		for (let index = 0; index < TEXTS; index++) {
			const { isRead, difference } = compareWithLibrary(drawPlainText(random));
			if (isRead) read++;
			if (difference !== null) differences.push(difference);
		}
		count('phone numbers', { node: 'read', name: 'as the library' }, 'texts', TEXTS);
		report.push(`as the library: ${TEXTS} drawn, ${read} read, ${differences.length} different`);
		if (differences.length > 0)
			throw new Error(
				`Seed ${FUZZ_SEED}: not as the library\n${differences.slice(0, 20).join('\n')}`,
			);
	},
	TIMEOUT,
);
