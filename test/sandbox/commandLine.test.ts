import { HELP, readCommandLine } from '../../sandbox/commandLine';

const CALLBACKS = [
	'--callback',
	'mGage=http://localhost:1/',
	'--callback',
	'messangi=http://localhost:2/',
];
const FROM_QUERY = { in: 'query', name: 'key', value: 'hush-1' };

describe('a callback secret', () => {
	it.each([
		{
			label: 'from the environment',
			variable: 'mGage=query:key:hush-1',
			option: [],
			secret: FROM_QUERY,
		},
		{
			label: 'as an option',
			variable: undefined,
			option: ['--callback-secret', 'mGage=query:key:hush-1'],
			secret: FROM_QUERY,
		},
		{
			label: 'as an option, which wins',
			variable: 'mGage=header:x:hush-2',
			option: ['--callback-secret', 'mGage=query:key:hush-1'],
			secret: FROM_QUERY,
		},
		{
			label: 'of several lines',
			variable: '\nmessangi=header:x:hush-2\r\n\r\nMGAGE=query:key:hush-1\r\n',
			option: [],
			secret: FROM_QUERY,
		},
		{
			label: 'with colons and equal signs',
			variable: 'mGage=basic:user:a:b=c d',
			option: [],
			secret: { in: 'basic', username: 'user', password: 'a:b=c d' },
		},
		{ label: 'that is empty', variable: '', option: [], secret: undefined },
		{ label: 'that is blank', variable: ' \n', option: [], secret: undefined },
	])('$label', ({ variable, option, secret }) => {
		const environment = { SANDBOX_CALLBACK_SECRET: variable };
		const { options } = readCommandLine([...CALLBACKS, ...option], environment);
		expect(options.callbacks?.mGage?.secret).toEqual(secret);
	});

	it.each([
		{ variable: 'hush', says: 'SANDBOX_CALLBACK_SECRET must be <gateway>=<value>' },
		{ variable: 'query:key:hush', says: 'SANDBOX_CALLBACK_SECRET must be <gateway>=<value>' },
		{ variable: 'nexmo=query:key:hush', says: 'SANDBOX_CALLBACK_SECRET must be <gateway>=<value>' },
		{ variable: 'mGage=hush', says: 'SANDBOX_CALLBACK_SECRET must be <gateway>=query' },
		{
			variable: 'messageCentral=query:key:hush',
			says: 'SANDBOX_CALLBACK_SECRET for messageCentral needs --callback messageCentral=<URL>.',
		},
	])('of $variable is refused, and not repeated', ({ variable, says }) => {
		const read = () => readCommandLine(CALLBACKS, { SANDBOX_CALLBACK_SECRET: variable });
		expect(read).toThrow(says);
		expect(read).not.toThrow(/hush/);
	});

	it('is explained by --help', () => {
		expect(HELP).toContain('SANDBOX_CALLBACK_SECRET');
		expect(HELP).toContain('list of processes');
	});
});

describe('where it listens, and how long codes are valid', () => {
	it.each(['0.0.0.0', '::', '192.168.1.5', 'localhost', 'my-machine.local'])('%s', (host) => {
		expect(readCommandLine(['--host', host]).options.host).toBe(host);
	});

	it('this machine only, if nothing is said', () => {
		expect(readCommandLine([]).options).not.toHaveProperty('host');
	});

	it.each(['', '0.0.0.0:4010', '[::]', 'http://localhost', 'a b', '-x', '*', '999.999.1.1/8'])(
		'not %j',
		(host) => {
			expect(() => readCommandLine([`--host=${host}`])).toThrow(
				'--host must be an address of this machine without a port',
			);
		},
	);

	it('takes a lifetime in milliseconds', () => {
		expect(readCommandLine([]).options.otpLifetime).toBe(60_000);
		expect(readCommandLine(['--otp-lifetime', '5000']).options.otpLifetime).toBe(5000);
		expect(() => readCommandLine(['--otp-lifetime', '10m'])).toThrow(
			'--otp-lifetime must be a whole number from 0 to 600000, not "10m".',
		);
	});

	it('takes the delay of the report and the format of the export', () => {
		const { options } = readCommandLine(['--report-delay', '60000', '--export-format', 'csv']);
		expect(options).toMatchObject({ messangiReportDelay: 60_000, mgageExport: 'csv' });
		expect(readCommandLine([]).options).toMatchObject({
			messangiReportDelay: 0,
			mgageExport: 'xml',
		});
		expect(() => readCommandLine(['--export-format', 'pdf'])).toThrow(
			'--export-format must be xml, json or csv, not "pdf".',
		);
	});

	it.each(['--host', '--otp-lifetime', '--report-delay', '--export-format'])(
		'%s is explained by --help',
		(option) => {
			expect(HELP).toContain(option);
		},
	);
});
