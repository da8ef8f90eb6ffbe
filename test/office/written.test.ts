import type { LoggedRequest } from '../../sandbox/server/store';
import { createSandbox, type Sandbox } from '../../sandbox/server/server';
import { file, outputs, runNode, type NodeRun } from '../runtime/engine';
import { credentialsFor } from '../runtime/credentials';
import { LibreOffice } from './libreOffice';

/**
 * What a reader or a writer of workbooks could spoil. Values go out as they are, so blanks at the
 * ends and line breaks count.
 */
const VALUES = [
	'Á',
	'₹35',
	'007',
	'0',
	'1e5',
	'+1 305 670 8084',
	'=1+1',
	'=HYPERLINK("http://example.com","x")',
	'-1',
	'@SUM(A1)',
	"'quoted",
	'"double" and \'single\'',
	'a,b;c\td|e',
	'two\nlines',
	'\nfirst line empty, last too\n',
	'  blanks at both ends  ',
	'_x0041_',
	'_x000D_ and _x005F_x0041_',
	'5 < 6 & 7 > 3 ]]>',
	'&amp; &#65; <b>x</b>',
	'TRUE',
	'see #N/A',
	'2026-03-01',
	'1/2',
	'50%',
	'👩‍👩‍👧‍👦 👍🏽 🇮🇳 Z̷̢a',
	'नमस्ते مرحبا 你好',
	'no\u00a0break\u200bzero\ufeffwidth',
	'x'.repeat(30_000),
	'ж'.repeat(9_000),
];

/** A long run of pairs of surrogates: writers that cut a text into blocks can cut one in half. */
const EMOJI = '😀🚀💸🧾'.repeat(60);

const TEMPLATE = 'Hi ##name##, ##code##, ##run##';

const people = Array.from({ length: 1000 }, (_, index) => ({
	phone: `+9198765${String(10_000 + index)}`,
	name: VALUES[index % VALUES.length] ?? '',
	code: String(index).padStart(6, '0'),
	// Each row shifts what follows by another number of bytes.
	run: 'a'.repeat(index % 7) + EMOJI,
}));

const SEND = {
	resource: 'sms',
	operation: 'sendBulk',
	channel: 'SMS',
	senderId: 'UTOMOB',
	messageType: 'TRANSACTION',
	bulkMode: 'personalized',
	message: TEMPLATE,
};

/** The workbook that a form holds as its only part, cut out by hand. */
function workbookIn({ headers, body }: LoggedRequest): Buffer {
	// The sandbox keeps one character per byte of what is not UTF-8, as no workbook is.
	const bytes = Buffer.from(body, 'latin1');
	const boundary = /boundary=(\S+)$/.exec(headers['content-type'] ?? '')?.[1] ?? '';
	const start = bytes.indexOf('\r\n\r\n') + 4;
	const end = bytes.lastIndexOf(`\r\n--${boundary}--`);
	const workbook = bytes.subarray(start, end);
	expect(workbook.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
	return workbook;
}

describe('LibreOffice reads the workbook of a personalised send', () => {
	const office = new LibreOffice();
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await createSandbox();
	});
	beforeEach(() => {
		sandbox.reset();
	});
	afterAll(async () => {
		office.remove();
		await sandbox.close();
	});

	/** Sends, and gives back the workbook that arrived. */
	const send = async (parameters: NodeRun['parameters'], more: Partial<NodeRun>) => {
		const credentials = credentialsFor(sandbox);
		const node = { node: 'messageCentral', credentials } as const;
		const result = await runNode({ ...node, parameters: { ...SEND, ...parameters }, ...more });
		expect(result.error).toBeUndefined();
		expect(outputs(result).filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
		expect(outputs(result)).toHaveLength(1000);
		const uploads = sandbox.requests().filter(({ body, status }) => body !== '' && status === 200);
		const [upload] = uploads;
		if (upload === undefined || uploads.length > 1) throw new Error('expected one upload');
		return workbookIn(upload);
	};

	test('1,000 recipients of items, cell by cell', async () => {
		const variable = (['name', 'code', 'run'] as const).map((name) => ({
			name,
			value: `={{ $json.${name} }}`,
		}));
		const workbook = await send(
			{ recipientSource: 'items', to: '={{ $json.phone }}', variables: { variable } },
			{ items: people },
		);
		const [headings, ...rows] = await office.cellsOf(workbook, 'xlsx');
		expect(headings).toEqual(['Country', 'Mobile', 'Var1', 'Var2', 'Var3']);
		expect(rows).toHaveLength(1000);
		for (const [index, { phone, name, code, run }] of people.entries()) {
			expect(rows[index]).toEqual(['91', phone.slice(3), name, code, run]);
		}
	});

	test('1,000 recipients of a CSV file, cell by cell', async () => {
		const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
		// A file's values are trimmed, have no tabs and at most 1,000 characters.
		const fit = people.map((each) => ({
			...each,
			name: each.name.trim().replaceAll('\t', ' ').slice(0, 1000),
		}));
		const lines = fit.map(({ phone, name, code, run }) =>
			[phone, name, code, run].map(quoted).join(','),
		);
		const csv = ['Mobile,Name,Code,Run', ...lines].join('\r\n');
		const workbook = await send(
			{ recipientSource: 'file', binaryPropertyName: 'data' },
			{ files: [file('people.csv', csv)] },
		);
		const [headings, ...rows] = await office.cellsOf(workbook, 'xlsx');
		expect(headings).toEqual(['Country', 'Mobile', 'Var1', 'Var2', 'Var3']);
		expect(rows).toHaveLength(1000);
		for (const [index, { phone, name, code, run }] of fit.entries()) {
			expect(rows[index]).toEqual(['91', phone.slice(3), name, code, run]);
		}
	});
});
