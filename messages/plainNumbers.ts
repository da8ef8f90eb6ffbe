import type { CountryCode, MetadataJson, PhoneNumberType } from '../libraries/phoneNumbers';

/*
 * Numbers of digits and simple punctuation, read as libphonenumber-js reads them: the same steps with the same
 * patterns. The library compiles its patterns again for each number, up to hundreds of them, which takes most of
 * its time; here each is compiled once. A test compares both. Whatever else a text holds is left to the library.
 */

/** What we use of the library's numbers. */
export interface ParsedNumber {
	readonly country?: CountryCode | undefined;
	readonly countryCallingCode: string;
	readonly ext?: string;
	readonly nationalNumber: string;
	/** In E.164. */
	readonly number: string;
	getType(): PhoneNumberType | undefined;
	isPossible(): boolean;
	isValid(): boolean;
	formatNational(how: { nationalPrefix?: boolean }): string;
}

/** The country of a number without plus sign. */
export interface ParseOptions {
	defaultCountry?: CountryCode;
	defaultCallingCode?: string;
}

/** Extensions, links and other scripts need other characters. */
const PLAIN = /^\+?[\d ()./-]{3,100}$/;

/** Digits. Two alone are a number for the library, too, but not with punctuation. */
const FEWEST_DIGITS = 3;

/** Digits. Source: constants.js of libphonenumber-js. */
const LONGEST_CODE = 3;
const NATIONAL = { least: 2, most: 17 };

/** The indexes of a plan in the metadata. Source: metadata.js of libphonenumber-js. */
const AT = {
	...{ callingCode: 0, abroad: 1, national: 2, lengths: 3, zero: 5, prefix: 7, transform: 8 },
	...{ leadingDigits: 10, types: 11 },
};

/** The indexes of a plan's types. A number that fits several of them has the first one in this order. */
const FIXED_LINE = 0;
const MOBILE = 1;
const OTHER_TYPES: ReadonlyArray<[PhoneNumberType, number]> = [
	['MOBILE', MOBILE],
	['PREMIUM_RATE', 3],
	['TOLL_FREE', 2],
	['SHARED_COST', 9],
	['VOIP', 8],
	['PERSONAL_NUMBER', 4],
	['PAGER', 7],
	['UAN', 6],
	['VOICEMAIL', 5],
];

/** Numbers of one type. */
interface NumberType {
	/** Null if there is none. */
	pattern: RegExp | null;
	lengths: readonly number[];
}

/** The numbering plan of a country, or of a calling code without a country. */
interface Plan {
	callingCode: string;
	/** The prefix for calls abroad. */
	abroad: RegExp;
	national: RegExp;
	lengths: readonly number[];
	/** The prefix of national numbers, and what a number becomes that has it, if it is not just removed. */
	prefix: RegExp | null;
	transform: string | null;
	/** The first digits of the country's numbers, where several countries share a calling code. */
	leadingDigits: RegExp | null;
	/** By their places in the metadata; undefined if the country has no such numbers. */
	types: readonly (NumberType | undefined)[];
}

/** Digits after a calling code, or of a national number, and the plan by which they are read. */
interface Split {
	rest: string;
	plan: Plan;
	/** The default country, for a national number. */
	country?: CountryCode;
}

/** A class, because an object with such members takes several times as long to make. */
class PlainNumber implements ParsedNumber {
	readonly number: string;
	private type: PhoneNumberType | undefined;
	private isTyped = false;

	constructor(
		readonly countryCallingCode: string,
		readonly nationalNumber: string,
		readonly country: CountryCode | undefined,
		private readonly plan: Plan,
		private readonly byLibrary: () => ParsedNumber,
	) {
		this.number = `+${countryCallingCode}${nationalNumber}`;
	}

	getType(): PhoneNumberType | undefined {
		if (!this.isTyped) this.type = typeOf(this.nationalNumber, this.plan);
		this.isTyped = true;
		return this.type;
	}

	isValid(): boolean {
		return this.getType() !== undefined;
	}

	isPossible(): boolean {
		return this.plan.lengths.includes(this.nationalNumber.length);
	}

	formatNational(how: { nationalPrefix?: boolean }): string {
		return this.byLibrary().formatNational(how);
	}
}

/** Reads plain numbers with the metadata of the library. */
export class PlainNumbers {
	private readonly plans = new Map<string, Plan>();

	/**
	 * @param metadata of libphonenumber-js, with all types of numbers
	 * @param parse the library's own way to read a number
	 */
	constructor(
		private readonly metadata: MetadataJson,
		private readonly parse: (text: string, options: ParseOptions) => ParsedNumber,
	) {}

	/** @returns null if only the library can read it, or say why it is not a number */
	read(text: string, options: ParseOptions): ParsedNumber | null {
		if (!PLAIN.test(text)) return null;
		const digits = text.replace(/\D/g, '');
		if (digits.length < FEWEST_DIGITS) return null;
		const split = text.startsWith('+') ? this.afterCode(digits) : this.split(digits, options);
		if (split === null || split.rest === '') return null;
		const national = this.withoutPrefix(split.rest, split.plan);
		if (national.length < NATIONAL.least || national.length > NATIONAL.most) return null;
		const { callingCode } = split.plan;
		const country = this.countryOf(callingCode, national) ?? split.country;
		const plan = this.planOf(country ?? callingCode);
		if (plan === null) return null;
		const byLibrary = () => this.parse(text, options);
		return new PlainNumber(callingCode, national, country, plan, byLibrary);
	}

	/** @param name a country, or a calling code, which has the plan of its first country */
	private planOf(name: string): Plan | null {
		let plan = this.plans.get(name);
		if (plan === undefined) {
			const { countries, nonGeographic } = this.metadata;
			const country = this.countriesOf(name)[0] ?? name;
			const raw = countries[country as CountryCode] ?? nonGeographic[name];
			if (raw === undefined) return null;
			plan = planFrom(raw as readonly unknown[]);
			this.plans.set(name, plan);
		}
		return plan;
	}

	private countriesOf(callingCode: string): readonly CountryCode[] {
		return this.metadata.country_calling_codes[callingCode] ?? [];
	}

	private afterCode(digits: string): Split | null {
		if (digits.startsWith('0')) return null;
		for (let end = 1; end <= LONGEST_CODE; end++) {
			const plan = this.planOf(digits.slice(0, end));
			if (plan !== null) return { rest: digits.slice(end), plan };
		}
		return null;
	}

	/** Digits without plus sign: from abroad, with the calling code all the same, or national. */
	private split(
		digits: string,
		{ defaultCountry, defaultCallingCode }: ParseOptions,
	): Split | null {
		const plan = this.planOf(defaultCountry ?? defaultCallingCode ?? '');
		if (plan === null) return null;
		if (defaultCountry !== undefined) {
			const rest = digits.replace(plan.abroad, '');
			if (rest !== digits && rest !== '' && !rest.startsWith('0')) return this.afterCode(rest);
		}
		if (this.hasCode(digits, plan)) {
			const main = this.planOf(plan.callingCode);
			return main && { rest: digits.slice(plan.callingCode.length), plan: main };
		}
		return defaultCountry === undefined
			? { rest: digits, plan }
			: { rest: digits, plan, country: defaultCountry };
	}

	private hasCode(digits: string, plan: Plan): boolean {
		if (!digits.startsWith(plan.callingCode)) return false;
		const national = this.withoutPrefix(digits, plan);
		const shorter = this.withoutPrefix(digits.slice(plan.callingCode.length), plan);
		return (
			(!plan.national.test(national) && plan.national.test(shorter)) || isTooLong(national, plan)
		);
	}

	/** The number without the prefix of national numbers, if it is one without it. */
	private withoutPrefix(digits: string, plan: Plan): string {
		const found = digits === '' ? null : (plan.prefix?.exec(digits) ?? null);
		if (plan.prefix === null || found === null) return digits;
		const isTransformed = plan.transform !== null && found.length > 1 && !!found[found.length - 1];
		const national = isTransformed
			? digits.replace(plan.prefix, plan.transform ?? '')
			: digits.slice(found[0].length);
		if (national === digits) return digits;
		if (plan.national.test(digits) && !plan.national.test(national)) return digits;
		const country = this.countryOf(plan.callingCode, national);
		const own = country === undefined ? plan : this.planOf(country);
		if (own === null) return digits;
		return own.lengths.includes(national.length) || isTooLong(national, own) ? national : digits;
	}

	/** The country of a number, if several share its calling code; undefined if it is of none of them. */
	private countryOf(callingCode: string, national: string): CountryCode | undefined {
		const countries = this.countriesOf(callingCode);
		if (countries.length < 2) return countries[0];
		return countries.find((country) => {
			const plan = this.planOf(country);
			if (plan === null) return false;
			if (plan.leadingDigits !== null) return plan.leadingDigits.test(national);
			return typeOf(national, plan) !== undefined;
		});
	}
}

function isTooLong(national: string, { lengths }: Plan): boolean {
	return national.length > (lengths[lengths.length - 1] ?? 0);
}

function typeOf(national: string, { national: pattern, types }: Plan): PhoneNumberType | undefined {
	if (!pattern.test(national)) return undefined;
	if (isOfType(national, types[FIXED_LINE])) {
		const mobile = types[MOBILE];
		if (mobile?.pattern && !isOfType(national, mobile)) return 'FIXED_LINE';
		return 'FIXED_LINE_OR_MOBILE';
	}
	return OTHER_TYPES.find(([, at]) => isOfType(national, types[at]))?.[0];
}

function isOfType(national: string, type: NumberType | undefined): boolean {
	if (!type?.pattern) return false;
	return type.lengths.includes(national.length) && type.pattern.test(national);
}

/** A plan of the metadata. Its texts are empty or 0 if there is none. */
function planFrom(raw: readonly unknown[]): Plan {
	const text = (at: number) => {
		const value = raw[at];
		return typeof value === 'string' && value !== '' ? value : null;
	};
	const start = (pattern: string | null) =>
		pattern === null ? null : new RegExp(`^(?:${pattern})`);
	const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);
	const lengths = raw[AT.lengths] as readonly number[];
	const types = raw[AT.types] as ReadonlyArray<readonly [string, (readonly number[])?] | 0>;
	return {
		callingCode: text(AT.callingCode) ?? '',
		abroad: start(text(AT.abroad)) ?? /^(?!)/,
		national: whole(text(AT.national) ?? ''),
		lengths,
		prefix: start(text(AT.prefix) ?? text(AT.zero)),
		transform: text(AT.transform),
		leadingDigits: start(text(AT.leadingDigits)),
		types: types.map((type) =>
			type === 0
				? undefined
				: { pattern: type[0] === '' ? null : whole(type[0]), lengths: type[1] ?? lengths },
		),
	};
}
