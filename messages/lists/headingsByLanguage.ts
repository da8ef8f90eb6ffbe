import type { HeadingKind } from './headings';

/*
 * Headings in languages with fewer lists than those of headings.ts, by language and kind. Sources: the translations of
 * address books and CRMs, forms and lists that people published, and the ordinary words; İYS is Turkey's register of
 * consent. What has two readings is a `perhaps…` kind.
 */

/** By language (ISO 639-1) and kind: headings separated by `, `. */
export const BY_LANGUAGE: Readonly<Record<string, Partial<Record<HeadingKind, string>>>> = {
	pl: {
		mobile:
			'telefon komórkowy, tel komórkowy, tel kom, telefon kom, komórka, numer komórkowy, numer komórki, nr komórki, nr tel kom, numer telefonu komórkowego, nr telefonu komórkowego, komórkowy, komórkowe',
		phone:
			'numer telefonu, nr telefonu, nr tel, telefon kontaktowy, numer kontaktowy, numer telefonu kontaktowego',
		landline:
			'telefon stacjonarny, tel stacjonarny, telefon domowy, telefon służbowy, telefon firmowy, telefon praca, telefon do pracy',
		perhapsCountry: 'kraj, kraj region, kod kraju',
		name: 'imię, nazwisko, imię i nazwisko',
		out: 'nie wysyłać sms, nie wysyłaj sms, bez sms, brak zgody na sms, wypisany z sms, wypisany, wypisana, czarna lista, nie kontaktować, nie kontaktować się, nie dzwonić, rezygnacja z sms, zmarły, zmarła',
		perhapsOut: 'zablokowany, zablokowana, zablokowane, blokada, rezygnacja, sprzeciw, wykluczony',
		consent:
			'zgoda na sms, zgoda sms, zgoda na otrzymywanie sms, zgoda na wysyłanie sms, zgoda na wysyłkę sms, zgoda na kontakt sms, zgoda na wiadomości sms, zgoda na powiadomienia sms, zgoda na kontakt telefoniczny i sms',
		marketing: 'zgoda na marketing sms, zgoda marketingowa sms, zgoda na sms marketing',
		perhapsStatus: 'zgoda, zgoda marketingowa, zgoda na marketing, status zgody, subskrypcja',
		outDate: 'data wypisania, data rezygnacji z sms, data wypisu',
		notes: 'uwagi, notatki, notatka, komentarz',
	},
	tr: {
		mobile:
			'cep telefonu numarası, cep telefonu no, cep telefon, cep no, cep tel, cep tel no, cep, cep numara, mobil telefon, mobil no, mobil numara, gsm no, gsm numarası, gsm numara, gsm telefonu',
		phone: 'telefon numarası, telefon no, tel no, iletişim numarası, irtibat numarası',
		landline: 'iş telefonu, ev telefonu, sabit telefon, sabit hat, iş tel, ev tel',
		country: 'ülke, ülke kodu, ülke bölge',
		areaCode: 'alan kodu',
		name: 'adı, soyad, soyadı, ad soyad, adı soyadı, isim, isim soyisim, soyisim',
		out: 'kara liste, kara listede, sms istemiyor, sms almak istemiyor, sms istemiyorum, mesaj istemiyor, sms ret, sms red, iys ret, aramayın, vefat, vefat etti',
		perhapsOut: 'engellendi, engellenmiş',
		consent:
			'sms izni, sms onayı, sms izin, sms onay, sms izni var, sms izni var mı, mesaj izni, mesaj onayı, sms gönderim izni, sms almak istiyor, sms almak istiyorum',
		marketing: 'ticari ileti izni, ticari ileti onayı, ticari elektronik ileti onayı, etk izni',
		status: 'sms izin durumu, sms onay durumu, iys durumu, iys izin durumu, iys mesaj durumu',
		perhapsStatus: 'durum, izin durumu, onay durumu, iys, iys izni, iys onayı, izin, onay',
		outDate: 'ret tarihi',
		yesDate: 'izin tarihi, onay tarihi',
		notes: 'notlar, açıklama, açıklamalar',
	},
	sv: {
		mobile: 'mobiltelefonnummer, mobilnr, mobiltel, mobil nr, mobil tel',
		phone: 'telefonnr, tel nr, tfn, kontaktnummer',
		landline:
			'hemtelefon, arbetstelefon, telefon arbete, telefon hem, telefon bostad, fast telefon, hemnummer, växel',
		country: 'landskod, land region',
		areaCode: 'riktnummer',
		name: 'namn, förnamn, efternamn, för och efternamn',
		out: 'inga sms, inget sms, ej sms, inte sms, skicka ej sms, skicka inte sms, kontakta ej, kontakta inte, avregistrerad, avregistrerad från sms, avanmäld sms, svartlistad, avliden, ring ej',
		perhapsOut:
			'spärrad, spärr, blockerad, avanmäld, nix, nix registrerad, nixad, reklamspärr, direktreklamspärr',
		consent:
			'sms samtycke, samtycke sms, samtycke till sms, godkänner sms, godkänt sms, tillåter sms, tillåt sms, ta emot sms, vill ha sms, sms tillåtet, sms godkänt, accepterar sms',
		marketing: 'samtycke till sms marknadsföring, accepterar sms marknadsföring',
		perhapsStatus: 'samtycke, prenumererar, prenumeration',
		outDate: 'avregistrerad datum, datum för avregistrering',
		notes: 'anteckningar, anteckning, anmärkning, kommentar, kommentarer',
	},
	// Norwegian and Danish share most words.
	no: {
		mobile: 'mobiltlf, mobil tlf, mobiltelefonnr, mobil nummer, mobil telefon',
		phone: 'tlf, tlf nr, tlfnr, telefonnr, telefon nr, kontakttelefon',
		landline:
			'fasttelefon, hjemmetelefon, arbeidstelefon, telefon arbeid, telefon hjem, telefon jobb, telefon privat, arbejdstelefon, telefon arbejde, fastnet, fastnettelefon, hjemmenummer',
		country: 'landkode, landekode, land område',
		areaCode: 'retningsnummer, områdenummer',
		name: 'navn, fornavn, etternavn, fullt navn, efternavn, fulde navn',
		out: 'ikke sms, ingen sms, ikke send sms, send ikke sms, ikke kontakt, kontakt ikke, må ikke kontaktes, ikke ring, ring ikke, avmeldt sms, afmeldt sms, frameldt sms, sms afmeldt, sms avmeldt, svartelistet, sortlistet, avdød, afdød',
		perhapsOut:
			'død, sperret, spærret, blokkert, blokeret, avmeldt, afmeldt, frameldt, reservert, reservert mot markedsføring, reservasjon, robinsonlisten, robinson, reklamebeskyttelse, reklamebeskyttet',
		consent:
			'sms samtykke, samtykke sms, samtykke til sms, tillat sms, tillater sms, tillad sms, tillader sms, ønsker sms, godtar sms, motta sms, modtag sms, accepterer sms, vil ha sms, vil have sms, ja til sms',
		marketing: 'samtykke til sms markedsføring',
		perhapsStatus: 'samtykke, abonnerer, markedsføringssamtykke',
		notes: 'notater, notat, bemerkninger, bemærkninger, kommentar, kommentarer, noter',
	},
	fi: {
		mobile:
			'matkapuhelin, matkapuh, matkapuhelinnro, kännykkä, kännykkänumero, mobiilinumero, gsm numero',
		phone: 'puhelin, puhelinnumero, puhelinnro, puh, puh nro, puhnro',
		landline: 'työpuhelin, kotipuhelin, lankapuhelin, puhelin työ, puhelin koti',
		country: 'maa, maakoodi, maa alue',
		callingCode: 'maatunnus, maanumero',
		areaCode: 'suuntanumero',
		name: 'nimi, etunimi, sukunimi, koko nimi',
		out: 'ei sms, ei tekstiviestejä, ei tekstiviestiä, sms kielto, tekstiviestikielto, ei saa lähettää tekstiviestejä, ei saa ottaa yhteyttä, ei yhteydenottoja, mustalla listalla, kuollut, edesmennyt',
		perhapsOut:
			'estetty, kielto, markkinointikielto, suoramarkkinointikielto, asiakas kielto, tilaus peruttu',
		consent:
			'sms lupa, sms suostumus, tekstiviestilupa, tekstiviestisuostumus, lupa lähettää tekstiviestejä, suostumus tekstiviesteihin, saa lähettää tekstiviestejä, tekstiviestit sallittu, sms sallittu',
		marketing: 'sms markkinointilupa, tekstiviestimarkkinointi, sms markkinointi',
		perhapsStatus: 'suostumus, markkinointilupa, suoramarkkinointilupa, tila',
		notes: 'muistiinpanot, huomautukset, huomiot, kommentit, lisätiedot',
	},
	nl: {
		mobile:
			'mobiel, mobiele telefoon, mobiel nummer, mobiele nummer, mobiel telefoonnummer, mobiele telefoonnummer, mobieltje, telefoon mobiel, telefoonnummer mobiel, mobielnummer, gsm nummer, 06 nummer',
		phone: 'telefoon, telefoonnummer, telefoon nummer, tel nr, telefoonnr, contactnummer',
		landline:
			'vaste telefoon, vast nummer, vaste lijn, telefoon werk, telefoon thuis, telefoon privé, telefoon op werk, telefoon zakelijk, werktelefoon, telefoon vast',
		country: 'landcode, land regio',
		callingCode: 'landnummer',
		areaCode: 'netnummer',
		name: 'naam, voornaam, achternaam, volledige naam, voor en achternaam',
		out: 'geen sms, niet smsen, geen sms sturen, sms uitschrijving, sms uitgeschreven, uitgeschreven voor sms, afgemeld voor sms, sms afgemeld, niet benaderen, niet bellen, niet contacteren, zwarte lijst, uitgeschreven, overleden',
		perhapsOut: 'geblokkeerd, blokkade, afgemeld, bel me niet, bel me niet register, geen reclame',
		consent:
			'sms toestemming, toestemming sms, toestemming voor sms, sms toegestaan, accepteert sms, sms ontvangen, wil sms ontvangen, akkoord met sms, akkoord sms',
		marketing: 'toestemming sms marketing, sms marketing toestemming, accepteert sms marketing',
		perhapsStatus: 'toestemming, ingeschreven, abonnement status',
		outDate: 'datum uitschrijving, uitschrijfdatum, uitgeschreven op',
		notes: 'opmerkingen, opmerking, notities, notitie, aantekeningen',
	},
	cs: {
		mobile:
			'mobilní telefon, mobilní číslo, číslo mobilu, mobilní tel, telefon mobilní, mobil číslo, mobilný telefón, mobilné číslo, číslo mobilného telefónu',
		phone:
			'telefonní číslo, číslo telefonu, tel číslo, kontaktní telefon, telefón, telefónne číslo',
		landline: 'pevná linka, telefon domů, telefon do práce, telefon do zaměstnání, pevná',
		country: 'země, kód země, země oblast',
		perhapsCountry: 'stát, štát, krajina',
		name: 'jméno, příjmení, jméno a příjmení, celé jméno, křestní jméno, meno, priezvisko, meno a priezvisko',
		out: 'nezasílat sms, neposílat sms, nechce sms, bez sms, odhlášen, odhlášen ze sms, odhlášen z sms, nekontaktovat, nevolat, černá listina, na černé listině, zemřel, zemřelý, zomrel',
		perhapsOut: 'zablokován, zablokovaný, blokován, blokace, blokováno, odhlášeno, odhlášený',
		consent:
			'souhlas sms, souhlas s sms, souhlas se sms, sms souhlas, souhlas se zasíláním sms, souhlas se zasíláním sms zpráv, zasílat sms, posílat sms, chce sms, súhlas sms, súhlas so zasielaním sms',
		marketing: 'souhlas s sms marketingem, marketingový souhlas sms',
		perhapsStatus: 'stav, souhlas, marketingový souhlas, súhlas',
		outDate: 'datum odhlášení',
		notes: 'poznámka, poznámky, komentář',
	},
	hu: {
		mobile:
			'mobilszám, mobil szám, mobiltelefonszám, mobil telefon, mobil telefonszám, mobiltelefon szám',
		phone: 'telefonszám, telefon szám, tel szám, kapcsolattartó telefonszám',
		landline:
			'vezetékes telefon, vezetékes telefonszám, otthoni telefon, munkahelyi telefon, hivatali telefon',
		country: 'ország, országkód, ország régió',
		callingCode: 'országhívó, ország hívószám',
		areaCode: 'körzetszám',
		name: 'név, teljes név, keresztnév, vezetéknév, utónév, családnév',
		out: 'nem kér sms-t, nem kér sms, ne küldj sms-t, ne küldjön sms-t, leiratkozott, leiratkozva, leiratkozott sms, tiltólista, tiltólistán, feketelista, feketelistán, ne hívja, elhunyt',
		perhapsOut: 'letiltva, letiltott, tiltva, tiltott, blokkolt, blokkolva',
		consent:
			'sms hozzájárulás, hozzájárulás sms, sms engedély, sms engedélyezve, kér sms-t, sms-t kér, kér sms értesítést, sms értesítés',
		marketing: 'sms marketing hozzájárulás, marketing sms hozzájárulás',
		perhapsStatus: 'hozzájárulás, marketing hozzájárulás, feliratkozott, állapot, státusz',
		outDate: 'leiratkozás dátuma, leiratkozás ideje',
		notes: 'megjegyzés, megjegyzések, jegyzet',
	},
	ro: {
		mobile:
			'telefon mobil, număr mobil, număr de mobil, nr mobil, număr telefon mobil, număr de telefon mobil, nr telefon mobil, tel mobil',
		phone: 'număr de telefon, număr telefon, nr telefon, nr de telefon, nr tel',
		landline: 'telefon fix, telefon serviciu, telefon acasă, telefon birou, telefon domiciliu',
		country: 'țară, cod țară, codul țării, țară regiune',
		name: 'nume, prenume, nume complet, nume de familie, nume și prenume',
		out: 'fără sms, nu trimite sms, nu trimiteți sms, nu dorește sms, nu vrea sms, dezabonat, dezabonat sms, nu contacta, nu contactați, nu deranja, nu suna, lista neagră, decedat',
		perhapsOut: 'blocat, blocată, restricționat',
		consent:
			'acord sms, sms acord, consimțământ sms, acceptă sms, acord primire sms, dorește sms, permite sms',
		marketing: 'acord marketing sms, acord sms marketing',
		perhapsStatus: 'stare, acord, acord marketing, consimțământ, abonat',
		outDate: 'data dezabonării, data dezabonare',
		notes: 'observații, comentarii, note, notițe',
	},
	el: {
		mobile:
			'κινητό, κινητό τηλέφωνο, τηλέφωνο κινητό, αριθμός κινητού, αριθμός κινητού τηλεφώνου, κινητό τηλ, τηλ κινητό',
		phone: 'τηλέφωνο, αριθμός τηλεφώνου, τηλ, τηλέφωνο επικοινωνίας',
		landline:
			'σταθερό, σταθερό τηλέφωνο, τηλέφωνο εργασίας, τηλέφωνο οικίας, τηλέφωνο σπιτιού, τηλέφωνο σταθερό',
		country: 'χώρα, κωδικός χώρας, χώρα περιοχή',
		name: 'όνομα, επώνυμο, ονοματεπώνυμο, πλήρες όνομα',
		out: 'όχι sms, χωρίς sms, μη αποστολή sms, μην στέλνετε sms, μην επικοινωνείτε, απεγγραφή sms, απεγγραφή, μαύρη λίστα, αποβιώσας, θανών',
		perhapsOut: 'αποκλεισμένος, αποκλεισμός, διαγραφή, διαγραμμένος, μπλοκαρισμένος',
		consent:
			'συγκατάθεση sms, συναίνεση sms, αποδοχή sms, λήψη sms, αποστολή sms, επιθυμεί sms, συγκατάθεση για sms',
		perhapsStatus: 'κατάσταση, συγκατάθεση, συναίνεση',
		notes: 'σημειώσεις, παρατηρήσεις, σχόλια',
	},
	ru: {
		mobile:
			'мобильный, номер мобильного, номер мобильного телефона, мобильный тел, моб тел, моб телефон, моб, сотовый, сотовый телефон, номер сотового, номер сотового телефона, телефон мобильный, телефон сотовый, телефон переносной',
		phone:
			'телефон, номер телефона, тел, контактный телефон, контактный номер, основной телефон, телефон для связи',
		landline:
			'домашний телефон, рабочий телефон, городской телефон, стационарный телефон, другой телефон, телефон рабочий, телефон домашний, телефон городской',
		country: 'страна, код страны, страна регион',
		areaCode: 'код города',
		name: 'имя, фамилия, фио, полное имя, отчество, имя и фамилия',
		out: 'без смс, без sms, не отправлять смс, не отправлять sms, не слать смс, не присылать смс, не присылать sms, отписан от sms, не беспокоить, не звонить, не писать, отказ от смс, отказ от sms, отказ от смс рассылки, отказ от sms рассылки, отписан, отписался, отписалась, отписан от смс, чёрный список, в чёрном списке, не контактировать, умер, умерла, умерший',
		perhapsOut:
			'заблокирован, заблокирована, блокировка, отказ, отказ от рассылки, отказ от рекламы',
		consent:
			'согласие на смс, согласие на sms, согласие sms, согласие смс, согласие на смс уведомление, согласие на смс уведомления, согласие на смс информирование, получать смс, получать sms, разрешить смс, разрешены смс, можно смс, подписан на смс',
		marketing:
			'согласие на смс рассылку, согласие на смс рассылки, согласие на sms рассылку, согласие на sms рассылки, согласие на рекламные смс',
		perhapsStatus: 'статус, статус подписки, согласие, согласие на рассылку, подписка, подписан',
		outDate: 'дата отписки, дата отказа от смс',
		notes: 'примечание, примечания, комментарий, комментарии, заметки',
	},
	uk: {
		mobile:
			'мобільний, мобільний телефон, мобільний номер, номер мобільного, номер мобільного телефону, моб телефон, телефон мобільний',
		phone: 'номер телефону, контактний телефон, контактний номер, основний телефон',
		landline: 'домашній телефон, робочий телефон, міський телефон, стаціонарний телефон',
		country: 'країна, код країни, країна регіон',
		areaCode: 'код міста',
		name: "ім'я, прізвище, піб, повне ім'я, по батькові, ім'я та прізвище",
		out: 'без смс, не надсилати sms, не надсилати смс, не турбувати, не дзвонити, не телефонувати, відмова від sms, відмова від смс, відмова від смс розсилки, відписаний, відписано, відписався, відписалася, чорний список, в чорному списку, у чорному списку, помер, померла, померлий',
		perhapsOut: 'заблокований, заблоковано, блокування, відмова, відмова від розсилки',
		consent:
			'згода на sms, згода на смс, згода sms, згода смс, отримувати sms, отримувати смс, дозволити sms, дозволити смс, згода на sms сповіщення, згода на смс сповіщення',
		marketing: 'згода на sms розсилку, згода на смс розсилку',
		perhapsStatus: 'згода, згода на розсилку, підписка, підписаний',
		outDate: 'дата відписки',
		notes: 'примітка, примітки, коментар, коментарі, нотатки',
	},
};
