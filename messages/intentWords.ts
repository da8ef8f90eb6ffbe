/*
 * The words that say what a reply means, in capitals and without accents and punctuation. No list of words is
 * complete: under US law, any wording counts as an opt-out if a reasonable person would understand it.
 */

/** What a reply asks for. */
export type Intent = 'optOut' | 'optIn' | 'help';

/**
 * Words with a certain meaning if they are the whole message.
 *
 * - `law`: 47 CFR 64.1200(a)(10), in force since April 11, 2025
 * - `providers`: Twilio, AWS, Telnyx and Braze
 * - `spanish`: what US short codes and Mexico must answer, and words in use in Latin America
 * - `portuguese`: Anatel's word SAIR
 * - `french`: France and Canada
 * - `assumed`: not on any vendor's or regulator's page
 */
export const WHOLE_MESSAGES: Readonly<Record<Intent, Readonly<Record<string, string>>>> = {
	optOut: {
		law: 'STOP, QUIT, END, REVOKE, OPT OUT, CANCEL, UNSUBSCRIBE',
		providers: 'STOPALL, STOP ALL, OPTOUT, REMOVE, TD',
		spanish: 'ALTO, BAJA, PARAR, DETENER, CANCELAR, DESUSCRIBIR, SALIR, NO MAS',
		portuguese: 'SAIR',
		french: 'ARRET',
		assumed: 'STOPP, ABMELDEN, CANCELLA, DESCADASTRAR',
	},
	optIn: {
		providers: 'START, YES, UNSTOP',
		assumed: 'INICIO, ALTA, OPT IN, OPTIN, UNSTOPALL, UNSTOP ALL',
	},
	help: {
		providers: 'HELP, INFO',
		spanish: 'AYUDA',
		assumed: 'AJUDA, AIDE, HILFE, AIUTO',
	},
};

/**
 * Words that probably end consent if the message begins with them. Common words are not here: "Cancel my
 * appointment" and "end of the month" are about something else. _Assumed._
 */
export const FIRST_WORDS =
	'STOP, STOPALL, STOPP, UNSUBSCRIBE, OPTOUT, ALTO, BAJA, DESUSCRIBIR, DESUSCRIBIRME, SAIR, PARE, DESCADASTRAR, ABMELDEN, ABBESTELLEN, ARRETEZ, ARRETER, STOPPEZ, DESABONNER, DESABONNEZ, DESABONNEMENT, DESINSCRIRE, DESINSCRIPTION, CANCELLAMI, DISISCRIVIMI';

/** Phrases that probably end consent, anywhere in a message of at most `MOST_WORDS` words. _Assumed._ */
export const PHRASES =
	'OPT OUT, OPT ME OUT, UNSUBSCRIBE ME, REMOVE ME, TAKE ME OFF, STOP TEXTING, STOP MESSAGING, STOP SENDING, DONT TEXT ME, DO NOT TEXT ME, NO MORE TEXTS, NO MORE MESSAGES, NO MAS MENSAJES, NO MAIS MENSAGENS, DAR DE BAJA, DARME DE BAJA, DEME DE BAJA, NO QUIERO RECIBIR, NO QUIERO MENSAJES, NO QUIERO MAS MENSAJES, NAO QUERO RECEBER, NAO QUERO MAIS RECEBER, ARRET SMS, ME DESABONNER, ME DESINSCRIRE, KEINE SMS MEHR, KEINE NACHRICHTEN MEHR, NO MORE SMS, DONT CONTACT ME, DO NOT CONTACT ME, REVOKE CONSENT, REVOKE MY CONSENT';

/** Words of a message that may hold a phrase. */
export const MOST_WORDS = 5;

/** Misspellings that probably mean STOP or UNSUBSCRIBE as the whole message. _Assumed._ */
export const MISSPELLED: Readonly<Record<string, string>> = {
	STOP: 'STPO, SOTP, SYOP, STOPO, STOPS, ST0P, STOPSMS, STOPSTOP',
	UNSUBSCRIBE: 'UNSUB, UNSUSCRIBE, UNSUBCRIBE, UNSUBSCIBE, UNSUBSRIBE, UNSUBSCRIBED',
};

/** Polite and similar words, which do not count at the start of a message. */
export const POLITE =
	'OK, PLEASE, PLS, PLZ, POR FAVOR, FAVOR, SVP, S IL VOUS PLAIT, SIL VOUS PLAIT, BITTE, PER FAVORE';
