import { fold, foldHeading, splitWords } from './fold';
import { BY_LANGUAGE } from './headingsByLanguage';

/*
 * What the headings of contact lists mean. Sources: exports of address books, CRMs, shops, marketing tools and
 * forms, and the programs that read them; see docs/bulk-sends.md.
 */

/** What a column holds. */
export type HeadingKind =
	/** A number that may be texted by its heading alone, beside a mobile number. */
	| 'texts'
	| 'mobile'
	/** A number in WhatsApp, used only if there is no other. */
	| 'whatsapp'
	/** A phone of an unknown line. */
	| 'phone'
	/** "Number" alone, used only if nothing else fits. */
	| 'number'
	/** A landline, or a phone that is not for texts. Never chosen by the node. */
	| 'landline'
	/** Not the recipient's phone. Never offered. */
	| 'other'
	| 'extension'
	/** Says what kind of phone a number is. */
	| 'label'
	| 'country'
	/** The country, or a region: the values decide. */
	| 'perhapsCountry'
	/** The country of a postal address. */
	| 'addressCountry'
	| 'callingCode'
	/** A calling code or an area code: the values decide. */
	| 'prefix'
	| 'areaCode'
	| 'name'
	/** Yes means: never text. */
	| 'out'
	/** Yes may mean that, e.g. `Blocked`: a question. */
	| 'perhapsOut'
	/** Yes means: may be texted. */
	| 'consent'
	/** The same, if all values are yes or no; then no is a question, e.g. `Send`. */
	| 'perhapsConsent'
	/** The same, about marketing only. */
	| 'marketing'
	/** Words such as "subscribed". */
	| 'status'
	| 'marketingStatus'
	/** A status, if all values are words of a status. */
	| 'perhapsStatus'
	/** When somebody opted out. */
	| 'outDate'
	/** When somebody agreed. */
	| 'yesDate'
	| 'tags'
	/** The channels that somebody agreed to. */
	| 'channels'
	/** Free text, in which somebody may have written down an opt-out. */
	| 'notes'
	/** Filled for people who left a mailing list. */
	| 'leftMailing'
	/** Whether a booking is over. */
	| 'over';

/** What a heading means, and its number if several columns have the same one: `Phone 2 - Value`. */
export interface HeadingMeaning {
	kind: HeadingKind;
	index: number | null;
}

const KINDS_OF_LINE = 'home work business office company main other car radio direct shipping';
const OTHERS = 'father mother parent guardian spouse assistants assistant asst reference emergency';
const ADDRESSES = [
	'mailing billing shipping home business work other primary default service invoice delivery customer card',
	'contact',
].flatMap((line) => line.split(' '));

/** All pairs of one of the first and one of the second, with a space between. */
function pairs(first: readonly string[], second: readonly string[]): string[] {
	return first.flatMap((one) => second.map((other) => `${one} ${other}`.trim()));
}

const CHANNELS = ['', 'sms', 'text', 'texts', 'text message', 'text messages', 'mobile', 'phone'];
const SMS = ['sms', 'text', 'texts', 'text messages', 'text message', 'text messaging'];
const FLAGS = ['flag', 'indicator', 'list', 'status'];

/** Folded headings of each kind. The first kind that has a heading counts. */
const TABLE: Record<HeadingKind, readonly string[]> = {
	texts: ['text message enabled phone', 'text message enabled phone number'],
	mobile: list(
		'mobile, mobile phone, mobile number, mobile phone number, mobile telephone, mobile telephone number',
		'cell, cell phone, cellphone, cell number, cell phone number, cellphone number, cellular, cellular phone',
		'phone mobile, phone cell, mobile contact number, sms, sms number, sms phone, sms phone number',
		'text reminder number',
		'movil, telefono movil, numero de movil, numero movil, numero de telefono movil, celular, telefono celular',
		'numero de celular, numero celular, cel, tel cel, telefono celular numero',
		'telemovel, numero de telemovel, telefone celular, telefone movel, phone celular',
		'portable, telephone portable, tel portable, telephone mobile, tel mobile, numero de portable, gsm',
		'mobil, mobiltelefon, mobilnummer, mobilfunk, mobilfunknummer, mobiltelefonnummer, handy, handynummer, natel',
		'telefon mobil, telefon handy, cellulare, numero di cellulare, numero cellulare, telefono cellulare',
		'matkapuhelinnumero, cep numarasi, cep telefonu, 手机号码, 手机号, 手机, رقم الجوال, मोबाइल नंबर, мобильный номер',
		'мобильный телефон',
	),
	whatsapp: list('whatsapp, whatsapp number, whatsapp phone, numero de whatsapp, celular whatsapp'),
	phone: list(
		'phone, phone number, phonenumber, phone n value, telephone, telephone number, tel, tel number, contact number',
		'contact phone, contact phone number, primary phone, primary phone number, preferred phone, main phone',
		'main phone number, billing phone, msisdn, telefono, telefono n valor, fono, numero de telefono, numero telefono',
		'telefono principal, telefone, telefone n valor, fone, numero de telefone, telefone principal',
		'numero de telephone, telephone n valeur, telefon, telefonnummer, telefon n wert, rufnummer, haupttelefon',
		'numero di telefono',
	),
	number: ['number', 'numero'],
	landline: [
		...pairs(KINDS_OF_LINE.split(' '), ['phone', 'phone number', 'telephone']),
		...pairs(['phone'], KINDS_OF_LINE.split(' ')),
		...list(
			'workphone, homephone, company main phone, default address phone, address phone, landline, landline number',
			'landline phone, shipping phone, phone shipping, telefono fijo, telefono particular, particular',
			'telefono oficina, telefono de oficina, telefono del trabajo, telefono trabajo, telefono casa, otro telefono',
			'telefono otro, telefone fixo, telefone comercial, telefone residencial, telefone trabalho, telefone casa',
			'outro telefone, telefone outro, tel direto com, telephone fixe, telephone bureau, telephone domicile, festnetz',
			'festnetznummer, telefon geschaftlich, telefon privat, telefon firma, telefon arbeit, autotelefon',
			'weiteres telefon',
		),
	],
	other: [
		...list(
			'fax, fax number, business fax, home fax, other fax, pager, telex, isdn, callback, tty tdd phone, ruckmeldung',
			'telefon assistent, emergency contact, emergency contact number',
		),
		...pairs(OTHERS.split(' '), ['', 'phone', 'phone number', 'mobile', 'mobile number', 'number']),
	],
	extension: list(
		'extension, ext, phone ext, phone extension, workphoneext, work phone ext, anexo, interno, ramal, poste',
		'durchwahl',
	),
	label: list(
		'phone n label, phone n type, phone label, phone type, line type, telefono n etiqueta, telefono n tipo',
		'telefone n etiqueta, telefone n tipo, telephone n libelle, telefon n label, tipo de telefono',
	),
	country: list(
		'country, country code, country name, country region, country iso, iso country, iso country code, pais, pays',
		'pays region, pais region, pais o region, land, land region, paese, nazione',
	),
	perhapsCountry: [],
	addressCountry: [
		...pairs(ADDRESSES, ['country', 'country code', 'country region']),
		...pairs(
			['default address', 'address', 'address n', 'card address', 'postal address'],
			['country', 'country code'],
		),
		...list(
			'country billing, country code billing, country shipping, country code shipping, cc, country of postal address',
			'land region geschaftlich, land region privat, weiteres e land region, pays region bureau, pays region domicile',
			'pais o region del trabajo, pais region del trabajo',
		),
	],
	callingCode: list(
		'dial code, dialing code, calling code, phone code, phone country code, isd code, isd, country calling code',
		'country dial code, ddi, codigo de pais, codigo pais, codigo do pais, indicatif, indicatif pays, landervorwahl',
		'landesvorwahl, prefisso internazionale',
	),
	prefix: list('vorwahl, prefijo, prefisso, phone prefix'),
	areaCode: list('ddd, lada, area code, clave lada, codigo de area'),
	name: list(
		'name, full name, display name, first name, given name, firstname, last name, family name, lastname, surname',
		'nombre, nombre completo, nombre de pila, apellido, apellidos, nome, nome completo, primeiro nome, sobrenome',
		'nom, nom complet, prenom, nom de famille, vorname, nachname',
	),
	out: [
		...pairs(CHANNELS, list('opt out, opted out, optout, optedout, opt outs, opt out status')),
		...pairs(
			CHANNELS.slice(0, 6),
			list('unsubscribed, unsubscribe, unsub, blacklisted, blacklist'),
		),
		...pairs(
			CHANNELS.slice(0, 6),
			list('blocklisted, blocklist, suppressed, suppression, suppressions'),
		),
		...pairs(CHANNELS.slice(0, 6), list('stop, do not contact, dnd, dnc, stopped, is opted out')),
		...pairs(list('opt out, opted out, opt out of, opted out of, opt out from, stop'), SMS),
		...pairs(
			list('has opted out of, unsubscribed from, unsubscribe from, no, no more, block, disable'),
			SMS,
		),
		...pairs(SMS, ['disabled']),
		...pairs(list('exclude from, excluded from, removed from, suppressed from'), SMS),
		...pairs(list('do not, do not send, do not allow, do not contact by, dont, dont send'), SMS),
		...pairs(['do not', 'dont'], list('contact, call, message, disturb, phone, send, text sms')),
		...pairs(list('never, please do not'), list('contact, call, message, phone, text, sms')),
		...pairs(list('dnc, dnd, do not contact, do not call, opt out, suppression'), FLAGS),
		...pairs(
			['', ...list('is, marked, legally, constituent, donor, supporter, patient, client, member')],
			['deceased'],
		),
		// Dynamics and CiviCRM.
		...list('donotphone, donotcall, donotsms, donottext, donotcontact, do not contact sms'),
		...list('mobile phone opt out, phone is do not call, deceased flag, suppress, on blacklist'),
		...list(
			'do not allow phone calls, do not allow contact, is opted out, has opted out, is unsubscribed',
			'fallecido, fallecida, falecido, falecida, decede, decedee, verstorben, deceduto, deceduta',
			'is blacklisted, dnc, dnd, sms blocked, do not contact list, on do not contact list',
			'no contactar, no enviar sms, no enviar, no molestar, baja, baja sms, dado de baja, sms baja, nao perturbe',
			'nao enviar sms, nao contatar, descadastrado, descadastrado sms, desabonne, desabonne sms, desinscrit',
			'desinscrit sms, ne pas contacter, ne pas envoyer de sms, keine sms, abgemeldet, sms abgemeldet',
			'nicht kontaktieren, disiscritto, non contattare, non inviare sms',
		),
	],
	perhapsOut: [
		...pairs(
			['', 'is', 'account', 'contact', 'customer', 'user', 'number', 'phone'],
			list('blocked, banned, barred, excluded, removed, deleted, disconnected, muted'),
		),
		...pairs(
			list('wrong, bad, invalid, blocked, incorrect'),
			list('number, phone, phone number, mobile, mobile number, contact, contact number, account'),
		),
		...pairs(
			CHANNELS.slice(0, 4),
			list(
				'opt out, opted out, unsubscribe, unsubscribed, suppression, dnc, blocked, blacklist',
			).map((word) => `${word} reason`),
		),
		...pairs(['no'], list('contact, phone, calls, phone calls, marketing, solicitation')),
		...list(
			'blocked by user, blocked by, blocked at, blocked on, blocked date, date blocked, block date, exclude, remove',
			'exclude from marketing, excluded from marketing, exclude from campaigns, remove from list, removed from list',
			'date of death, death date, died, date died, dead, passed away, rip, in trash, is in trash, deleted at',
			'gdpr erased, erased, gdpr deleted, right to be forgotten, forgotten, anonymized, anonymised',
			'tps, ctps, on tps, tps registered, tps flag, tps listed, ctps registered, fps, fundraising preference service',
			'litigator, known litigator, spam complaint, dnt, is opt out, consent declined, consent refused, consent denied',
		),
		// Spanish, Portuguese, French, German, Italian: blocked, deceased.
		...list(
			'bloqueado, bloqueada, excluido, bloque, bloquee, exclu, gesperrt, gesperrter kontakt, sperre, blockiert, bloccato',
		),
	],
	consent: [
		...pairs(SMS, list('consent, opt in, opted in, optin, permission, allowed, enabled')),
		...pairs(
			list('accepts, accept, allow, allows, ok to, okay to, can, may, send, receive, receives'),
			SMS,
		),
		...pairs(SMS, list('ok, okay, subscribed, yes no, y n')),
		...pairs(list('opt in, optin, subscribed to, ok for, okay for, wants, want, yes to'), SMS),
		...pairs(list('agrees to, agreed to, consent to, consents to, consented to, opted in to'), SMS),
		...pairs(
			list('consent, agree, agrees, agreed, i agree, i consent, i want, wants, permission').map(
				(words) => `${words} to receive`,
			),
			SMS,
		),
		...pairs(list('contact by, contact via, contact through, permission to, preferences'), SMS),
		...pairs(SMS, list('notifications, alerts, reminders, updates, eligible')),
		...pairs(list('may we, can we, ok to, may i'), list('text you, sms you, contact you')),
		...pairs(
			list('ok to, okay to, can, may, permission to, contact through'),
			list('contact, call, phone'),
		),
		...list('contact permission, contact permitted, contactable, can be contacted, textable'),
		...pairs(['mobile', 'phone'], list('opt in, optin, opted in, consent, permission, ok, okay')),
		...list('tcpa consent, tcpa opt in'),
		...list(
			'mobile sms opt in, opted in, opt in, optin, has sms permission, has sms consent, is opted in',
			'acepta sms, acepta recibir sms, consentimiento sms, consentimiento de sms, autoriza sms, aceita sms',
			'aceita receber sms, consentimento sms, accepte les sms, accepte sms, consentement sms, sms einwilligung',
			'einwilligung sms, sms zustimmung, zustimmung sms, consenso sms, accetta sms',
		),
	],
	marketing: list(
		'accepts sms marketing, sms marketing, sms marketing opt in, sms marketing opted in, send marketing materials',
	),
	perhapsConsent: list(
		'text, texts, text messages, text message, texting, sms messages, send, to send, include, notify, contact',
		'notifications, telefonnachrichten, enviar, envoyer, senden',
	),
	status: list(
		'sms subscription status, sms subscriber status, sms subscription, sms consent status, sms opt in status',
		'opt in status, subscription status, sms consent state',
	),
	marketingStatus: list(
		'sms marketing status, sms marketing consent, sms marketing consent status, sms marketing subscription status',
		'sms marketing consent state, sms marketing state',
	),
	perhapsStatus: list(
		'status, sms status, consent, subscriber status, subscribed, text status, texting status, consent status',
		'consent response, consent value, communication status, contact status, status reason, record status',
		'phone status, mobile status, member status, membership status, list status, vital status, permission status',
		'marketing consent, marketing opt in, marketing permission, marketing, gdpr consent, consent given, has consent',
		'gdpr, rgpd, dsgvo, lgpd, rodo, kvkk, kvkk onayı, permission, estado, situacao, statut, stato, zustimmung, einwilligung',
	),
	outDate: [
		...pairs(
			pairs(['', 'sms', 'text'], list('opt out, opted out, unsubscribed, unsubscribe, optout')),
			list('date, at, on, time, timestamp'),
		),
		...pairs(['sms', 'text'], list('stop date, stopped at, stopped on, blocked at, blocked date')),
		...list(
			'deceased date, date deceased, deceased at, deceased on',
			'date unsubscribed, date opted out, date of opt out, fecha de baja, date unsubscribed sms',
		),
	],
	yesDate: [
		...pairs(
			pairs(['', 'sms', 'text'], list('opt in, opted in, subscribed, consent, optin, consented')),
			list('date, at, on, time, timestamp'),
		),
		...list('date subscribed, date opted in, date of consent'),
	],
	tags: list(
		'solicit codes, solicit code, privacy options, communication preferences, contact preferences',
		'preferences, flags, constituent codes, constituency codes, consent codes, exclusions',
		'tags, tag, labels, groups, group membership, lists, categories, etiquetas, marcadores, etiquettes, categorias',
		'kategorien, schlagworter',
	),
	channels: list(
		'allowed channels, permitted channels, consented channels, consent channels, opted in channels, channels allowed',
		'subscribed channels, marketing channels, canales permitidos, erlaubte kanale',
	),
	notes: list(
		'notes, note, comments, comment, remarks, remark, memo, description, reply, replies, last reply, sms reply',
		'response, last response, sms response, answer, last message, last incoming message, last inbound message',
		'incoming message, internal notes, internal note, customer notes, client notes, contact notes, order notes, notas, nota, observaciones, comentarios, observacoes, commentaires, commentaire, remarques',
		'notizen, notiz, bemerkung, bemerkungen, kommentar, anmerkung, anmerkungen, note cliente, commenti',
	),
	leftMailing: list('unsub time'),
	over: list('canceled, cancelled, refunded, archived, attendee status, booking status'),
};

function list(...lines: string[]): string[] {
	return lines.flatMap((line) => line.split(', '));
}

/** What may be before or after a heading without changing its meaning. */
const OBJECTS_BEFORE =
	/^(?:person|persona|pessoa|contact|customer|invitee|properties|fields|attributes|custom fields?|cnsolcd \d{1,2} \d{1,2}) /;
const OBJECTS_AFTER = / (?:contact|contacto|contato|billing|y n|yes no)$/;

/** The last one that has a heading counts. */
const TABLES: ReadonlyArray<Partial<Record<HeadingKind, string | readonly string[]>>> = [
	...Object.values(BY_LANGUAGE),
	TABLE,
];

let kinds: ReadonlyMap<string, HeadingKind> | undefined;

function kindOf(folded: string): HeadingKind | undefined {
	kinds ??= new Map(
		TABLES.flatMap((table) =>
			Object.entries(table)
				.reverse()
				.flatMap(([kind, written]) =>
					(typeof written === 'string' ? list(written) : written).map(
						(heading) => [foldHeading(heading), kind as HeadingKind] as const,
					),
				),
		),
	);
	return kinds.get(folded);
}

/**
 * What a heading means; whole headings are compared, never parts.
 *
 * @returns null for any other heading
 */
export function meaningOf(heading: string): HeadingMeaning | null {
	// The names of fields in Salesforce: an add-on's prefix, and two underlines.
	const written = heading.trim().replace(/^(?:[a-z\d]{1,15}__)?([^\n]{1,100})__c$/i, '$1');
	return meaningOfFolded(foldHeading(written)) ?? meaningOfFolded(foldHeading(splitWords(written)));
}

/** Objects that a heading may have around it: a report has seen two of them. */
const MOST_OBJECTS = 3;

function meaningOfFolded(folded: string, dropped = 0): HeadingMeaning | null {
	const found = withNumber(folded);
	if (found !== null) return dropped > 0 && found.kind === 'number' ? null : found;
	if (dropped === MOST_OBJECTS) return null;
	for (const object of [OBJECTS_BEFORE, OBJECTS_AFTER]) {
		const shorter = folded.replace(object, '');
		const meaning = shorter === folded ? null : meaningOfFolded(shorter, dropped + 1);
		if (meaning !== null) return meaning;
	}
	return null;
}

function withNumber(folded: string): HeadingMeaning | null {
	const kind = kindOf(folded);
	if (kind !== undefined) return { kind, index: null };
	const digits = / (\d{1,2})(?= |$)/.exec(folded)?.[1];
	if (digits === undefined) return null;
	const index = Number(digits);
	const numbered = kindOf(folded.replace(` ${digits}`, ' n'));
	if (numbered !== undefined) return { kind: numbered, index };
	const last = folded.endsWith(` ${digits}`)
		? kindOf(folded.slice(0, -digits.length - 1))
		: undefined;
	const isPhone = last === 'mobile' || last === 'phone' || last === 'landline';
	return isPhone ? { kind: last, index } : null;
}

/** The kinds of phone that a label beside or inside a cell can name. */
export type LabelKind = 'mobile' | 'phone' | 'landline' | 'other';

const LABELS: Record<LabelKind, readonly string[]> = {
	mobile: list('iphone, movel, wireless, celular personal, mobile personal, personal mobile'),
	phone: list('main, principal, custom, default, unknown, voip, primary, preferred'),
	landline: list(
		'home, work, business, office, company, other, landline, fixed, fixed line, casa, trabajo, oficina, otro',
		'trabalho, comercial, residencial, outro, domicile, bureau, travail, maison, fixe, autre, privat, private',
		'geschaftlich, arbeit, firma, zuhause, festnetz, weitere, car, radio, school',
	),
	other: list('work fax, home fax, other fax, google voice fax, assistant'),
};

/**
 * The kind of phone that a label names, e.g. `* Mobile` or `Handy`.
 *
 * @returns null for any other word
 */
export function labelOf(written: string): LabelKind | null {
	const label = fold(written);
	for (const kind of ['mobile', 'phone', 'landline', 'other'] as const)
		if (LABELS[kind].includes(label)) return kind;
	const found = label === '' ? undefined : meaningOfFolded(foldHeading(written))?.kind;
	if (found === 'texts' || found === 'whatsapp') return 'mobile';
	return found === 'mobile' || found === 'phone' || found === 'landline' || found === 'other'
		? found
		: null;
}

const NOT_SMS =
	/\b(?:e ?mails?|mails?|mailings?|correo|courriel|fax(?:es)?|whats ?app|push|newsletters?|trade|do ?not(?:bulk)?e?mail|e post|epost|eposta|e posta|sahkoposti)\b/;
const MAY_SAY_NO = new RegExp(
	`\\b(?:${[
		...list(
			'opt(?:ed)? ?out, unsub(?:scribed?)?, do not, dont, dnc, dnd, black ?list(?:ed?)?, block ?list(?:ed)?',
			'suppress(?:ed|ions?)?, never (?:call|contact|phone|sms|text), not to be (?:contacted|texted), no more texts, ^no (?:sms|texts?)',
			'do ?not(?:call|contact|phone|send\\w{0,4}|sms|text), object(?:s|ed|ion) to (?:calls|contact|marketing|sms|texts?)',
			'request(?:s|ed) (?:no (?:contact|texts?|calls)|removal), removed? (?:by|at) (?:own )?request',
			'(?:replied|texted|sent|received) stop, stop received, (?:consent|permission) (?:revoked|withdrawn|refused)',
			'(?:revoked|withdrew|withdrawn|refused|declined) (?:consent|permission|sms|texts?), (?:sms|texts?) (?:refused|declined)',
		),
		// Spanish, Portuguese, French, German, Italian, Dutch.
		...list(
			'de baja, fecha baja, desuscrit[oa], lista negra, lista robinson, no (?:contactar|desea|enviar|llamar|molestar|quiere)',
			'rechaza sms, descadastr(?:o|ad[oa]), nao (?:contatar|contactar|deseja|enviar|ligar|perturbe|quer)',
			'desabonn(?:ee?|ement), desinscri(?:te?|ption), liste noire, bloctel, ne pas (?:appeler|contacter|envoyer)',
			'refuse? sms, opposition sms, abgemeldet, abmeldung, abmeldedatum, abbestellt, werbesperre, werbewiderspruch',
			'kontaktsperre, sms widerspruch, sperrliste, robinsonliste, nicht (?:anrufen|anschreiben|kontaktieren)',
			'keine (?:sms|nachrichten), disiscritt[oa], lista nera, non (?:chiamare|contattare|inviare|disturbare)',
			'afgemeld, uitgeschreven, geen sms, niet (?:bellen|smsen|benaderen|contacteren), bel me niet, zwarte lijst',
		),
		// Polish, Turkish, Swedish, Norwegian, Danish, Finnish, Czech, Hungarian, Romanian.
		...list(
			'wypisan[aeyi], nie (?:wysylac|wysylaj|kontaktowac|dzwonic|zyczy), czarna lista, (?:cofniet[aey]|brak) zgod[ay]',
			'rezygnacja z sms, sprzeciw wobec, kara liste(?:de)?, istemiyor(?:um)?, abonelikten cik\\w{0,5}, sms (?:ret|red|gonderme)',
			'avregistrer\\w{0,5}, avanmal\\w{0,4}, svartlist\\w{0,4}, (?:kontakta|ring|skicka) (?:ej|inte), in(?:ga|get) sms, ej sms',
			'avmeld(?:t|ing), afmeld(?:t|ing), framel(?:dt|ding), reservert, reservasjon, ikke (?:kontakt|kontaktes|ring|send|sms)',
			'(?:kontakt|ring|send) ikke, ingen sms, (?:svartelist|sortlist)\\w{0,4}, \\w{0,20}kielto, ei (?:sms|tekstivies\\w{0,25})',
			'odhlas\\w{0,4}, nezasilat, neposilat, nekontaktovat, nevolat, cern[ae] listin[aey], leiratkoz\\w{0,6}, tiltolist\\w{0,3}',
			'feketelist\\w{0,3}, ne kuld\\w{0,6}, nem ker, dezabon\\w{0,5}, nu (?:contacta|deranja|suna|trimite), lista neagra, fara sms',
		),
	].join('|')})\\b`,
);
/** The same in scripts whose letters have no word boundaries for patterns. */
const MAY_SAY_NO_ANYWHERE =
	/отпис|не (?:беспокоить|звонить|писать|отправлять|присылать)|отказ от [сsр]|ч[её]рн(?:ый|ом) спис|согласие отозвано|відпис|не (?:турбувати|дзвонити|надсилати)|відмова від|чорн(?:ий|ому) спис|απεγγραφ|μα[ύυ]ρη λ[ίι]στα|μην (?:επικοινων|στ[έε]λν)|🚫|⛔|🛑|🔕|退订|勿扰|配信停止|受信拒否|수신 ?거부|إلغاء الاشتراك/;
/** With these, neither yes nor no is certain: `Not opted out`, and in Turkish both "sending" and "do not send". */
const UNCLEAR =
	/\b(?:not|never|isnt|hasnt) (?:been |yet )?(?:opted|unsub|black|block|suppress)|sms gonderme/;
/** What is about how somebody can opt out, or about one who did, and does not say who. */
const ABOUT_IT = /\b(?:links?|urls?|reasons?|page|keywords?|code|footer|instructions?|campaign)\b/;

/**
 * Whether a heading of no kind seems to say who opted out of texts, e.g. `Opted out of promotions`.
 */
export function maySayNo(heading: string): boolean {
	const folded = foldHeading(splitWords(heading));
	if (folded === '') return false;
	const mayBe = MAY_SAY_NO.test(folded) || MAY_SAY_NO_ANYWHERE.test(heading.toLowerCase());
	return mayBe && !NOT_SMS.test(folded) && !ABOUT_IT.test(folded);
}

/** Whether neither yes nor no below such a heading is certain. */
export function isUnclear(heading: string): boolean {
	return UNCLEAR.test(foldHeading(splitWords(heading)));
}

/** UTF-16 units of a note that are looked at. */
const LONGEST_NOTE = 2_000;
const NOTE_OF_NO =
	/\b(?:(?:do not|dont|never) (?:text|sms|contact|message)|(?:stop|no more) (?:texting|texts|sms|contacting|messages|messaging)|do not use|opted out|unsubscribed|deceased)\b|^\s{0,9}(?:stop|dnc|dnd)\W{0,9}$/;

/** Whether a note or a name seems to say that its person must not be texted. */
export function isNoteOfNo(note: string): boolean {
	return NOTE_OF_NO.test(note.slice(0, LONGEST_NOTE).toLowerCase().replace(/['’]/g, ''));
}

/** The words of people who opted out, in the names of files and sheets. Folded, whole words. */
const FILE_OF_NO = new RegExp(
	`(?:^| )(?:${[
		...list(
			'un ?subscribed?, un ?subscribes, un ?subscribers?, unsubs?, non ?subscribed, cleaned, opt(?:ed)? ?outs?',
			'black ?list(?:ed)?, block ?list(?:ed)?, suppress(?:ed|ions?)?, do ?not, dnc, dnd, stop, stoplist',
			'donot(?:call|contact|disturb|send|sms|text)',
		),
		// Spanish, Portuguese, French, German, Italian.
		...list(
			'bajas(?! california), dad[oa]s de baja, desuscrit[oa]s?, lista (?:negra|robinson), no (?:contactar|enviar|llamar|molestar)',
			'descadastrad[oa]s?, desinscrit[oa]s?, nao (?:contatar|contactar|enviar|perturbe), desabonne(?:e?s)?, desinscrits?',
			'liste noire, ne pas (?:appeler|contacter|envoyer), abgemeldete?n?, abmeldungen, abbestell(?:t|er|ungen)',
			'sperrliste, robinsonliste, nicht kontaktieren, disiscritt[oai], lista nera, non (?:contattare|inviare)',
		),
		// Polish, Turkish, Swedish, Norwegian, Danish, Dutch, Czech, Hungarian, Romanian, Greek, Russian, Ukrainian.
		...list(
			'wypisan[aeyi], czarna lista, kara liste, ret listesi, avregistrerade?, avmeldte?, afmeldte?, frameldte?',
			'uitgeschreven(?:en)?, afgemelden, zwarte lijst, odhlasen[iy], cerna listina, leiratkozott(?:ak)?, tiltolista',
			'feketelista, dezabonati?, lista neagra, απεγγραφες, μαυρη λιστα, отписа(?:вшиеся|лись|нные), черныи список',
			'відписан[іи], чорнии список, deceased, blocked (?:contacts|customers|list|numbers|phones|users|csv|xlsx), blocked$',
		),
	].join('|')})(?: |$)`,
);

/**
 * The words in the name of a file or a sheet that say that it lists people who opted out; null if there are
 * no such words.
 */
export function wordsOfNo(name: string): string | null {
	for (const text of [name, splitWords(name)]) {
		const found = FILE_OF_NO.exec(fold(text))?.[0];
		if (found !== undefined) return found.trim();
	}
	return null;
}
