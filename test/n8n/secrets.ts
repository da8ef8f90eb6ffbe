import { SANDBOX_CALLBACK_SECRET } from '../../tools/n8n/sandbox-credentials';
import { ALL_PROFILES, PROFILES } from '../profiles';
import { formsOf } from './kept';
import type { Rig } from './rig';
import { workflowOf } from './workflows';

/** Planted, so that the search can be seen to find something. */
const PLANTED = 'planted-secret-~ü-of-the-test';

function secretsOf(rig: Rig): string[] {
	return [
		...ALL_PROFILES.flatMap((profile) => profile.secrets),
		SANDBOX_CALLBACK_SECRET.value,
		...rig.tokens,
	];
}

/** Comes last, when everything that can be heard has been said. */
export function describeSecrets(rig: Rig): void {
	test('no secret is in what n8n logged, put out, keeps of executions or said of credentials', () => {
		const places = [...rig.heard, { what: "n8n's log", text: rig.n8n.log() }];
		const secrets = secretsOf(rig);
		expect(rig.heard).not.toEqual([]);
		const found = places.flatMap(({ what, text }) =>
			secrets
				.filter((secret) => formsOf(secret).some((form) => text.includes(form)))
				.map((secret) => `${secret.slice(0, 3)}… in ${what}`),
		);
		expect(found).toEqual([]);
	});

	test('none is in any table of n8n’s database, and the search finds one that is put there', async () => {
		const secrets = secretsOf(rig);
		const before = await rig.secretsKept(secrets);
		expect(before.found).toEqual([]);
		expect(before.rows).toBeGreaterThan(100);

		const plants = [
			(secret: string) => `said "${secret}" once`,
			(secret: string) => Buffer.from(`a${secret}b`).toString('base64'),
			encodeURIComponent,
		];
		for (const [index, plant] of plants.entries()) {
			const secret = `planted-${index}-${PLANTED}`;
			expect((await rig.secretsKept([secret])).found).toEqual([]);
			const parameters = { ...PROFILES.mGage.send, message: plant(secret) };
			await rig.rest.createWorkflow(workflowOf('Planted', { type: 'mGage', parameters }));
			expect((await rig.secretsKept([secret])).found).not.toEqual([]);
		}
	});

	test('no one-time password is in any of it, and a PIN in the output of its own run only', () => {
		const places = [...rig.heard, { what: "n8n's log", text: rig.n8n.log() }];
		expect(rig.codes.size).toBe(2);
		for (const [code, expected] of rig.codes) {
			const found = places.filter(({ text }) => text.includes(code)).map(({ what }) => what);
			expect(found).toEqual(expected);
		}
	});
}
