import fc from 'fast-check';
import { readRecipientList } from '../../messages/recipients';
import { Refusal } from '../../messages/refusal';
import { summaryOf } from './files';
import { FUZZ_TIMES } from '../fuzzing';

const pause = () => Promise.resolve();
const read = (input: unknown, country: string) => readRecipientList(input, country, pause);

const US = '+13056708084';
const SPAIN = '+34612345678';

describe('lists of recipients', () => {
	it.each<[string, unknown, string, string[]]>([
		['one', US, '', [US]],
		['commas', `${US}, ${SPAIN}`, '', [US, SPAIN]],
		['semicolons', `${US};${SPAIN}`, '', [US, SPAIN]],
		['lines', `${US}\r\n${SPAIN}\n`, '', [US, SPAIN]],
		['tabs', `${US}\t${SPAIN}`, '', [US, SPAIN]],
		['commas of other scripts', `${US}，${SPAIN}، ${US}、${SPAIN}`, '', [US, SPAIN, US, SPAIN]],
		['empty entries', `,${US},,\n ;\u200b;${SPAIN},`, '', [US, SPAIN]],
		['numbers as people write them', '+1 (305) 670-8084; 0034 612 34 56 78', '', [US, SPAIN]],
		['national numbers', '612 34 56 78\n(305) 670-8084', 'US', ['INVALID_NUMBER', US]],
		['an array', [US, ` ${SPAIN} `, '', null, undefined], '', [US, SPAIN]],
		['an array of numbers', [13056708084, 34612345678], '', [US, SPAIN]],
		['a number', 13056708084, '', [US]],
		['JSON', `["${US}", 34612345678]`, '', [US, SPAIN]],
		['JSON with space around it', ` [ "${US}" ]\n`, '', [US]],
		['what is no number', `${US}, hello, ${SPAIN}`, '', [US, 'INVALID_NUMBER', SPAIN]],
		[
			'objects',
			[US, { to: SPAIN }, [SPAIN], true],
			'',
			[US, ...Array<string>(3).fill('INVALID_NUMBER')],
		],
		['two numbers in one entry', [`${US}, ${SPAIN}`], '', ['INVALID_NUMBER']],
		['shortened', '9.19877E+11', '', ['SHORTENED_NUMBER']],
		[
			'too large for a number',
			[1e21, 2 ** 60, 1.5, NaN],
			'',
			Array<string>(4).fill('INVALID_NUMBER'),
		],
	])('%s', async (_, input, country, expected) => {
		expect(summaryOf(await read(input, country))).toEqual(expected);
	});

	it('says which entry is wrong, and how to write it', async () => {
		expect((await read(`${US},, nobody `, ''))[1]).toEqual({
			recipient: null,
			written: 'nobody',
			row: null,
			problems: [
				{
					row: null,
					column: '',
					code: 'INVALID_NUMBER',
					message: 'Recipient 2: "nobody" is not a valid phone number: it does not look like one',
					hint: expect.stringContaining('with a plus sign') as string,
				},
			],
		});
	});

	it.each<[unknown, string, string]>([
		['', '', 'NO_RECIPIENTS'],
		[' , ;\n', '', 'NO_RECIPIENTS'],
		[[], '', 'NO_RECIPIENTS'],
		['[]', '', 'NO_RECIPIENTS'],
		[[null, ''], '', 'NO_RECIPIENTS'],
		[null, '', 'NO_RECIPIENTS'],
		[undefined, '', 'NO_RECIPIENTS'],
		[{ to: US }, '', 'INVALID_RECIPIENTS'],
		[true, '', 'INVALID_RECIPIENTS'],
		['[+13056708084]', '', 'INVALID_RECIPIENTS'],
		['["a"', '', 'INVALID_RECIPIENTS'],
		[US, 'Spain', 'INVALID_COUNTRY'],
	])('refuses %j (%s) as a whole', async (input, country, code) => {
		await expect(read(input, country)).rejects.toMatchObject({ name: 'Refusal', code });
	});

	it.each<[string, unknown, string, RegExp]>([
		['a text', `${US},`.repeat(2_000_000), 'TOO_MANY_RECIPIENTS', /25,000,000 characters/],
		[
			'a text that is JSON',
			`["${US}"${' '.repeat(2_000_000)}]`,
			'TOO_MANY_RECIPIENTS',
			/1,500,000/,
		],
	])('refuses too much: %s', async (_label, input, code, message) => {
		await expect(read(input, '')).rejects.toMatchObject({
			code,
			message: expect.stringMatching(message) as string,
		});
	});

	it('throws nothing but refusals, and has an outcome for every entry', async () => {
		const unit = fc.constantFrom(...'+0139, ;\n[]{}"e.'.split(''), US, '\u202a', '😀');
		const input = fc.oneof(fc.string({ unit }), fc.anything(), fc.array(fc.anything()));
		await fc.assert(
			fc.asyncProperty(input, fc.constantFrom('', 'US', 'xx'), async (each, country) => {
				try {
					const listed = await read(each, country);
					expect(listed.length).toBeGreaterThan(0);
					for (const { recipient, problems } of listed)
						expect(recipient === null).toBe(problems !== null);
				} catch (error) {
					expect(error).toBeInstanceOf(Refusal);
				}
			}),
			{ numRuns: 300 * FUZZ_TIMES },
		);
	});
});
