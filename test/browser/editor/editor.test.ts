// Starting n8n takes most of the time, so all these tests share one, and one window.
import { describeCredentials } from './credentials';
import { EditorRig } from './editor';
import { describeFields } from './fields';
import { describeNewUser } from './newUser';
import { describeNodeCreator } from './nodeCreator';
import { describePlatform } from './platform';
import { describeSending } from './sending';
import { describeTriggers } from './triggers';

describe("n8n's editor", () => {
	const editor = new EditorRig();

	beforeAll(() => editor.start());
	afterAll(() => editor.stop());

	it('lets the owner log in', async () => {
		await editor.logIn();
		expect(await editor.page.title()).toContain('n8n');
	});

	describeNodeCreator(editor);
	describeFields(editor);
	describeCredentials(editor);
	describePlatform(editor);
	describeSending(editor);
	describeTriggers(editor);
	describeNewUser(editor);
});
