import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { readPhoneNumber, readPhoneNumberOf } from '../../messages/phoneNumber';
import { Refusal } from '../../messages/refusal';
import type { DrawnNumber, Random } from './validNumbers';

/** How somebody writes a number, and what stands beside it. */
interface Written {
	input: unknown;
	/** The default country. */
	country?: string;
	/** The country beside the number. */
	beside?: string;
}

type Way = (drawn: DrawnNumber, random: Random) => Written;

const digits = ({ callingCode, national }: DrawnNumber) => callingCode + national;

function formatted({ e164 }: DrawnNumber): { international: string; national: string } {
	const parsed = parsePhoneNumberFromString(e164);
	return {
		international: parsed?.formatInternational() ?? e164,
		national: parsed?.formatNational() ?? e164,
	};
}

/** Zeros of scripts that have digits of their own; the last is outside of the first plane. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xe50, 0xff10, 0x1d7ce];

function inScript(text: string, zero: number): string {
	return text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
}

/** Separators at random places. Zeros behind a dot would be decimals, if no plus sign is before the number. */
function broken(text: string, random: Random): string {
	const marks = ['', '', '', ' ', '-', '.', '\u00a0', '\u2011'];
	return text
		.replace(/(?<=\d)\d/g, (digit) => `${marks[random(marks.length)] ?? ''}${digit}`)
		.replace(/^(\d+)\.(0+)$/, '$1$2');
}

/** Ways that say which country a number is of: by its code, or by what stands beside it. */
export const WAYS: Record<string, Way> = {
	'E.164': ({ e164 }) => ({ input: e164 }),
	'with 00': (drawn) => ({ input: `00${digits(drawn)}` }),
	'digits with the country code': (drawn) => ({ input: digits(drawn) }),
	'the same, beside its default country': (drawn) => ({
		input: digits(drawn),
		country: drawn.country,
	}),
	'a JavaScript number': (drawn) => ({ input: Number(digits(drawn)) }),
	'international, as the library formats it': (drawn) => ({
		input: formatted(drawn).international,
	}),
	'international, with dots': (drawn) => ({
		input: formatted(drawn).international.replace(/ /g, '.'),
	}),
	'the code in brackets': ({ callingCode, national }) => ({
		input: `(+${callingCode}) ${national}`,
	}),
	'separators at random places': ({ e164 }, random) => ({ input: broken(e164, random) }),
	'full-width': ({ e164 }) => ({ input: inScript(e164, 0xff10).replace('+', '\uff0b') }),
	'digits of another script': ({ e164 }, random) => ({
		input: inScript(e164, ZEROS[random(ZEROS.length)] ?? 0x660),
	}),
	'an apostrophe before it': ({ e164 }) => ({ input: `'${e164}` }),
	'decimals behind it': (drawn) => ({ input: `${digits(drawn)}.0` }),
	'a link': ({ callingCode, national }) => ({ input: `tel:+${callingCode}-${national};isub=1` }),
	'national, as the library formats it': (drawn) => ({
		input: formatted(drawn).national,
		country: drawn.country,
	}),
	'national digits': ({ national, country }) => ({ input: national, country }),
	'national digits, the country beside them': ({ national, country }) => ({
		input: national,
		beside: country,
	}),
	'with the calling code beside them': ({ national, callingCode }) => ({
		input: national,
		beside: callingCode,
	}),
};

/** Ways that do not say it, beside the default country of somebody else. */
export const FOREIGN_WAYS: Record<string, (drawn: DrawnNumber, random: Random) => unknown> = {
	digits: digits,
	'a JavaScript number': (drawn) => Number(digits(drawn)),
	grouped: (drawn) => formatted(drawn).international.slice(1),
	'separators at random places': (drawn, random) => broken(digits(drawn), random),
	'decimals behind it': (drawn) => `${digits(drawn)}.0`,
	'the code in brackets': ({ callingCode, national }) => `(${callingCode}) ${national}`,
	'full-width': (drawn) => inScript(digits(drawn), 0xff10),
	'with 00': (drawn) => `00${digits(drawn)}`,
	'E.164': ({ e164 }) => e164,
};

/** The 30 countries with the most people. Source: UN, World Population Prospects 2024. */
export const LARGEST = [
	...(['IN', 'CN', 'US', 'ID', 'PK', 'NG', 'BR', 'BD', 'RU', 'ET'] as const),
	...(['MX', 'JP', 'EG', 'PH', 'CD', 'VN', 'IR', 'TR', 'DE', 'TH'] as const),
	...(['TZ', 'GB', 'FR', 'ZA', 'IT', 'KE', 'MM', 'CO', 'KR', 'SD'] as const),
];

/** What came of numbers that were drawn. */
export class Tally {
	right = 0;
	refused = 0;
	/** Another subscriber's number: what was written, and what was read. */
	readonly wrong: string[] = [];
	private readonly groups = new Map<string, { count: number; refused: number }>();

	/** @param group that the number counts for, e.g. a country */
	add(group: string, drawn: DrawnNumber, { input, country, beside }: Written): void {
		const found = this.groups.get(group) ?? { count: 0, refused: 0 };
		this.groups.set(group, found);
		found.count++;
		try {
			const { e164 } =
				beside === undefined
					? readPhoneNumber(input, country ?? '')
					: readPhoneNumberOf(input, beside);
			if (e164 === drawn.e164) this.right++;
			else
				this.wrong.push(
					`${String(input)} (${country ?? beside ?? ''}): ${e164}, not ${drawn.e164}`,
				);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			this.refused++;
			found.refused++;
		}
	}

	/** The groups of which more are refused than this share, the most refused first. */
	refusedAbove(share: number): [string, string][] {
		return [...this.groups]
			.map(([group, { count, refused }]) => [group, refused / count] as const)
			.filter(([, rate]) => rate > share)
			.sort(([, one], [, other]) => other - one)
			.map(([group, rate]) => [group, `${(rate * 100).toFixed(1)} %`]);
	}
}
