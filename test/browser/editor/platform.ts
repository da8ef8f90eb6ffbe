import { PROFILES } from '../../profiles';
import { type EditorRig, testId } from './editor';
import { choose, chosen, field, openNode, showOutput } from './panel';
import { SEND, workflowWith } from './workflows';

/** Somebody switches the Messangi node to the newer platform. */
export function describePlatform(editor: EditorRig): void {
	describe('the platform of Messangi', () => {
		const { credential, send } = PROFILES.messangiElastic;
		const output = () => editor.page.locator(testId('ndv')).locator(testId('output-panel'));

		it('is the older one in a workflow that has none', async () => {
			await editor.openWorkflow(workflowWith(SEND));
			await openNode(editor.page, SEND.name);
			expect(await chosen(editor.page, 'platform')).toBe('Campaign Manager');
		});

		it('is switched: sender, number and text stay, and the credential is another', async () => {
			const { page, sandbox } = editor;
			sandbox.reset();
			const parameters = { ...SEND.parameters, from: send.from, to: '+57 300 123 4567' };
			const own = workflowWith({ ...SEND, parameters });
			const nodes = own.nodes.map((node) => {
				if (node.credentials === undefined) return node;
				const elsewhere = { id: 'elsewhere', name: 'Messangi Elastic account' };
				return { ...node, credentials: { ...node.credentials, [credential.name]: elsewhere } };
			});
			await editor.openWorkflow({ ...own, nodes });
			const panel = await openNode(page, SEND.name);
			await field(page, 'carrier').waitFor();
			await choose(field(page, 'platform'), 'Elastic');
			await field(page, 'carrier').waitFor({ state: 'hidden' });
			expect(await field(page, 'from').locator('input').first().inputValue()).toBe(send.from);
			await panel.getByText(`Credential for ${credential.displayName}`).first().waitFor();
			await panel.locator(testId('node-execute-button')).click();
			await showOutput(editor.page, 'json');
			await output().getByText('"accepted"').first().waitFor();
			expect(sandbox.messages()).toMatchObject([
				{ gateway: 'messangiElastic', to: '573001234567', text: SEND.parameters.message },
			]);
			await editor.savePictures('platform');
		});
	});
}
