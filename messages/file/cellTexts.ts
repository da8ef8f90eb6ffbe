import { oneLine } from '../oneLine';
import type { CellFault } from './sheet';

/*
 * Cell texts with a special meaning: values that programs wrap so that a spreadsheet does not change them,
 * and the words for errors.
 */

/** Quotation marks that people or word processors use instead of the straight one. */
const QUOTATION_MARKS = '\u201c\u201d\u201e\u201f\uff02';
const APOSTROPHES = "'\u2018\u2019\u02bc\u00b4`\uff07";

/**
 * Removes what protects a value when a spreadsheet opens it: a formula that is only a text (`="00123"`), and
 * an apostrophe before a digit or one of `= + - @` (`'00123`). All other
 * apostrophes belong to the value: `'s-Hertogenbosch`, `'tis`, `'90s`.
 *
 * @param text trimmed; the caller limits its length
 */
export function unwrapText(text: string): string {
	return textOfFormula(withoutApostrophe(textOfFormula(text)));
}

/** `a"b` of `="a""b"`; any other formula is returned unchanged. */
function textOfFormula(text: string): string {
	if (!text.startsWith('=')) return text;
	const body = text.slice(1).trim();
	const [first, last] = [body.charAt(0), body.charAt(body.length - 1)];
	const inner = body.slice(1, -1);
	if (body.length < 2) return text;
	if (first === '"' && last === '"') {
		const isOneText = !inner.replaceAll('""', '').includes('"');
		return isOneText ? inner.replaceAll('""', '"').trim() : text;
	}
	const areMarks = QUOTATION_MARKS.includes(first) && QUOTATION_MARKS.includes(last);
	return areMarks && !/["\u201c-\u201f\uff02]/.test(inner) ? inner.trim() : text;
}

function withoutApostrophe(text: string): string {
	if (text.length < 2 || !isApostrophe(text.charAt(0))) return text;
	const rest = text.slice(1).trim();
	// Two of them are quotation marks.
	const isKept = /^(?:[=+@-]|\.?\p{Nd})/u.test(rest) && !isApostrophe(rest.charAt(rest.length - 1));
	return isKept && !DECADE.test(rest) ? rest : text;
}

function isApostrophe(character: string): boolean {
	return APOSTROPHES.includes(character);
}

/** A decade, e.g. `'90s`. */
const DECADE = /^\d\ds\b/i;

/**
 * What spreadsheets show instead of a value, in the languages with their own words for it.
 * Sources: ECMA-376, part 1, section 18.17.3; the error values that Excel documents; the
 * translations of PhpSpreadsheet, HyperFormula and EPPlus.
 */
const ERRORS = new Set(
	[
		// English, as files hold them, and in most languages. Loading is Google Sheets' own.
		'#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #N/A! #GETTING_DATA #GETTING_DATA! #SPILL! #CALC! #FIELD! #DATA!',
		'#BLOCKED! #UNKNOWN! #CONNECT! #BUSY! #EXTERNAL! #PYTHON! #TIMEOUT! #ERROR! #CYCLE! #MACRO? #LOADING! LOADING... LOADING…',
		// German, French, Italian.
		'#WERT! #BEZUG! #ZAHL! #NV #LEER! #DATEN_ABRUFEN #DATEN_ABRUFEN! #ÜBERLAUF! #KALK! #FELD! #BLOCKIERT! #FEHLER!',
		'#NUL! #VALEUR! #NOM? #NOMBRE! #CHARGEMENT_DONNEES #OBTENTION_DONNEES #PROPAGATION! #DEVERSEMENT! #EPARS! #CALCUL! #CHAMP! #CONNEXION! #BLOQUE! #INCONNU! #ERREUR!',
		'#NULLO! #VALORE! #RIF! #NOME? #N/D #N/D! #ESTRAZIONE_DATI_IN_CORSO #ESPANSIONE! #CAMPO! #ERRORE!',
		// Spanish; those with an inverted mark are found by it. Portuguese, Catalan, Romanian.
		'#NULO! #VALOR! #NOMBRE? #OBTENIENDO_DATOS #DESBORDAMIENTO! #CONECTAR! #BLOQUEADO! #DESCONOCIDO! #N¡NUM!',
		'#NÚM! #OBTENDO_DADOS #DESPEJAR! #TRANSPOSIÇÃO! #DESCONHECIDO! #ERRO! #DESBORDAMENT! #CAMP! #NUME? #VALOARE!',
		// Dutch, Danish, Norwegian, Swedish, Finnish, Estonian.
		'#LEEG! #DELING.DOOR.0! #WAARDE! #VERW! #NAAM? #GETAL! #N/B #GEGEVENS.OPHALEN #GEGEVENS_OPHALEN #OVERLOPEN! #OVERLOOP! #BEREKENEN! #VELD! #GEBLOKKEERD! #FOUT!',
		'#VÆRDI! #REFERENCE! #NAVN? #NUMMER! #TAL! #I/T #OVERLØB! #FEJL! #VERDI! #OVERFLYT! #FELT! #FEIL! #HENTAR_DATA! #BEREKN!',
		'#SKÄRNING! #VÄRDEFEL! #REFERENS! #NAMN? #OGILTIGT! #SAKNAS! #SAKNAS #TOM!',
		'#TYHJÄ! #ARVO! #VIITTAUS! #NIMI? #LUKU! #PUUTTUU! #PUUTTUU #LEVITTYMINEN! #VÄLINE!',
		// Polish, Czech, Slovak, Slovenian, Croatian, Hungarian, Latvian.
		'#ZERO! #ARG! #ADR! #NAZWA? #LICZBA! #ROZLANIE! #BŁĄD! #CYKL!',
		'#DĚLENÍ_NULOU! #HODNOTA! #ODKAZ! #NÁZEV? #ČÍSLO! #NENÍ_K_DISPOZICI #PŘESAH! #PRESAH! #CHYBA! #DELENIENULOU! #NÁZOV? #NEDOSTUPNÝ #NEPLATNÝ!',
		'#VREDN! #SKLIC! #IME? #ŠTEV! #N/V #VRIJEDNOST! #VRIJ! #BROJ! #NAZIV?',
		'#NULLA! #ZÉRÓOSZTÓ! #ÉRTÉK! #HIV! #NÉV? #SZÁM! #HIÁNYZIK #KIBONTÁS! #IZPLEŠANĀS! #LUAPAN!',
		// Russian, Ukrainian, Bulgarian, Macedonian, Greek, Turkish, Turkmen.
		'#ПУСТО! #ЗНАЧ! #ССЫЛКА! #ИМЯ? #ЧИСЛО! #Н/Д #ОЖИДАНИЕ_ДАННЫХ #ПОЛУЧЕНИЕ_ДАННЫХ #ПЕРЕНОС! #ВЫЧИСЛ! #ПОЛЕ! #ДАННЫЕ! #НЕИЗВЕСТНО! #ЗАБЛОКИРОВАНО! #ПОДКЛЮЧЕНИЕ! #ЗАНЯТО! #ОШИБКА!',
		'#ЗНАЧЕННЯ! #ПОСИЛАННЯ! #ІМ’Я? #НОМЕР! #ОТРИМАННЯ_ДАНИХ! #РОЗГОРТАННЯ! #ОБЧИСЛЕННЯ! #ПРАЗНО! #СТОЙНОСТ! #РЕФ! #ИМЕ? #ПРЕЛЕВАЊЕ!',
		'#ΚΕΝΟ! #ΤΙΜΗ! #ΑΝΑΦ! #ΟΝΟΜΑ? #ΑΡΙΘ! #Δ/Υ #ΕΚΧΥΣΗ! #ΠΕΔΙΟ! #ΥΠΟΛ!',
		'#BOŞ! #DEĞER! #BAŞV! #AD? #SAYI! #YOK #TAŞMA! #HATA! #BAHA! #SALG! #AT? #SAN! #ÝOK #DAŞGYN!',
		// Japanese, Chinese, Korean, Thai.
		'#スピル! #溢出! #溢位! #分散! #분산! #สปิลล์!',
	].flatMap((line) => line.split(' ')),
);

/** UTF-16 units; no word for an error is as long. */
const LONGEST_ERROR = 40;

/**
 * Errors recognized by their form: a division by zero (`#ДЕЛ/0!`), a Spanish one (`#¡VALOR!`), and a value too
 * wide for its column, which Excel writes into CSV files as shown.
 */
const ERROR_SHAPE = /^#(?:[^\s#]+\/0!|[¡¿][^\s#]+[!?]|##+)$/;

/** LibreOffice's, e.g. `Err:502`, with the word for "error" of its language. */
const NUMBERED =
	/^(?:err(?:or|o|eur|ore)?|fehler|fout|feil|fejl|fel|virhe|bł[ąa]d|chyba|hiba|hata|napaka|greška|ошибка|помилка|σφάλμα)\s?:\s?5\d\d$/i;

/**
 * The fault of a text that is only the word for an error, in a file with what a spreadsheet showed. A sentence
 * that contains such a word is an ordinary text.
 */
export function errorOf(text: string): CellFault | undefined {
	if (text.length > LONGEST_ERROR) return undefined;
	const isError = text.startsWith('#')
		? ERRORS.has(text.toUpperCase()) || ERROR_SHAPE.test(text)
		: NUMBERED.test(text) || ERRORS.has(text.toUpperCase());
	return isError ? cellError(text) : undefined;
}

/** The fault of a cell that shows an error. */
export function cellError(shown: string): CellFault {
	return {
		code: 'CELL_ERROR',
		message: `the cell shows the error ${oneLine(shown, 40)}`,
		hint: 'Fix the formula, or enter the value itself.',
	};
}
