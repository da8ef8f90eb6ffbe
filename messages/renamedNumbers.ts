/** A change of a numbering plan: national numbers, without their 0. */
interface Renaming {
	callingCode: string;
	from: RegExp;
	to: (national: string) => string;
}

/** Vietnam's old prefixes of mobile phones, each with the new one. */
const VIETNAM: Record<string, string> = {
	...{ 120: '70', 121: '79', 122: '77', 126: '76', 128: '78' },
	...{ 123: '83', 124: '84', 125: '85', 127: '81', 129: '82' },
	...{ 162: '32', 163: '33', 164: '34', 165: '35', 166: '36', 167: '37', 168: '38', 169: '39' },
	...{ 186: '56', 188: '58', 199: '59' },
};

/**
 * Old forms of numbers that many lists still have. Only changes in which each old number became one new
 * number and the old form is not a number today. Côte d'Ivoire's change of 2021 is left out: its new prefix
 * depends on the carrier, which is unknown if the number was ported.
 */
const RENAMINGS: readonly Renaming[] = [
	// Mexico, August 2019: no 1 after +52, and no 01, 044 or 045 before the ten digits. Source: IFT.
	{ callingCode: '52', from: /^(?:0?1|04[45])\d{10}$/, to: (national) => national.slice(-10) },
	// Argentina: 9 after +54, or 15 after the area code, marks a mobile phone; some write both.
	// The library handles the 15. Source: ITU, national numbering plan of Argentina.
	{ callingCode: '54', from: /^9\d{12}$/, to: (national) => national.slice(1) },
	// Brazil, 2012 to 2016: a 9 before the eight digits of mobile phones. Those with 7 may be trunked
	// radio, which kept its eight digits. Source: Anatel, Resolução 553/2010.
	{
		callingCode: '55',
		from: /^[1-9]{2}[689]\d{7}$/,
		to: (national) => `${national.slice(0, 2)}9${national.slice(2)}`,
	},
	// Vietnam, September 2018: mobile phones of 11 digits got 10. Source: Ministry of Information
	// and Communications.
	{
		callingCode: '84',
		from: /^(?:12\d|16[2-9]|18[68]|199)\d{7}$/,
		to: (national) => `${VIETNAM[national.slice(0, 3)] ?? ''}${national.slice(3)}`,
	},
	// Benin, 30 November 2024: 01 before all numbers of eight digits. Source: ARCEP Bénin.
	{ callingCode: '229', from: /^\d{8}$/, to: (national) => `01${national}` },
];

/**
 * The current number for an old form that the numbering plan replaced.
 *
 * @param national the number after its calling code, as it was written
 * @returns in E.164, or null if there is no such change
 */
export function renamed(callingCode: string, national: string): string | null {
	for (const { callingCode: code, from, to } of RENAMINGS)
		if (code === callingCode && from.test(national)) return `+${code}${to(national)}`;
	return null;
}

/** The longest number, in digits. Source: ITU-T E.164. */
const MOST_DIGITS = 15;

/**
 * The digits of a number in the form that is current today, for comparing numbers: `5215512345678` and
 * `525512345678` are the same phone.
 *
 * @param digits with the country code, without plus sign
 */
export function currentDigits(digits: string): string {
	if (digits.length > MOST_DIGITS) return digits;
	for (const { callingCode } of RENAMINGS) {
		if (!digits.startsWith(callingCode)) continue;
		const current = renamed(callingCode, digits.slice(callingCode.length));
		return current === null ? digits : current.slice(1);
	}
	return digits;
}
