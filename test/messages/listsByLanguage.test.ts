import { readLists } from './files';

/*
 * Lists in other languages: headings of names, phones, countries and consent, with yes and no as people write them and as
 * spreadsheet programs write TRUE and FALSE. Sources of the headings: translations of CRMs and address books, and lists
 * that people published; of TRUE and FALSE: the functions of Excel and LibreOffice in the language.
 */

interface Language {
	/** Mobile and landline numbers, the country, and their headings. */
	mobile: readonly string[];
	phone: readonly string[];
	landline: readonly string[];
	country: readonly [heading: string, value: string];
	/** A mobile number of the country, without its code. */
	national: string;
	e164: string;
	/** Yes: may be texted. */
	consent: readonly string[];
	/** Yes: must not. */
	out: readonly string[];
	/** Yes may mean that. */
	perhaps: readonly string[];
	/** Headings of no kind that seem to say no. */
	seemsNo: readonly string[];
	yes: readonly string[];
	no: readonly string[];
}

const LANGUAGES: Record<string, Language> = {
	Polish: {
		mobile: ['Telefon komórkowy', 'Tel. kom.', 'NR KOMÓRKI', 'numer_telefonu_komórkowego'],
		phone: ['Numer telefonu', 'Nr telefonu', 'Telefon', 'Telefon kontaktowy'],
		landline: ['Telefon stacjonarny', 'Telefon domowy'],
		country: ['Kraj', 'Polska'],
		national: '512 345 678',
		e164: '+48512345678',
		consent: ['Zgoda na SMS', 'Zgoda SMS', 'zgoda_na_otrzymywanie_sms'],
		out: ['Wypisany', 'Czarna lista', 'Nie dzwonić', 'Nie wysyłać SMS', 'Zmarły'],
		perhaps: ['Zablokowany', 'Rezygnacja', 'Sprzeciw'],
		seemsNo: ['Cofnięta zgoda na kontakt', 'Nie życzy sobie wiadomości'],
		yes: ['tak', 'Tak', 'PRAWDA'],
		no: ['nie', 'NIE', 'FAŁSZ'],
	},
	Turkish: {
		mobile: ['Cep Telefonu', 'CEP TELEFONU NUMARASI', 'Cep No', 'GSM No', 'Cep Tel.'],
		phone: ['Telefon Numarası', 'Telefon No', 'Telefon'],
		landline: ['Ev Telefonu', 'İş Telefonu', 'Sabit Telefon'],
		country: ['Ülke', 'Türkiye'],
		national: '0532 345 67 89',
		e164: '+905323456789',
		consent: ['SMS İzni', 'SMS Onayı', 'SMS almak istiyor', 'MESAJ İZNİ'],
		out: ['Kara Liste', 'SMS istemiyor', 'İYS RET'],
		perhaps: ['Engellendi'],
		seemsNo: ['Kampanya istemiyor', 'Abonelikten çıktı'],
		yes: ['evet', 'EVET', 'DOĞRU'],
		no: ['hayır', 'HAYIR', 'Hayır', 'YANLIŞ'],
	},
	Swedish: {
		mobile: ['Mobilnummer', 'Mobiltelefonnummer', 'Mobilnr', 'Mobil'],
		phone: ['Telefonnummer', 'Telefonnr', 'Tfn'],
		landline: ['Hemtelefon', 'Telefon, arbete', 'Fast telefon'],
		country: ['Land', 'Sverige'],
		national: '070-123 45 67',
		e164: '+46701234567',
		consent: ['SMS-samtycke', 'Samtycke till SMS', 'Godkänner SMS', 'Tillåt SMS'],
		out: ['Inga SMS', 'Ej SMS', 'Kontakta ej', 'Avregistrerad', 'Avliden'],
		perhaps: ['Spärrad', 'Blockerad', 'NIX-registrerad'],
		seemsNo: ['Ring inte denna kund', 'Avregistrering SMS'],
		yes: ['Ja', 'SANT'],
		no: ['Nej', 'FALSKT'],
	},
	Norwegian: {
		mobile: ['Mobilnummer', 'Mobiltlf.', 'Mobiltelefon'],
		phone: ['Telefonnummer', 'Tlf', 'Tlf.nr'],
		landline: ['Telefon, arbeid', 'Fasttelefon', 'Telefon, privat'],
		country: ['Land', 'Norge'],
		national: '412 34 567',
		e164: '+4741234567',
		consent: ['SMS-samtykke', 'Samtykke SMS', 'Ønsker SMS', 'Tillat SMS'],
		out: ['Ikke SMS', 'Ingen SMS', 'Svartelistet', 'Avmeldt SMS'],
		perhaps: ['Sperret', 'Reservert', 'Død', 'Avmeldt'],
		seemsNo: ['Reservert mot telefonsalg', 'Ikke ring etter kl 20'],
		yes: ['Ja', 'SANN'],
		no: ['Nei', 'USANN'],
	},
	Danish: {
		mobile: ['Mobilnummer', 'Mobiltelefon', 'Mobil tlf.'],
		phone: ['Telefonnummer', 'Tlf. nr.', 'Telefon'],
		landline: ['Telefon (arbejde)', 'Fastnet'],
		country: ['Land', 'Danmark'],
		national: '20 12 34 56',
		e164: '+4520123456',
		consent: ['SMS samtykke', 'Samtykke til SMS', 'Tillad SMS', 'Modtag SMS'],
		out: ['Må ikke kontaktes', 'Sortlistet', 'Frameldt SMS'],
		perhaps: ['Spærret', 'Afmeldt', 'Robinsonlisten'],
		seemsNo: ['Afmelding af tilbud', 'Kontakt ikke om tilbud'],
		yes: ['ja', 'SAND'],
		no: ['nej', 'FALSK'],
	},
	Finnish: {
		mobile: ['Matkapuhelin', 'Matkapuhelinnumero', 'Kännykkä', 'GSM'],
		phone: ['Puhelin', 'Puhelinnumero', 'Puh.nro'],
		landline: ['Työpuhelin', 'Kotipuhelin', 'Lankapuhelin'],
		country: ['Maa', 'Suomi'],
		national: '040 123 4567',
		e164: '+358401234567',
		consent: ['SMS-lupa', 'Tekstiviestilupa', 'SMS-suostumus'],
		out: ['Ei tekstiviestejä', 'SMS-kielto', 'Ei SMS', 'Kuollut'],
		perhaps: ['Suoramarkkinointikielto', 'Estetty'],
		seemsNo: ['Puhelinmyyntikielto', 'Ei tekstiviestimarkkinointia'],
		yes: ['Kyllä', 'TOSI'],
		no: ['Ei', 'EPÄTOSI'],
	},
	Dutch: {
		mobile: ['Mobiel', 'Mobiele telefoon', 'Mobiel telefoonnummer', 'GSM-nummer', '06-nummer'],
		phone: ['Telefoonnummer', 'Telefoon'],
		landline: ['Telefoon thuis', 'Telefoon werk', 'Vaste telefoon'],
		country: ['Land', 'Nederland'],
		national: '06 12345678',
		e164: '+31612345678',
		consent: ['Toestemming SMS', 'SMS-toestemming', 'SMS ontvangen'],
		out: ['Geen SMS', 'Niet bellen', 'Uitgeschreven', 'Zwarte lijst', 'Overleden'],
		perhaps: ['Geblokkeerd', 'Afgemeld', 'Bel-me-niet'],
		seemsNo: ['Uitgeschreven voor aanbiedingen', 'Niet benaderen voor acties'],
		yes: ['Ja', 'WAAR'],
		no: ['Nee', 'ONWAAR'],
	},
	Czech: {
		mobile: ['Mobilní telefon', 'Mobilní číslo', 'Číslo mobilu', 'Mobil'],
		phone: ['Telefonní číslo', 'Tel. číslo', 'Telefon'],
		landline: ['Pevná linka', 'Telefon domů'],
		country: ['Země', 'Česko'],
		national: '601 234 567',
		e164: '+420601234567',
		consent: ['Souhlas se zasíláním SMS', 'SMS souhlas', 'Zasílat SMS'],
		out: ['Odhlášen', 'Nezasílat SMS', 'Nevolat', 'Zemřel'],
		perhaps: ['Zablokován', 'Blokován'],
		seemsNo: ['Odhlášen z akcí', 'Nekontaktovat s nabídkou'],
		yes: ['Ano', 'PRAVDA'],
		no: ['Ne', 'NEPRAVDA'],
	},
	Hungarian: {
		mobile: ['Mobilszám', 'Mobiltelefonszám', 'Mobil telefon'],
		phone: ['Telefonszám', 'Telefon'],
		landline: ['Vezetékes telefon', 'Otthoni telefon'],
		country: ['Ország', 'Magyarország'],
		national: '06 20 123 4567',
		e164: '+36201234567',
		consent: ['SMS hozzájárulás', 'Kér SMS-t', 'SMS engedély'],
		out: ['Nem kér SMS-t', 'Leiratkozott', 'Tiltólista', 'Elhunyt'],
		perhaps: ['Letiltva', 'Tiltott'],
		seemsNo: ['Leiratkozás oka és ideje', 'Nem kér ajánlatot'],
		yes: ['igen', 'IGAZ'],
		no: ['nem', 'HAMIS'],
	},
	Romanian: {
		mobile: ['Telefon mobil', 'Număr de mobil', 'Nr. mobil'],
		phone: ['Număr de telefon', 'Nr. telefon', 'Telefon'],
		landline: ['Telefon fix', 'Telefon serviciu'],
		country: ['Țară', 'România'],
		national: '0712 345 678',
		e164: '+40712345678',
		consent: ['Acord SMS', 'Consimțământ SMS', 'Acceptă SMS'],
		out: ['Dezabonat', 'Fără SMS', 'Nu contacta', 'Lista neagră', 'Decedat'],
		perhaps: ['Blocat'],
		seemsNo: ['Dezabonat de la oferte', 'Nu suna după 18'],
		yes: ['da', 'ADEVĂRAT'],
		no: ['nu', 'FALS'],
	},
	Greek: {
		mobile: ['Κινητό', 'Κινητό τηλέφωνο', 'ΑΡΙΘΜΟΣ ΚΙΝΗΤΟΥ'],
		phone: ['Τηλέφωνο', 'Αριθμός τηλεφώνου', 'Τηλ.'],
		landline: ['Σταθερό', 'Τηλέφωνο εργασίας'],
		country: ['Χώρα', 'Ελλάδα'],
		national: '691 234 5678',
		e164: '+306912345678',
		consent: ['Συγκατάθεση SMS', 'Αποδοχή SMS', 'Λήψη SMS'],
		out: ['Όχι SMS', 'Μαύρη λίστα', 'Απεγγραφή', 'Αποβιώσας'],
		perhaps: ['Αποκλεισμένος', 'Διαγραφή'],
		seemsNo: ['Απεγγραφή από προσφορές', 'Μην επικοινωνείτε για προσφορές'],
		yes: ['Ναι', 'ΝΑΙ', 'ΑΛΗΘΕΣ'],
		no: ['Όχι', 'ΟΧΙ', 'ΨΕΥΔΕΣ'],
	},
	Russian: {
		mobile: ['Мобильный телефон', 'Мобильный', 'Сотовый телефон', 'Моб. тел.'],
		phone: ['Телефон', 'Номер телефона', 'Контактный телефон'],
		landline: ['Рабочий телефон', 'Домашний телефон'],
		country: ['Страна', 'Россия'],
		national: '8 912 345-67-89',
		e164: '+79123456789',
		consent: ['Согласие на СМС', 'Согласие на SMS', 'Получать СМС', 'Согласие на СМС-уведомления'],
		out: ['Отписан', 'Не беспокоить', 'Чёрный список', 'Отказ от СМС', 'Не звонить', 'Умер'],
		perhaps: ['Заблокирован', 'Отказ'],
		seemsNo: ['Отказ от рекламных сообщений', 'Отписан от акций'],
		yes: ['Да', 'ДА', 'ИСТИНА'],
		no: ['Нет', 'НЕТ', 'ЛОЖЬ'],
	},
	Ukrainian: {
		mobile: ['Мобільний телефон', 'Мобільний', 'Номер мобільного'],
		phone: ['Номер телефону', 'Телефон', 'Контактний телефон'],
		landline: ['Домашній телефон', 'Робочий телефон'],
		country: ['Країна', 'Україна'],
		national: '050 123 4567',
		e164: '+380501234567',
		consent: ['Згода на SMS', 'Згода на СМС', 'Отримувати SMS'],
		out: ['Відписаний', 'Не турбувати', 'Чорний список', 'Відмова від SMS', 'Помер'],
		perhaps: ['Заблокований', 'Відмова'],
		seemsNo: ['Відмова від акцій', 'Не дзвонити після 18'],
		yes: ['Так', 'ІСТИНА'],
		no: ['Ні', 'ХИБНІСТЬ'],
	},
};

const OTHER = '+13056708084';

describe.each(Object.entries(LANGUAGES))('%s', (_, language) => {
	const { mobile, phone, landline, country, national, e164, yes, no } = language;
	const read = async (heading: string, said: string, other: string) =>
		await readLists([{ content: `${mobile[0]};${heading}\n${e164};${said}\n${OTHER};${other}` }]);

	it.each(mobile.flatMap((each) => landline.map((other) => [each, other])))(
		'%s, whatever is under %s',
		async (heading, other) => {
			const content = `${other};${heading};${country[0]}\n12345;${national};${country[1]}`;
			const found = await readLists([{ content }]);
			expect(found).toMatchObject({ refused: null, sent: [e164] });
			expect(found.understood?.phoneColumns).toEqual([heading]);
		},
	);

	it.each(phone)('%s', async (heading) => {
		const content = `${heading};${country[0]}\n${national};${country[1]}`;
		expect(await readLists([{ content }])).toMatchObject({ refused: null, sent: [e164] });
	});

	it.each(landline)('%s alone is a question', async (heading) => {
		const content = `"${heading}";${country[0]}\n${national};${country[1]}`;
		expect(await readLists([{ content }])).toMatchObject({ refused: 'AMBIGUOUS_COLUMN' });
	});

	it.each(language.consent)('%s', async (heading) => {
		for (const [index, each] of no.entries())
			expect(await read(heading, each, yes[index] ?? '1')).toMatchObject({
				refused: null,
				sent: [OTHER],
			});
	});

	it.each(language.out)('%s', async (heading) => {
		for (const each of yes)
			expect(await read(heading, each, '')).toMatchObject({ refused: null, sent: [OTHER] });
		for (const each of no)
			expect(await read(heading, each, '1')).toMatchObject({ refused: null, sent: [e164] });
	});

	it.each([...language.perhaps, ...language.seemsNo])('%s is a question', async (heading) => {
		expect(await read(heading, yes[0] ?? '', '')).toMatchObject({ refused: 'UNKNOWN_CONSENT' });
		const nobody = await read(heading, no[0] ?? '', '');
		expect(nobody).toMatchObject({ refused: null, sent: [e164, OTHER] });
	});
});

describe('the register of consent of Turkey (İYS)', () => {
	it.each(['İYS Durumu', 'İzin Durumu', 'SMS İzin Durumu', 'Durum'])('%s', async (heading) => {
		const content = `Cep Telefonu,${heading}\n+905323456789,ONAY\n${OTHER},RET`;
		expect(await readLists([{ content }])).toMatchObject({
			refused: null,
			sent: ['+905323456789'],
		});
	});
});

it('takes a column of regions for no country', async () => {
	const content = 'Telefon;Kraj;Země\n601 234 567;Praha;CZ';
	expect(await readLists([{ content }])).toMatchObject({ sent: ['+420601234567'] });
});

it('takes a calling code under a country code in any language', async () => {
	for (const heading of [
		'Kod kraju',
		'Ülke kodu',
		'Landcode',
		'Код страны',
		'Országkód',
		'Cod țară',
	]) {
		const content = `Mobile,${heading}\n3056708084,1`;
		expect(await readLists([{ content }])).toMatchObject({ sent: [OTHER] });
	}
});
