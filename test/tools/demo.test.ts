import { contactsOf, sendFirstMessages } from '../../tools/demo/first-messages';
import { disagreements, gatewaysOf } from '../../tools/demo/report';
import { readExample } from '../../tools/n8n/examples';
import { sandboxForTests } from '../sandbox/forTests';

describe('the first messages of the demo, by n8n’s engine in this process', () => {
	const crm = readExample('crm-contacts.json');
	const sandbox = sandboxForTests();

	it('reach every contact of the CRM, through the gateway of each', async () => {
		const contacts = contactsOf(crm);
		const messages = await sendFirstMessages(crm, sandbox.url);
		expect(messages.map(({ name, outcome }) => [name, outcome]).sort()).toEqual(
			contacts.map(({ name }) => [name, 'accepted']).sort(),
		);
		expect(disagreements(messages, sandbox.messages(), gatewaysOf(crm))).toEqual([]);
		const texts = sandbox.messages().map(({ text }) => text);
		expect(texts.sort()).toEqual(contacts.map(({ message }) => message).sort());
	});

	it('say what failed', async () => {
		sandbox.failNext({ gateway: 'mGage', code: 105 });
		await expect(sendFirstMessages(crm, sandbox.url)).rejects.toThrow(/^mGage: /);
	});
});
