import { GATEWAYS, PROFILES } from '../../profiles';
import { credentialsFor } from '../credentials';
import { file, outputs, runNode } from '../engine';
import { sandboxForTests } from '../../sandbox/forTests';

const sandbox = sandboxForTests();

const CSV = 'Mobile\n+13056708084\n';

/** Item fields with a file in each; those called "other" have other recipients. */
const filesIn = (fields: string[]) =>
	Object.fromEntries(
		fields.map((field) => {
			const content = field === 'other' ? 'Mobile\n+12135551234\n' : CSV;
			return [field, file(`${field}.csv`, content, 'text/csv').data ?? { data: '', mimeType: '' }];
		}),
	);

describe.each(GATEWAYS)('%s: "Input Binary Field"', (node) => {
	const sendFrom = (binaryPropertyName: string, fields: string[]) =>
		runNode({
			node,
			credentials: credentialsFor(sandbox),
			files: [filesIn(fields)],
			parameters: {
				...{ resource: 'sms', operation: 'sendBulk', ...PROFILES[node].bulk },
				...{ recipientSource: 'file', binaryPropertyName, message: 'Hello' },
			},
		});

	it.each([
		['the usual name', 'data', ['data']],
		['the usual name, among several', 'data', ['other', 'data']],
		['the usual name, with one file elsewhere', 'data', ['Contacts']],
		['a name of its own', 'Contacts', ['other', 'Contacts']],
	])('%s: finds the file', async (_label, name, fields) => {
		const result = await sendFrom(name, fields);
		expect(outputs(result).map(({ to }) => to)).toEqual(['+13056708084']);
		expect(sandbox.messages()).toHaveLength(1);
	});

	it.each([
		['data', [], 'Add a node before this one that reads the file'],
		['data', ['other', 'Contacts'], 'Its files are in: other, Contacts. Enter one of these names'],
		// Somebody chose this name, so no other file is taken.
		['Contacts', ['other'], 'Its only file is in "other". Enter this name in "Input Binary Field"'],
		['constructor', ['other'], 'Its only file is in "other"'],
	])('"%s" where there is %j: nothing is sent', async (name, fields, hint) => {
		const { error } = await sendFrom(name, fields);
		expect(error?.message).toBe(`The item has no file in the field "${name}"`);
		expect(error?.description).toContain(hint);
		expect(sandbox.stats().requests).toBe(0);
	});
});
