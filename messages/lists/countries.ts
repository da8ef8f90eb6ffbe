import { fold } from './fold';

/** The languages in which the names of countries are read. */
const LANGUAGES = [
	...['en', 'es', 'pt', 'fr', 'de', 'pl', 'tr', 'sv', 'nb', 'da', 'fi', 'nl'],
	...['cs', 'sk', 'hu', 'ro', 'el', 'ru', 'uk'],
];

/** Country codes of three letters, each with that of two. Source: ISO 3166-1. */
function codes(): string[] {
	return [
		'ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATGAG AUSAU AUTAT AZEAZ BDIBI BELBE',
		'BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT',
		'BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU',
		'CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE',
		'ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW',
		'GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO',
		'IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR',
		'KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD',
		'MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW',
		'MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA',
		'PERPE PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA',
		'SDNSD SENSN SGPSG SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI',
		'SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR',
		'TUVTV TWNTW TZATZ UGAUG UKRUA URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS',
		'YEMYE ZAFZA ZMBZM ZWEZW',
	].flatMap((line) => line.split(' '));
}

/** Names that people write and that are not in the Unicode names. */
const OTHERS: Readonly<Record<string, string>> = {
	usa: 'US',
	'u s': 'US',
	'u s a': 'US',
	'united states of america': 'US',
	'estados unidos de america': 'US',
	eua: 'US',
	eeuu: 'US',
	'ee uu': 'US',
	'etats unis damerique': 'US',
	uk: 'GB',
	'u k': 'GB',
	'great britain': 'GB',
	england: 'GB',
	scotland: 'GB',
	wales: 'GB',
	'northern ireland': 'GB',
	'gran bretana': 'GB',
	grossbritannien: 'GB',
	'grande bretagne': 'GB',
	uae: 'AE',
	'hong kong': 'HK',
	hongkong: 'HK',
	macau: 'MO',
	macao: 'MO',
	'south korea': 'KR',
	'republic of korea': 'KR',
	'korea republic of': 'KR',
	'russian federation': 'RU',
	'viet nam': 'VN',
	'czech republic': 'CZ',
	'tschechische republik': 'CZ',
	'republica checa': 'CZ',
	holland: 'NL',
	'the netherlands': 'NL',
	burma: 'MM',
	'ivory coast': 'CI',
	'cape verde': 'CV',
	swaziland: 'SZ',
	macedonia: 'MK',
	turkey: 'TR',
	palestine: 'PS',
	'venezuela bolivarian republic of': 'VE',
	'bolivia plurinational state of': 'BO',
	'iran islamic republic of': 'IR',
	'tanzania united republic of': 'TZ',
	'moldova republic of': 'MD',
	'syrian arab republic': 'SY',
	'taiwan province of china': 'TW',
};

/** By language, in the order above; made when the languages before it do not have a name. */
const names: Array<ReadonlyMap<string, string>> = [];

/**
 * The ISO 3166 code of two letters for a country's name in one of the languages above, or for its code of three
 * letters.
 *
 * @returns null for any other word
 */
export function countryOf(written: string): string | null {
	const folded = fold(written);
	const found = find(folded);
	if (found !== null) return found;
	const bare = folded.replace(/^(?:the|la|el|le|les|die) /, '');
	return bare === folded ? null : find(bare);
}

/** Names that mean different countries in two languages, e.g. Niger, are those of the first. */
function find(folded: string): string | null {
	for (const [index, language] of LANGUAGES.entries()) {
		const code = (names[index] ??= namesIn(language)).get(folded);
		if (code !== undefined) return code;
	}
	return null;
}

function namesIn(language: string): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	const add = (name: string, code: string) => {
		const folded = fold(name);
		if (folded !== '' && !found.has(folded)) found.set(folded, code);
	};
	const all = codes().map((pair) => ({ three: pair.slice(0, 3), code: pair.slice(3) }));
	all.push({ three: 'XKX', code: 'XK' });
	if (language === LANGUAGES[0]) {
		for (const [name, code] of Object.entries(OTHERS)) add(name, code);
		for (const { three, code } of all) add(three, code);
	}
	const inLanguage = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
	for (const { code } of all) {
		const name = inLanguage.of(code);
		if (name === undefined) continue;
		add(name, code);
		add(name.replace(/&/g, 'and'), code);
	}
	return found;
}
