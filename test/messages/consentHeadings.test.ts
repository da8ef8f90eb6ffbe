import { readLists } from './files';

/*
 * What headings say about consent: what is certain decides, what may be is a question, and what is about something else
 * leaves nobody out. The headings are those of exports of CRMs and shops, and of lists that people published.
 */

const US = '+13056708084';
const DE = '+491713920001';
const IN = '+919877012345';
const NUMBERS = [US, DE, IN];

/** What happens to the rows, by the value under the heading. */
interface Case {
	headings: readonly string[];
	/** The values of the rows with the numbers above. */
	values: readonly string[];
	/** The rows that get the message, or the code of the question. */
	sent: readonly number[] | 'UNKNOWN_CONSENT' | 'OPT_OUT_LIST';
	/** Names that the message uses. */
	placeholders?: readonly string[];
}

const ASKED = 'UNKNOWN_CONSENT';

/** Yes is certain. */
const OUT: readonly string[] = [
	// Raiser's Edge, CiviCRM, Salesforce NPSP, Donorfy, Dynamics and Zoho.
	...['Deceased', 'Is Deceased', 'is_deceased', 'IsDeceased', 'npsp__Deceased__c', 'Deceased?'],
	...['Marked deceased', 'Deceased Flag', 'Do Not Contact', 'npsp__Do_Not_Contact__c'],
	...['npe01__Do_Not_Contact__c', 'Do Not Phone', 'do_not_phone', 'Do Not SMS', 'do_not_sms'],
	...['donotphone', 'Do not allow Phone Calls', 'DoNotCall', 'Blacklisted', 'On Blacklist'],
	...['Do Not Text/SMS', 'Do not contact (SMS)', 'Opt-out flag', 'DNC Flag', 'Suppress'],
	...['Phone Is Do Not Call', 'Mobile Phone Opt Out', 'Never Text', 'Please do not contact'],
	...['SMS Disabled', 'Disable SMS', 'Exclude from SMS'],
	// Spanish, Portuguese, French, German, Italian.
	...['Fallecido', 'Falecido', 'Décédé', 'Verstorben', 'Deceduto'],
];
/** Yes may mean that. */
const PERHAPS_OUT: readonly string[] = [
	...[
		'Blocked',
		'Is Blocked',
		'Contact Blocked',
		'Blocked by user',
		'Banned',
		'Barred',
		'Excluded',
	],
	...[
		'Removed',
		'Remove',
		'Deleted',
		'is_deleted',
		'In Trash',
		'Contact is in Trash',
		'No Contact',
	],
	...[
		'No Calls',
		'No Phone',
		'TPS',
		'CTPS',
		'Wrong Number',
		'Wrong No.',
		'Disconnected',
		'Litigator',
	],
	...[
		'Anonymized',
		'Passed away',
		'is_opt_out',
		'Consent Declined',
		'donotsendmm',
		'Do Not Solicit',
	],
	...['Objected to marketing', 'Requested removal', 'Gesperrt', 'Bloqueado', 'Bloccato'],
];
/** No is certain. */
const CONSENT: readonly string[] = [
	...[
		'Contact by SMS',
		'Contact Through Phone',
		'Preferences: SMS',
		'May We Text You?',
		'Textable',
	],
	...[
		'Consent to receive SMS',
		'I agree to receive text messages',
		'Permission to Text',
		'OK to Contact',
	],
	...['SMS Notifications', 'Text Reminders', 'TCPA Consent', 'Contact Permission', 'Can contact'],
];
/** No may mean that, and yes nothing. */
const PERHAPS_CONSENT: readonly string[] = ['SMS', 'SMS?', 'Text', 'Texts', 'Send?', 'Include'];
/** Nobody is left out and nothing is asked. */
const NOTHING: readonly (readonly [heading: string, ...values: string[]])[] = [
	['Blocked time', '10:00', '11:00', ''],
	['Blocked', '10:00', '11:00', '12:30'],
	['Blocked', '2', '1', '0'],
	['Blocked', 'No', '', '0'],
	['Blocked from online booking', 'Yes', 'No', ''],
	['Blocked Amount', '12.00', '0', ''],
	['Stop', '1', '2', '3'],
	['Bus Stop', 'Main St', 'Elm St', ''],
	['Stop Number', '1', '1', '1'],
	['Stops', '1', '0', '1'],
	['No', 'Yes', 'No', '1'],
	['No.', '1', '0', 'x'],
	['Opt', 'A', 'B', 'Stop'],
	['Option', 'out', 'in', ''],
	['Status', 'Open', 'Closed', 'Inactive'],
	['Status', 'Ordered', 'Phone', 'Email'],
	['Order Status', 'Blocked', 'Stopped', 'Paid'],
	['Text', 'Stop by', 'Hello', 'No'],
	['TPS', '5.00', '1', '0'],
	['Red', 'Yes', 'No', ''],
	['Do Not Trade', '1', '0', ''],
	['Do Not Mail', 'Yes', 'No', ''],
	['Do Not Email', 'Yes', 'No', ''],
	['donotbulkemail', 'true', 'false', ''],
	['No Bulk Emails (User Opt Out)', 'Yes', 'No', ''],
	['Unsubscribed from all email', 'true', '', ''],
	['Solicit Codes', 'Do Not Mail', 'No email', 'Send newsletter'],
	['Tags', 'RET', 'retail', 'nonstop'],
	['Notes', 'do not leave the parcel', 'Cleaned', 'blocked drain'],
	['Comments', 'Do not call before 9', 'no', 'thanks'],
	['Preferred Communication Method', 'Email', 'SMS', ''],
	["Deceased's Name", 'Ann', 'Bob', ''],
	['Spouse deceased', 'Yes', 'No', ''],
	['Opted out of promotions', 'No', '0', 'false'],
	['Werbesperre', 'nein', 'Nein', ''],
	['Unsubscribe link', 'https://example.com/a', 'https://example.com/b', ''],
];

const CASES: readonly Case[] = [
	{ headings: OUT, values: ['Yes', 'No', ''], sent: [1, 2] },
	{ headings: OUT, values: ['1', '0', '0'], sent: [1, 2] },
	{ headings: ['Deceased', 'Blacklisted'], values: ['2026-01-02', '', ''], sent: [1, 2] },
	{ headings: ['Deceased Date', 'deceased_date'], values: ['2020', '', ''], sent: [1, 2] },
	// In a list of the family.
	{ headings: ['Deceased'], values: ['Ann P', '', ''], sent: ASKED },
	{ headings: PERHAPS_OUT, values: ['Yes', 'No', ''], sent: ASKED },
	{ headings: PERHAPS_OUT, values: ['No', '0', ''], sent: [0, 1, 2] },
	{ headings: PERHAPS_OUT, values: ['Opted out', 'No', ''], sent: [1, 2] },
	{
		headings: ['Date of Death', 'DOD', 'Blocked At', 'Opt Out Reason', 'Blocked'],
		values: ['2020-01-02', '', ''],
		sent: ASKED,
	},
	{ headings: ['Suppression Reason', 'Blocked Reason'], values: ['spam', '', ''], sent: ASKED },
	{ headings: ['Not unsubscribed', 'Never opted out'], values: ['No', '', ''], sent: ASKED },
	{ headings: CONSENT, values: ['No', 'Yes', 'Yes'], sent: [1, 2] },
	{ headings: PERHAPS_CONSENT, values: ['No', 'Yes', ''], sent: ASKED },
	{ headings: PERHAPS_CONSENT, values: ['Yes', 'Yes', ''], sent: [0, 1, 2] },
	// What a status says about consent, and what it may say.
	{
		headings: ['Status', 'Contact Status', 'Status Reason', 'Membership Status', 'Consent Value'],
		values: ['Deceased', 'Opted out', 'Lapsed'],
		sent: [2],
	},
	{
		headings: ['Status', 'Статус', 'Durum', 'Tila'],
		values: ['Отписан', 'Wypisany', 'Customer'],
		sent: [2],
	},
	{ headings: ['Status', 'Estado'], values: ['Zablokowany', 'Kunde', ''], sent: ASKED },
	{ headings: ['Status', 'Estado'], values: ['Bloqueado', 'Cliente', ''], sent: ASKED },
	{
		headings: ['Uwagi', 'Notes', 'Примечание'],
		values: ['Nie dzwonić', 'Не звонить', 'ok'],
		sent: [2],
	},
	{
		headings: ['Status', 'Record Status', 'Text Status', 'Phone Status'],
		values: ['Blocked', 'Open', ''],
		sent: ASKED,
	},
	{
		headings: ['Status', 'Phone Status', 'Contact Status', 'Estado', 'Stav'],
		values: ['Wrong number', 'Open', ''],
		sent: ASKED,
	},
	{ headings: ['Contact Status'], values: ['Do not contact/solicit', 'OK', ''], sent: ASKED },
	{ headings: ['Consent Response'], values: ['Opt-out', 'Opt-in', 'No response'], sent: [1] },
	{
		headings: ['Marketing Consent', 'GDPR Consent', 'Consent', 'Permission', 'RODO'],
		values: ['No', 'Yes', 'Yes'],
		sent: [1, 2],
	},
	{
		headings: ['Consent', 'Allowed Channels'],
		values: ['email;web', 'email;sms', 'sms'],
		sent: [1, 2],
	},
	{ headings: ['Allowed Channels'], values: ['carrier pigeon', 'sms', 'sms'], sent: ASKED },
	{ headings: ['Send Marketing Materials'], values: ['Do Not Send', 'Send', 'Send'], sent: [1, 2] },
	// Lists of restrictions, and free text.
	{
		headings: ['Solicit Codes', 'CnSolCd_1_01_Solicit_Code', 'Privacy Options', 'Tags'],
		values: ['Do Not Contact', 'No Mail; Do Not Call', 'Do Not Mail'],
		sent: [2],
	},
	{
		headings: ['Solicit Codes', 'CnSolCd_1_02_Solicit_Code', 'Tags'],
		values: ['Do Not Contact/Solicit', '', ''],
		sent: ASKED,
	},
	{
		headings: ['Solicit Codes'],
		values: ['Removed by request', 'Requested Removal', ''],
		sent: ASKED,
	},
	{
		headings: ['Notes', 'Last Reply', 'Response', 'Bemerkungen'],
		values: ['STOP', 'ok', ''],
		sent: ASKED,
	},
	{ headings: ['Notes'], values: ["Please don't text me any more", '', ''], sent: ASKED },
	{ headings: ['Notes'], values: ['', 'Unsubscribed', 'Do not text'], sent: [0] },
	// A bus stop that the message names.
	{
		headings: ['Stop'],
		values: ['Main St', 'Elm St', 'Oak St'],
		placeholders: ['Stop'],
		sent: [0, 1, 2],
	},
	{ headings: ['Stop', 'Blocked'], values: ['Main St', 'Elm St', ''], sent: ASKED },
	...NOTHING.map(([heading, ...values]) => ({ headings: [heading], values, sent: [0, 1, 2] })),
];

const rows = CASES.flatMap(({ headings, ...rest }) =>
	headings.map((heading) => ({ heading, shown: rest.values.join(' | '), ...rest })),
);

it.each(rows)('$heading: $shown', async ({ heading, values, sent, placeholders = [] }) => {
	const cells = values.map((value, row) => `${NUMBERS[row]},"${value}"`);
	const content = ['Mobile,"' + heading + '"', ...cells].join('\n');
	const read = await readLists([{ content }], { placeholders });
	if (typeof sent === 'string') expect(read).toMatchObject({ refused: sent, sent: [] });
	else {
		expect(read.refused).toBeNull();
		expect(read.sent).toEqual(sent.map((row) => NUMBERS[row]));
	}
});

it('asks nothing about rows that another column leaves out', async () => {
	const content = `Mobile,Blocked,Opt Out Reason,SMS Opt Out\n${US},Yes,spam,yes\n${DE},No,,no`;
	expect(await readLists([{ content }])).toMatchObject({ refused: null, sent: [DE] });
});
