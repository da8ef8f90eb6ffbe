import { readLists } from './files';

/*
 * Files as other programs write them: address books, CRMs, shops, marketing tools and forms. The headings and the
 * form of the values are those of the programs' own pages, or of files that people published.
 */

interface Source {
	name: string;
	headings: string;
	rows: readonly string[];
	/** The default country, if the file needs one. */
	country?: string;
	/** The columns that the number comes from. */
	columns?: readonly string[];
	/** In E.164. */
	sent?: readonly string[];
	/** The rows that are left out. */
	leftOut?: readonly number[];
	/** The codes of the other rows. */
	problems?: readonly string[];
	/** The code of the question. */
	asked?: string;
	/** What the user chooses after the question. */
	choice?: string;
}

const DE = '+491713920001';
const DE2 = '+491713920002';
const US = '+13056708084';
const IN = '+919877012345';
const ES = '+34612345678';
const BR = '+5511987654321';

const SOURCES: readonly Source[] = [
	// Address books.
	{
		name: 'Google Contacts, new',
		headings:
			'First Name,Middle Name,Last Name,Labels,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Country',
		rows: [
			'Ana,,P,* myContacts,Mobile,+49 171 3920001,Work,+49 30 901820,Germany',
			'Bob,,P,* myContacts,Work,+49 30 901820,* Mobile,0171 3920002,Germany',
			'Cy,,P,* myContacts,,(305) 670-8084,,,United States',
			'Di,,P,* myContacts,Home,+49 30 901820,,,',
			'Eve,,P,* myContacts,Mobile,+49 171 3920001 ::: +49 171 3920002,,,',
			'Flo,,P,* myContacts,Mobile,+49 171 3920003,Mobile,+49 171 3920004,',
		],
		columns: ['Phone 1 - Value', 'Phone 2 - Value'],
		sent: [DE, DE2, US],
		problems: ['LANDLINE_NUMBER', 'INVALID_NUMBER', 'INVALID_NUMBER'],
	},
	{
		name: 'Google Contacts, old',
		headings: 'Name,Given Name,Family Name,Group Membership,Phone 1 - Type,Phone 1 - Value',
		rows: [`Ana P,Ana,P,* friends ::: * myContacts,Mobile,${DE}`],
		sent: [DE],
	},
	{
		name: 'Google Contacts, Spanish',
		headings: 'Nombre de pila,Apellidos,Correo 1 - Valor,Teléfono 1 - Valor',
		rows: [`Ana,P,a@example.com,${ES}`],
		columns: ['Teléfono 1 - Valor'],
		sent: [ES],
	},
	{
		name: 'Outlook',
		headings:
			"First Name,Last Name,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Home Phone,Mobile Phone,Other Phone,Primary Phone,Pager,TTY/TDD Phone,Business Country/Region,Home Country/Region",
		rows: [
			'Ana,P,+49 30 1,,+49 30 901820,,,0171 3920001,,,,,Germany,',
			'Bob,P,,,+49 30 901820,,,,,+49 171 3920002,,,,',
		],
		columns: ['Mobile Phone'],
		sent: [DE],
		problems: ['EMPTY_NUMBER'],
	},
	{
		name: 'Outlook, German',
		headings:
			'Vorname;Nachname;Telefon geschäftlich;Telefon geschäftlich 2;Telefon privat;Mobiltelefon;Haupttelefon;Land/Region geschäftlich',
		rows: ['Ana;P;030 901820;;;0171/3920001;;Deutschland'],
		columns: ['Mobiltelefon'],
		sent: [DE],
	},
	{
		name: 'Outlook, French, with two equal headings',
		headings: 'Titre,Prénom,Titre,Téléphone (bureau),Tél. mobile,Pays/Région (bureau)',
		rows: ['M,Ana,Dr,01 44 00 00 00,06 12 34 56 78,France'],
		columns: ['Tél. mobile'],
		sent: ['+33612345678'],
	},
	{
		name: 'Outlook, Spanish',
		headings:
			'Nombre,Apellidos,Teléfono del trabajo,Particular,Otro teléfono,Teléfono movil,País o región del trabajo',
		rows: ['Ana,P,+34 912 345 678,,,612 34 56 78,España'],
		columns: ['Teléfono movil'],
		sent: [ES],
	},
	{
		name: 'Outlook, Portuguese',
		headings: 'Nome,Telefone comercial,Telefone residencial,Telefone celular',
		rows: ['Ana,1130000000,,(11) 98765-4321'],
		country: 'BR',
		columns: ['Telefone celular'],
		sent: [BR],
	},
	// CRMs.
	{
		name: 'HubSpot',
		headings:
			'Record ID,First Name,Phone Number,Mobile Phone Number,Country/Region,Opted out of email: Newsletter',
		rows: ['1,Ana,+493090182,+491713920001,Germany,true', '2,Bob,,06 12 34 56 78,France,'],
		columns: ['Mobile Phone Number'],
		sent: [DE, '+33612345678'],
	},
	{
		name: 'Salesforce',
		headings:
			'Name,Phone,Mobile,Home Phone,Other Phone,Asst. Phone,Fax,Mailing Country,Do Not Call,Email Opt Out,SMS Opt Out',
		rows: [
			'Ana,(305) 111-1111,(305) 670-8084,,,,,United States,0,1,0',
			'Bob,,(305) 670-8085,,,,,United States,0,0,1',
			'Cy,,(305) 670-8086,,,,,United States,1,0,0',
		],
		columns: ['Mobile'],
		sent: [US],
		leftOut: [3, 4],
	},
	{
		name: 'Salesforce API, with opposite polarities in one object',
		headings: 'Id,MobilePhone,SMS_Opt_In__c,et4ae5__SMSOptOut__c,HasSMSPermission__c',
		rows: [
			`1,${US},true,false,true`,
			`2,${DE},true,true,true`,
			`3,${IN},true,false,false`,
			`4,${ES},false,false,true`,
		],
		columns: ['MobilePhone'],
		sent: [US],
		leftOut: [3, 4, 5],
	},
	{
		name: 'Dynamics 365',
		headings: 'Full Name,Business Phone,Mobile Phone,Country/Region,Do not allow Phone Calls',
		rows: [`Ana,,${US},United States,Allow`, `Bob,,${DE},Germany,Do Not Allow`],
		sent: [US],
		leftOut: [3],
	},
	{
		name: 'Dynamics 365, a report',
		headings: 'Full Name,Mobile Phone (Contact) (Contact)',
		rows: [`Ana,${US}`],
		sent: [US],
	},
	{
		name: 'Zoho',
		headings:
			'First Name,Last Name,Phone,Mobile,Home Phone,Other Phone,Asst Phone,Fax,Email Opt Out,Mailing Country',
		rows: [`Ana,P,,${US},,,,,true,Spain`],
		sent: [US],
	},
	{
		name: 'Pipedrive',
		headings:
			'Person - Name,Person - Phone - Work,Person - Phone - Home,Person - Phone - Mobile,Person - Phone - Other,Person - Postal address - Country',
		rows: [`Ana,+49 30 901820,,"${DE}, +49 171 3920001",,Germany`],
		columns: ['Person - Phone - Mobile'],
		sent: [DE],
	},
	{
		name: 'Pipedrive, one column',
		headings: 'Person - Name,Person - Phone',
		rows: [`Ana,"+49 30 901820, ${DE}"`, `Bob,"${DE}, ${DE2}"`, 'Cy,+49 30 901820'],
		sent: [DE],
		problems: ['INVALID_NUMBER', 'LANDLINE_NUMBER'],
	},
	{
		name: 'Pipedrive, ten columns',
		headings: 'Person - Name,Person - Phone 1,Person - Phone 2',
		rows: [`Ana,${DE},`, `Bob,,${DE2}`, `Cy,${US},+1 305-670-8084`],
		sent: [DE, DE2, US],
	},
	{
		name: 'Pipedrive, Portuguese',
		headings: 'Pessoa - Nome,Pessoa - Telefone - Trabalho,Pessoa - Telefone - Celular',
		rows: [`Ana,+551130000000,${BR}`],
		columns: ['Pessoa - Telefone - Celular'],
		sent: [BR],
	},
	{
		name: 'Pipedrive, Spanish',
		headings: 'Persona - Nombre,Persona - Teléfono,Persona - Teléfono - Otro',
		rows: [`Ana,${ES},+34 912 345 678`],
		columns: ['Persona - Teléfono'],
		sent: [ES],
	},
	{
		name: 'Kommo, Spanish',
		headings: 'Nombre,Teléfono celular (contacto),Teléfono oficina (contacto)',
		rows: [`Ana,'${ES},'+34912345678`],
		columns: ['Teléfono celular (contacto)'],
		sent: [ES],
	},
	{
		name: 'Kommo, Portuguese',
		headings:
			'Nome,Celular (contato),Telefone comercial (contato),Tel. direto com. (contato),Telefone residencial (contato),Outro telefone (contato)',
		rows: [`Ana,'${BR},,,,`],
		columns: ['Celular (contato)'],
		sent: [BR],
	},
	{
		name: 'Jobber',
		headings:
			'First Name,Main Phone #s,Mobile Phone #s,Work Phone #s,Text Message Enabled Phone #,Billing Country',
		rows: [`Ana,3051111111,"3056708085, 3056708086",,(305) 670-8084,United States`],
		columns: ['Text Message Enabled Phone #'],
		sent: [US],
	},
	{
		name: 'Airtable or Notion, opened and saved: the plus is lost',
		headings: 'Name,Phone',
		rows: ['Ana,13056708084', 'Bob,9.19877E+11'],
		sent: [US],
		problems: ['SHORTENED_NUMBER'],
	},
	{
		name: 'VAN',
		headings: 'LastName,FirstName,Preferred Phone,Cell Phone,Home Phone,WorkPhone,WorkPhoneExt',
		rows: ['P,Ana,3051111111,3056708084,,3051111112,12'],
		country: 'US',
		columns: ['Cell Phone'],
		sent: [US],
	},
	// Marketing and shops.
	{
		name: 'Shopify',
		headings:
			'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Country Code,Default Address Phone,Phone,Accepts SMS Marketing,Tags',
		rows: [
			`'1,Ana,P,a@example.com,no,AU,'0412 345 678,'+61412345678,yes,`,
			`'2,Bob,P,b@example.com,yes,AU,,'0412 345 679,no,`,
			`'3,Cy,P,c@example.com,yes,AU,'0412 345 670,,yes,`,
			`'4,Di,P,d@example.com,yes,AU,,'+61412345671,yes,"vip, do-not-text"`,
		],
		columns: ['Phone'],
		sent: ['+61412345678'],
		leftOut: [3, 5],
		problems: ['EMPTY_NUMBER'],
	},
	{
		name: 'Shopify, older',
		headings: 'First Name,Email,Country,Country Code,Phone,Accepts Marketing',
		rows: ["Ana,a@example.com,Australia,AU,'0412 345 678,no"],
		sent: ['+61412345678'],
	},
	{
		name: 'WooCommerce',
		headings: 'Order Number,Phone (Billing),Country Code (Billing)',
		rows: ['1,0171 3920001,DE'],
		columns: ['Phone (Billing)'],
		sent: [DE],
	},
	{
		name: 'Wix',
		headings: 'First Name,Phone 1,Phone 2,Address 1 - Country,SMS subscriber status',
		rows: [
			`Ana,'+1 416-555-0100,,Canada,Subscribed`,
			`Bob,'+1 416-555-0101,,Canada,Unsubscribed`,
			`Cy,'+1 416-555-0102,,Canada,Never subscribed`,
			`Di,'+1 416-555-0100,416-555-0100,Canada,Subscribed`,
		],
		sent: ['+14165550100', '+14165550100'],
		leftOut: [3, 4],
	},
	{
		name: 'Wix, where the phones differ',
		headings: 'First Name,Phone 1,Phone 2,SMS subscriber status',
		rows: [`Ana,'+1 416-555-0100,'+1 416-555-0101,Subscribed`],
		asked: 'AMBIGUOUS_COLUMN',
		choice: 'Phone 2',
		sent: ['+14165550101'],
	},
	{
		name: 'Square',
		headings: 'First Name,Phone Number,Email Subscription Status,Blocked from online booking',
		rows: [`Ana,'${US},unsubscribed,No`],
		sent: [US],
	},
	{
		name: 'Klaviyo',
		headings:
			'Email,Phone Number,Country,Email Marketing Consent,SMS Marketing Consent,SMS Suppressions',
		rows: [
			`a@example.com,${US},United States,UNSUBSCRIBED,SUBSCRIBED,`,
			`b@example.com,${DE},Germany,SUBSCRIBED,UNSUBSCRIBED,`,
			`c@example.com,${IN},India,SUBSCRIBED,NEVER_SUBSCRIBED,`,
			`d@example.com,${ES},Spain,SUBSCRIBED,SUBSCRIBED,yes`,
		],
		sent: [US],
		leftOut: [3, 4, 5],
	},
	{
		name: 'Mailchimp',
		headings: 'Email Address,First Name,Phone Number,SMS phone number,CC',
		rows: [`a@example.com,Ana,(305) 111-1111,${US},GB`],
		columns: ['SMS phone number'],
		sent: [US],
	},
	{
		name: 'Mailchimp, those who left',
		headings: 'Email Address,Phone Number,UNSUB_TIME,UNSUB_REASON',
		rows: [`a@example.com,${US},2024-01-02 10:00:00,`],
		asked: 'OPT_OUT_LIST',
	},
	{
		name: 'Brevo',
		headings: 'EMAIL;SMS;WHATSAPP;LANDLINE_NUMBER;smsBlacklisted',
		rows: [`a@example.com;${US};;;false`, `b@example.com;${DE};;;true`],
		columns: ['SMS'],
		sent: [US],
		leftOut: [3],
	},
	{
		name: 'Omnisend',
		headings: 'Email,Phone number,Country,SMS subscription status,Email subscription status',
		rows: [`a@example.com,${US},US,subscribed,unsubscribed`, `b,${DE},DE,unsubscribed,subscribed`],
		sent: [US],
		leftOut: [3],
	},
	{
		name: 'SMS platforms',
		headings: 'Phone number,Status,Date unsubscribed,Opt-in Timestamp',
		rows: [
			`${US},Active,,2024-01-01`,
			`${DE},Unsubscribed,2024-02-01,2024-01-01`,
			`${IN},Active,2024-02-01,2024-01-01`,
			`${ES},Active,2024-02-01,2024-03-01`,
		],
		sent: [US, ES],
		leftOut: [3, 4],
	},
	{
		name: 'Emarsys',
		headings: 'Mobile,Mobile SMS Opt-in',
		rows: ['0013056708084,TRUE', '00491713920001,FALSE', '919877012345,'],
		sent: [US],
		leftOut: [3, 4],
	},
	// Forms and events.
	{
		name: 'Eventbrite',
		headings: 'First Name,Cell Phone,Home Phone,Work Phone,Home Country,Attendee Status',
		rows: [`Ana,(305) 670-8084,,,US,Attending`, `Bob,(305) 670-8085,,,US,Refunded`],
		columns: ['Cell Phone'],
		sent: [US, '+13056708085'],
	},
	{
		name: 'Calendly',
		headings: 'Invitee Name,Text Reminder Number,Canceled,Invitee accepted marketing emails',
		rows: ['Ana,+1 305-670-8084,false,no'],
		sent: [US],
	},
	{
		name: 'Meta lead ads',
		headings: 'id\tfull_name\tphone_number',
		rows: ['l:1\tAna\tp:+491713920001', 'l:2\tBob\tp:+91 98770 12345'],
		sent: [DE, IN],
	},
	{
		name: 'Google Forms: the question is a sentence',
		headings: 'Timestamp,What is your phone number?',
		rows: [`1/2/2024 10:00:00,${US}`],
		asked: 'MISSING_COLUMN',
		choice: 'What is your phone number?',
		sent: [US],
	},
	{
		name: 'Typeform and Jotform',
		headings: 'Name,Phone Number,Submitted At',
		rows: [`Ana,'${US},x`],
		sent: [US],
	},
	// Templates of SMS tools.
	{
		name: 'ClickSend: digits without a plus',
		headings: 'Mobile,Country',
		rows: ['61412345678,AU', '447911123456,GB'],
		sent: ['+61412345678', '+447911123456'],
	},
	{
		name: 'Clearstream',
		headings: 'Mobile,First,Last,Email,Tags',
		rows: [`${US},A,P,,`],
		sent: [US],
	},
	{
		name: 'Trackly',
		headings: 'phone_number,line_type',
		rows: [
			`${US},CELL PHONE`,
			'+13056708085,VOIP',
			'+13056708086,LANDLINE',
			'+13056708087,UNKNOWN',
		],
		sent: [US, '+13056708085', '+13056708087'],
		problems: ['LANDLINE_NUMBER'],
	},
	{
		name: 'px1',
		headings: 'phone_number,opted_in,list',
		rows: [`${US},1,a`, `${DE},0,a`, `${IN},,a`],
		sent: [US],
		leftOut: [3, 4],
	},
	{
		name: 'Indian panels',
		headings: 'Country Code,Mobile Number',
		rows: ['91,9877012345', '+91,9877012346'],
		sent: [IN, '+919877012346'],
	},
	{
		name: 'Latin American sheets: area codes, twice',
		headings: 'NOME;DDD;TELEFONE;DDD;TELEFONE CELULAR',
		rows: ['Ana;11;30000000;11;987654321'],
		country: 'BR',
		columns: ['TELEFONE CELULAR'],
		sent: [BR],
	},
	{
		name: 'Latin American sheets: ddi, ddd',
		headings: 'ddi;ddd;telefone',
		rows: ['55;11;987654321'],
		sent: [BR],
	},
	{
		name: 'Latin American sheets: WhatsApp beside a mobile number',
		headings: 'Nombre,Celular (Contacto),Celular (WhatsApp),TELEFONE FIXO',
		rows: [`Ana,${ES},${BR},`],
		columns: ['Celular (Contacto)'],
		sent: [ES],
	},
	{
		name: 'Latin American sheets: only WhatsApp',
		headings: 'Nombre,Celular/WhatsApp',
		rows: [`Ana,${ES}`],
		sent: [ES],
	},
	{
		name: 'a school: the parents’ numbers only',
		headings: 'Name,Father Mobile No.,Mother Mobile No.',
		rows: [`Ana,${IN},${IN}`],
		asked: 'MISSING_COLUMN',
		choice: 'Mother Mobile No.',
		sent: [IN],
	},
	{
		name: 'Send SMS and Do not SMS',
		headings: 'Name,Phone 1,Send SMS,Do not SMS',
		rows: [`Ana,${US},Yes,No`, `Bob,${DE},Yes,Yes`],
		sent: [US],
		leftOut: [3],
	},
	{
		name: 'landlines only',
		headings: 'Name,Home Phone,Work Phone',
		rows: [`Ana,${US},`],
		asked: 'AMBIGUOUS_COLUMN',
		choice: 'Home Phone',
		sent: [US],
	},
];

describe.each(SOURCES)('$name', (source) => {
	const { headings, rows, country = '', columns, sent, asked } = source;
	const files = [{ content: [headings, ...rows].join('\n') }];
	const expected = {
		sent: sent ?? [],
		leftOut: source.leftOut ?? [],
		problems: source.problems ?? [],
		refused: null,
	};
	const reading = async (phoneColumn = '') => {
		const read = await readLists(files, { defaultCountry: country, phoneColumn });
		return { ...read, leftOut: read.leftOut.map(({ row }) => row) };
	};

	it(asked === undefined ? 'is read' : `is a question: ${asked}`, async () => {
		const read = await reading();
		if (asked !== undefined) expect(read).toMatchObject({ sent: [], refused: asked });
		else expect(read).toMatchObject(expected);
		if (columns !== undefined) expect(read.understood?.phoneColumns).toEqual(columns);
	});

	const { choice } = source;
	if (choice === undefined) return;
	it(`is read with "${choice}"`, async () => {
		expect(await reading(choice)).toMatchObject({ ...expected });
	});
});

describe('what went wrong in lists before', () => {
	interface Case {
		content: string;
		name?: string;
		country?: string;
		sent: readonly string[];
		leftOut?: number;
		problems?: readonly string[];
		asked?: string;
	}
	const headings = [
		...['Phone', 'Phone Number', 'Mobile Phone', 'Mobile Number', 'Cell Phone', 'SMS', 'Celular'],
		...['Móvil', 'Handynummer', 'MOBILE_PHONE', 'Mobile:', 'Phone 1 - Value', 'Mobile', 'Phone Nº'],
		...[
			'手机号码',
			'رقم الجوال',
			'मोबाइल नंबर',
			'мобильный номер',
			'Cep numarası',
			'Tel.',
			"'Mobile",
		],
	];
	const numbersOf: readonly [string, string, string | null][] = [
		['0171 392000/1', 'DE', null],
		['0171 3920001/02', 'DE', null],
		['98765 43210 / 11', 'IN', null],
		['0812 3456 789/0', 'ID', null],
		['0664 1234567/12', 'AT', null],
		['+62 812 3456 7890 / 91', '', null],
		// Digits behind a complete number, in any form; with all of them, it is no number that exists.
		['0171 3920001 (02)', 'DE', null],
		['0171 3920001 [02]', 'DE', null],
		['0171 3920001 （０２）', 'DE', null],
		['+49 171 3920001 (2)', '', null],
		['0171 3920001 02', 'DE', null],
		['0171 3920001.02', 'DE', null],
		['0812 3456 7890 91', 'ID', null],
		['010-1234-5678~9', 'KR', null],
		// The last group of digits is short, and the number exists.
		['+49 171 39 20 00 1', '', DE],
		['01 71 39 20 00 1', 'DE', DE],
		['0171/3920001', 'DE', DE],
		['+49 171/3920001', '', DE],
		[`${DE} ::: +49 30 901820`, '', DE],
		[`${DE} ::: ${DE2}`, '', null],
		[`${DE}, +49 171 3920001`, '', DE],
		[`${DE}; +49 30 901820`, '', DE],
		[`${DE}\n${DE}`, '', DE],
		['p:+49 171 3920001', '', DE],
		['Mobile: +49 171 3920001', '', DE],
		['+49 171 3920001 (privat)', '', DE],
		['Fax: +49 30 901820', '', null],
		['0171 3920001 x123', 'DE', null],
		['#ERROR!', 'DE', null],
	];
	const countries: readonly [string, string, string | null][] = [
		...[
			'Spain',
			'España',
			'Espanha',
			'Espagne',
			'Spanien',
			'ESP',
			'ES',
			"'ES",
			'34',
			"'+34",
			'34.0',
		].map((country) => [country, '612 34 56 78', ES] as [string, string, string]),
		...['USA', 'U.S.', 'United States', 'us', '1', "'+1", '1.0', 'Estados Unidos'].map(
			(country) => [country, '(305) 670-8084', US] as [string, string, string],
		),
		['United Kingdom', '07911 123456', '+447911123456'],
		['UK', '07911 123456', '+447911123456'],
		// An address may be anywhere.
		['GB', ES, ES],
		['US', ES, ES],
		['Nowhere', ES, ES],
		['Nowhere', '612 34 56 78', null],
		// A calling code belongs to the number.
		['44', ES, null],
	];
	const cases: Record<string, Case> = {
		...Object.fromEntries(
			headings.map((heading) => [heading, { content: `${heading},x\n${US},y`, sent: [US] }]),
		),
		...Object.fromEntries(
			numbersOf.map(([written, country, number]) => [
				JSON.stringify(written),
				{
					content: `Mobile,x\n"${written}",y`,
					country,
					sent: number === null ? [] : [number],
					...(number === null && {
						problems: [written.startsWith('#') ? 'CELL_ERROR' : 'INVALID_NUMBER'],
					}),
				},
			]),
		),
		...Object.fromEntries(
			countries.map(([country, written, number]) => [
				`${written} in ${country}`,
				{
					content: `Country,Mobile\n${country},${written}`,
					sent: number === null ? [] : [number],
					...(number === null && {
						problems: [country === '44' ? 'COUNTRY_MISMATCH' : 'INVALID_COUNTRY'],
					}),
				},
			]),
		),
		'two equal headings that nobody uses': { content: `Titre,Mobile,Titre\na,${US},b`, sent: [US] },
		'SMS Opt Out': { content: `Mobile,SMS Opt Out\n${US},TRUE`, sent: [], leftOut: 1 },
		'SMS subscriber status': {
			content: `Mobile,SMS subscriber status\n${US},Unsubscribed`,
			sent: [],
			leftOut: 1,
		},
		'a file of those who left': {
			content: `Phone Number\n${US}`,
			name: 'unsubscribed_members_export_1.csv',
			sent: [],
			asked: 'OPT_OUT_LIST',
		},
		...Object.fromEntries(
			[
				...[
					'Abgemeldete.csv',
					'Sperrliste 2026.csv',
					'bajas.csv',
					'lista_negra.csv',
					'desinscrits.csv',
				],
				...['desabonnes_sms.csv', 'Descadastrados.csv', 'no_contactar.csv', 'disiscritti.csv'],
				...['unsubscribers.csv', 'donotcall.csv', 'Black List.csv'],
			].map((file) => [
				`a file of those who left, ${file}`,
				{ content: `Mobile\n${US}`, name: file, sent: [], asked: 'OPT_OUT_LIST' },
			]),
		),
		...Object.fromEntries(
			['Baja California.csv', 'bus stops.csv', 'Abmahnungen.csv'].map((file) => [
				`a file of anybody, ${file}`,
				{ content: `Mobile\n${US}`, name: file, sent: [US] },
			]),
		),
		...Object.fromEntries(
			[
				...[
					'SMS-Abmeldung',
					'Werbesperre',
					'Nicht anrufen',
					'Fecha de baja SMS',
					'No llamar',
					'Lista Robinson',
				],
				...[
					'Désabonnement',
					'Ne pas appeler',
					'Refus SMS',
					'Não ligar',
					'Descadastro',
					'Non chiamare',
				],
				...[
					'Geen SMS-acties',
					'Отписан от акций',
					'退订',
					'수신거부',
					'إلغاء الاشتراك',
					'Replied STOP',
					'Consent Revoked',
				],
				...['SMS Declined', 'Never Text Again'],
			].flatMap((heading): [string, Case][] => [
				[
					`a heading that seems to say no, ${heading}`,
					{ content: `Mobile,${heading}\n${US},1\n${DE},`, sent: [], asked: 'UNKNOWN_CONSENT' },
				],
				[`nothing below ${heading}`, { content: `Mobile,${heading}\n${US},`, sent: [US] }],
			]),
		),
		...Object.fromEntries(
			[
				'SMS Subscribed',
				'Subscribed to SMS',
				'SMS OK',
				'OK for Texts',
				'SMS Yes/No',
				'SMS (Y/N)',
			].map((heading) => [
				`no below ${heading}`,
				{ content: `Mobile,${heading}\n${US},no\n${DE},yes`, sent: [DE], leftOut: 1 },
			]),
		),
		...Object.fromEntries(
			['Categories', 'Kategorien', 'Catégories', 'Categorías'].map((heading) => [
				`an opt-out among ${heading}`,
				{
					content: `Mobile,${heading}\n${US},VIP;Do Not Text\n${DE},VIP`,
					sent: [DE],
					leftOut: 1,
				},
			]),
		),
		'an opt-out in the digits of another script, which cannot be read': {
			content: `Mobile,Opt Out\n٠١٧١ ٣٩٢٠٠٠١,yes\n${DE},`,
			sent: [],
			leftOut: 2,
		},
		'an opt-out with an extension behind it': {
			content: `Mobile,Opt Out\n0171 3920001 (02),yes\n${DE},`,
			sent: [],
			leftOut: 2,
		},
		'an opt-out behind hundreds of spaces': {
			content: `Mobile,Phone,Opt Out\n,${' '.repeat(600)}0171 3920001,yes\n${DE},,`,
			sent: [],
			leftOut: 2,
		},
		'a calling code beside the number, and Default Country': {
			content: 'Country Code,Mobile\n1,4155550101',
			country: 'IN',
			sent: ['+14155550101'],
		},
		'both kinds of country codes': {
			content: 'Country Code,Mobile\n1,3056708084\nUS,3056708085',
			sent: [],
			asked: 'AMBIGUOUS_COLUMN',
		},
		'an area code': { content: 'DDD,Mobile,Country\n11,987654321,BR', sent: [BR] },
		'an area code that is also in the number': {
			content: 'DDD,Mobile,Country\n11,11987654321,BR\n,987654321,BR',
			sent: [BR],
			problems: ['INVALID_NUMBER'],
		},
		'an area code of Germany': {
			content: 'Vorwahl;Handy\n0171;3920001',
			country: 'DE',
			sent: [DE],
		},
		'a calling code of Germany': { content: 'Vorwahl;Handy\n+49;1713920001', sent: [DE] },
		'either of them': {
			content: 'Prefijo,Móvil\n34,612345678',
			sent: [],
			asked: 'AMBIGUOUS_COLUMN',
		},
	};

	it.each(Object.entries(cases))('%s', async (_, { content, name, country = '', ...expected }) => {
		const read = await readLists([{ content, ...(name && { name }) }], { defaultCountry: country });
		expect(read).toMatchObject({
			sent: expected.sent,
			problems: expected.problems ?? [],
			refused: expected.asked ?? null,
		});
		expect(read.leftOut).toHaveLength(expected.leftOut ?? 0);
	});
});
